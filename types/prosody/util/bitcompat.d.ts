/** @noSelfInFile */

/** Bits of numbers, whatever Lua it is. @see util/bitcompat.lua */
declare module "util.bitcompat" {
  /** Bits set in all. Of 32 bits with Lua 5.1 and 5.2, of 64 from 5.3 on unless that has `bit32`. */
  function band(...numbers: number[]): number;
  /** Bits set in any of them. */
  function bor(...numbers: number[]): number;
  /** Bits set in an odd number of them. */
  function bxor(...numbers: number[]): number;
  /** Towards the more significant. What goes beyond 32 bits, or 64, is lost. */
  function lshift(number: number, by: number): number;
  /** Towards the less significant, filled with zeros: not for negative numbers. */
  function rshift(number: number, by: number): number;
  /**
   * All bits turned: an unsigned number of 32 bits where Lua has `bit32`, else a negative one.
   * @since 13.0
   */
  const bnot: Since13<(this: void, number: number) => number>;
}
