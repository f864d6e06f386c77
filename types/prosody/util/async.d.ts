/** @noSelfInFile */

/**
 * Waiting, in coroutines that Prosody runs: stanzas of clients and servers, HTTP handlers; not timers nor callbacks.
 * @see util/async.lua
 */
declare module "util.async" {
  import type { Promise } from "util.promise";

  /** Whether waiting is possible here. The second value is of no use. */
  function ready(): LuaMultiReturn<[ready: boolean, thread_or_error: unknown]>;
  /**
   * Nil and the reason for a promise that is rejected; nil also for one that resolves to false or nil. Throws where
   * waiting is impossible.
   */
  function wait_for<T>(
    promise: Promise<T>,
  ): LuaMultiReturn<[value: T, reason?: undefined] | [value: undefined, reason: unknown]>;
  /**
   * `wait` pauses until `done` has been called `count` times (1); `done` may be called before. One call too many throws
   * unless `allow_many`. Throws where waiting is impossible.
   */
  function waiter(
    count?: number,
    allow_many?: boolean,
  ): LuaMultiReturn<[wait: (this: void) => void, done: (this: void) => void]>;
  /** As {@link wait_for}, but throws the reason where a promise is rejected. */
  function wait<T>(promise: Promise<T>): T;
  /** A function that lets one in, and whoever comes after waits: it gives what lets the next in. */
  function guarder(): (this: void, id: AnyNotNil) => (this: void) => void;
  /** For programs other than the server. */
  function set_nexttick(next: (this: void, callback: (this: void) => void) => void): void;
  /** For programs other than the server. */
  function set_schedule_function(schedule: (this: void, delay: number, callback: (this: void) => void) => void): void;
  /**
   * Those that wait.
   * @since 13.0
   */
  const waiting_runners: Since13<object>;
  /**
   * What a runner without `func` does.
   * @since 13.0
   */
  const default_runner_func: Since13<(this: void, func: (this: void) => void) => void>;
  /** Pauses for so many seconds. */
  function sleep(seconds: number): void;

  /** A queue with a coroutine that works it off. */
  interface Runner<T extends AnyNotNil> {
    /** `waiting` while an item waits for something: what is queued then follows later. */
    readonly state: "ready" | "running" | "waiting";
    /** Queues an item and, if idle, works the queue off. The first value is always true. */
    run(item?: T): LuaMultiReturn<[ok: true, state: string, queued: number]>;
    /** Queues without working. */
    enqueue(item: T): this;
    /** Replaces the watcher `error`. */
    onerror(callback: (this: void, runner: Runner<T>, traceback: string) => void): this;
  }

  /** What `watchers` are told about a runner. Without any, errors are thrown again. */
  interface Watchers<T extends AnyNotNil> {
    /** It is at the end of its queue, having waited before. */
    ready?: (this: void, runner: Runner<T>) => void;
    /** An item waits for something. */
    waiting?: (this: void, runner: Runner<T>) => void;
    /** An item has thrown. The next ones are worked off all the same. */
    error?: (this: void, runner: Runner<T>, traceback: string) => void;
  }

  /** Without `func` items are functions to call. */
  function runner<T extends AnyNotNil>(func: (this: void, item: T) => void, watchers?: Watchers<T>): Runner<T>;
  function runner(): Runner<(this: void) => void>;
}
