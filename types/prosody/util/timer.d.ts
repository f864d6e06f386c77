/** @noSelfInFile */

/**
 * Timers that outlive their module: mostly `module.add_timer` is wanted. As with `epoll`, the usual backend.
 * @see util/timer.lua, net/server_epoll.lua
 */
declare module "util.timer" {
  /** Names a timer. */
  type TimerId = AnyNotNil & { readonly __timer_id: unique symbol };

  /** Calls back after `delay` seconds, with the Unix time, and again after as many as the callback returns. */
  function add_task<P = undefined>(
    delay: number,
    callback: (this: void, now: number, id: TimerId, param: P) => number | undefined | void,
    param?: P,
  ): TimerId;
  /** It is not called any more. Does nothing where it was called for the last time; in 13.0 nothing while it is called, either. */
  function stop(id: TimerId): void;
  /** A time of `util.time`'s `monotonic` as Unix time. */
  function to_absolute_time(time: number): number;
  /** To `delay` seconds from now. Does nothing where it was called for the last time. */
  function reschedule(id: TimerId, delay: number): void;
}
