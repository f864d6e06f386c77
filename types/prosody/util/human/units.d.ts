/** @noSelfInFile */

/** Numbers for people. @see util/human/units.lua */
declare module "util.human.units" {
  /**
   * `1.5 kB`; with `b` by 1024, `1.5 KiB`. Three digits. Not for negative numbers, which without `b` are shown by small units, nor
   * with `b` for those well under 1, which are shown by big ones.
   */
  function format(number: number, unit: string, base?: "b"): string;
  /** By what a positive number is to be divided, and the letters for that; 1 and nil where by nothing. */
  function adjust(number: number, base?: "b"): LuaMultiReturn<[divisor: number, prefix: string | undefined]>;
}
