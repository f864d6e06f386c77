/** @noSelfInFile */

/** Token buckets. @see util/throttle.lua */
declare module "util.throttle" {
  /** What {@link create} gives. */
  interface Throttle {
    /**
     * Takes `cost` if there is that much. Else false, what is left, and what is missing; with `split` what is left
     * is taken.
     */
    poll(
      cost: number,
      split?: boolean,
    ): LuaMultiReturn<
      [ok: true, balance?: undefined, missing?: undefined] | [ok: false, balance: number, missing: number]
    >;
    /** Whether there is that much: 1 if left out. Takes nothing. */
    peek(cost?: number): boolean;
  }

  /** Full at the start; refilled with `max` in `period` seconds. */
  function create(max: number, period: number): Throttle;
}
