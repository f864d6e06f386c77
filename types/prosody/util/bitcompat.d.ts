/** @noSelfInFile */

/** Bits of numbers, whatever Lua it is. @see util/bitcompat.lua */
declare module "util.bitcompat" {
  function band(...numbers: number[]): number;
  function bor(...numbers: number[]): number;
  function bxor(...numbers: number[]): number;
  function lshift(number: number, by: number): number;
  function rshift(number: number, by: number): number;
  /** @since 13.0 */
  const bnot: Since13<(this: void, number: number) => number>;
}
