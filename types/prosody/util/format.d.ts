/** @noSelfInFile */

/** Texts for the log. @see util/format.lua */
declare module "util.format" {
  /**
   * As `string.format`, but any value may stand for any place: what does not fit is shown in brackets, as are those that there is
   * no place for; control characters are replaced. Throws for a format that is none.
   */
  function format(format: string, ...args: unknown[]): string;
}
