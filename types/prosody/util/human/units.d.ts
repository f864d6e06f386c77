/** @noSelfInFile */

/** Numbers for people. @see util/human/units.lua */
declare module "util.human.units" {
  /** `1.5 kB`; `b` counts by 1024. */
  function format(number: number, unit: string, base?: "b"): string;
  /** By what it is to be divided, and the letter for that. */
  function adjust(number: number, base?: "b"): LuaMultiReturn<[divisor: number, prefix: string | undefined]>;
}
