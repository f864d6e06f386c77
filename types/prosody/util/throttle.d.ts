/** @noSelfInFile */

/** Token buckets. @see util/throttle.lua */
declare module "util.throttle" {
  interface Throttle {
    /**
     * Takes `cost` (1) if there is that much. Else false, what is left, and what is missing; with `split` what is left
     * is taken.
     */
    poll(
      cost?: number,
      split?: boolean,
    ): LuaMultiReturn<
      [ok: true, balance?: undefined, missing?: undefined] | [ok: false, balance: number, missing: number]
    >;
    /** Whether there is that much. */
    peek(cost?: number): boolean;
  }

  /** Full at the start; refilled with `max` in `period` seconds. */
  function create(max: number, period: number): Throttle;
}
