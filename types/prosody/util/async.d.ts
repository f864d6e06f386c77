/** @noSelfInFile */

/**
 * Waiting, in coroutines that Prosody runs: for stanzas of clients and servers, HTTP requests, cron tasks, commands of the shell;
 * not in timers and callbacks, nor for stanzas of external components.
 * @see util/async.lua
 */
declare module "util.async" {
  import type { Promise } from "util.promise";

  /** Whether waiting is possible here, and the coroutine, or why not. */
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
   * unless `allow_many`; with it, if there were too many before `wait`, that never ends. Throws where waiting is impossible.
   */
  function waiter(
    count?: number,
    allow_many?: boolean,
  ): LuaMultiReturn<[wait: (this: void) => void, done: (this: void) => void]>;
  /**
   * The old name of {@link wait_for}.
   * @deprecated Use that.
   */
  const wait: typeof wait_for;
  /** A function that lets one in, and whoever comes after with the same id, or as well without one, waits. */
  function guarder(): Guard;
  /** What runs a callback soon: for programs other than the server, which has set it. */
  function set_nexttick(next: (this: void, callback: (this: void) => void) => void): void;
  /** What {@link sleep} sleeps by, which throws without: for programs other than the server, which has set it. */
  function set_schedule_function(schedule: (this: void, delay: number, callback: (this: void) => void) => void): void;
  /**
   * Those that wait, to the Unix time since when.
   * @since 13.0
   */
  const waiting_runners: Since13<LuaTable<Runner<AnyNotNil>, number>>;
  /**
   * What a runner without `func` does.
   * @since 13.0
   */
  const default_runner_func: Since13<(this: void, func: (this: void) => void) => void>;
  /** Pauses for so many seconds. Throws where waiting is impossible. */
  function sleep(seconds: number): void;

  /**
   * Gives what lets the next in; with `func` lets it in when that returns, and if it throws nobody any more. Throws where waiting
   * is impossible.
   */
  type Guard = ((this: void, id?: AnyNotNil) => (this: void) => void) &
    ((this: void, id: AnyNotNil | undefined, func: (this: void) => void) => void);

  /** A queue with a coroutine that works it off. */
  interface Runner<T extends AnyNotNil> {
    /** Made up, for logs. */
    readonly id: string;
    /** What was given to {@link runner}. */
    data?: unknown;
    /** `waiting` while an item waits for something: what is queued then follows later. */
    readonly state: "ready" | "running" | "waiting";
    /**
     * Queues an item and, if idle, works the queue off. Gives true, the state (`error` if the last item has thrown), and how many
     * are queued.
     */
    run(item?: T): LuaMultiReturn<[ok: true, state: "ready" | "running" | "waiting" | "error", queued: number]>;
    /** Queues without working. */
    enqueue(item: T): this;
    /** Logs, as the runner. */
    log(level: LogLevel, format: string, ...args: unknown[]): void;
    /** Replaces the watcher `ready`, in the very table given. */
    onready(callback: (this: void, runner: Runner<T>) => void): this;
    /** Replaces the watcher `waiting`, in the very table given. */
    onwaiting(callback: (this: void, runner: Runner<T>) => void): this;
    /** Replaces the watcher `error`, in the very table given. */
    onerror(callback: (this: void, runner: Runner<T>, traceback_or_thrown: unknown) => void): this;
  }

  /**
   * What `watchers` are told about a runner. Without a table of them `run` throws what an item throws, but after a wait that is only
   * logged; with one that has no `error` nobody hears of it.
   */
  interface Watchers<T extends AnyNotNil> {
    /** It is at the end of its queue, having waited before; not where the last item has thrown without a wait of its own. */
    ready?: (this: void, runner: Runner<T>) => void;
    /** An item waits for something. Not told again before `ready`. */
    waiting?: (this: void, runner: Runner<T>) => void;
    /** An item has thrown: a text with a traceback, a table as it is. The next ones are worked off all the same. */
    error?: (this: void, runner: Runner<T>, traceback_or_thrown: unknown) => void;
  }

  /** Works items off with `func`. */
  function runner<T extends AnyNotNil>(
    func: (this: void, item: T) => void,
    watchers?: Watchers<T>,
    data?: unknown,
  ): Runner<T>;
  /** Items are functions to call. */
  function runner(
    func?: undefined,
    watchers?: Watchers<(this: void) => void>,
    data?: unknown,
  ): Runner<(this: void) => void>;
}
