/** @noSelfInFile */

/** @see util/random.lua */
declare module "util.random" {
  /** So many bytes, fit for secrets. */
  function bytes(count: number): string;
  /** Where they come from. */
  const _source: string;
}
