/** @noSelfInFile */

/** Chance. @see util/random.lua */
declare module "util.random" {
  /** So many bytes, fit for secrets. Throws where none are to be had. */
  function bytes(count: number): string;
  /** Where they come from: `/dev/urandom`, or a function of the system's. */
  const _source: string;
}
