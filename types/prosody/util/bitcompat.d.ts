/** @noSelfInFile */

/**
 * Bits of whole numbers, whatever Lua it is: of 32 bits where that has `bit32`, as Lua 5.2 does, or `bit` (0.12 with Lua 5.1), else
 * of 64. What is not whole throws where there is neither.
 * @see util/bitcompat.lua
 */
declare module "util.bitcompat" {
  /** Bits set in all. */
  function band(a: number, b: number, ...more: number[]): number;
  /** Bits set in any of them. */
  function bor(a: number, b: number, ...more: number[]): number;
  /** Bits set in an odd number of them. */
  function bxor(a: number, b: number, ...more: number[]): number;
  /** Towards the more significant. What goes beyond 32 bits, or 64, is lost. */
  function lshift(number: number, by: number): number;
  /** Towards the less significant, filled with zeros, so that a negative number becomes another one with 32 bits than with 64. */
  function rshift(number: number, by: number): number;
  /**
   * All bits turned. Of 0 the greatest number of 32 bits where Lua has `bit32`, else -1.
   * @since 13.0
   */
  const bnot: Since13<(this: void, number: number) => number>;
}
