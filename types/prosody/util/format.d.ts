/** @noSelfInFile */

/** @see util/format.lua */
declare module "util.format" {
  /**
   * As `string.format`, but never throws: `%s` takes any value, what does not fit is shown in brackets, control
   * characters are replaced.
   */
  function format(format: string, ...args: unknown[]): string;
}
