/** @noSelfInFile */

/** Texts for the log. @see util/format.lua */
declare module "util.format" {
  /**
   * As `string.format`, but any value may stand for any place: what does not fit is shown in brackets, as are those that there is
   * no place for, and nil in round ones; of texts control characters are replaced, but for tabs, and a tab is put behind the end of a
   * line; invalid UTF-8 is quoted. Throws for a format that is none.
   */
  function format(format: string, ...args: unknown[]): string;
}
