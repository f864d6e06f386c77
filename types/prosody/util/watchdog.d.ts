/** @noSelfInFile */

/** Timers that are put off again and again. @see util/watchdog.lua */
declare module "util.watchdog" {
  /** What {@link new_} gives. */
  interface Watchdog {
    /**
     * Begins anew; in 13.0 from now on with other seconds if given. Not after it has called back for the last time, but in 13.0 it
     * does after {@link cancel}.
     */
    reset(...seconds: ParametersSince13<[seconds?: number]>): void;
    /** Stops it. Only in 13.0 can it surely be reset after that: in 0.12 only until it would have been looked at again. */
    cancel(): void;
  }

  /**
   * Calls back when it has not been reset for so many seconds and one more, and again after as many as the callback returns.
   */
  function new_(seconds: number, callback: (this: void, watchdog: Watchdog) => number | undefined | void): Watchdog;

  export { new_ as new };
  export type { Watchdog };
}
