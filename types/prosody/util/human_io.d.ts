/** @noSelfInFile */

/** @see util/human/io.lua */
declare module "util.human.io" {
  /**
   * Seconds from `2 days`, `1h` …; nil for what can't be read. Months must be spelled `mon`.
   * @since 13.0
   */
  const parse_duration: Since13<(this: void, text: string) => number | undefined>;
}
