/** @noSelfInFile */

/** Timers that are put off again and again. @see util/watchdog.lua */
declare module "util.watchdog" {
  interface Watchdog {
    /** Begins anew, from now on with other seconds if given. */
    reset(seconds?: number): void;
    /** Stops it, until it is reset. */
    cancel(): void;
  }

  /**
   * Calls back when it has not been reset for so many seconds and one more, and again after as many as the callback returns.
   */
  function new_(seconds: number, callback: (this: void, watchdog: Watchdog) => number | undefined | void): Watchdog;

  export { new_ as new };
  export type { Watchdog };
}
