/** @noSelfInFile */

/** Timers that outlive their module: mostly `module.add_timer` is wanted. @see util/timer.lua, net/server_epoll.lua */
declare module "util.timer" {
  /** Names a timer. */
  type TimerId = AnyNotNil & { readonly __timer_id: unique symbol };

  /** Calls back after `delay` seconds, and again after as many as the callback returns. */
  function add_task(delay: number, callback: (this: void, now: number) => number | undefined | void): TimerId;
  /** It is not called any more. Does nothing where it was called already. */
  function stop(id: TimerId): void;
  /** A time of this library's as Unix time. */
  function to_absolute_time(time: number): number;
  /** To `delay` seconds from now. */
  function reschedule(id: TimerId, delay: number): void;
}
