/** @noSelfInFile */

/** Promises. @see util/promise.lua */
declare module "util.promise" {
  /**
   * Every promise made, by `next` too, comes to life at the next turn of the event loop, so no handler runs inside the
   * call that adds it. A text thrown in a handler rejects with a traceback behind it, a table as it is.
   */
  export interface Promise<T> {
    /** Only the handler's first value goes on. */
    next<R = T, E = never>(
      on_fulfilled?: ((this: void, value: T) => R | Promise<R>) | undefined,
      on_rejected?: (this: void, reason: unknown) => E | Promise<E>,
    ): Promise<R | E>;
    /** As `next` with nothing for the value: that goes on unchanged. */
    catch<E>(on_rejected: (this: void, reason: unknown) => E | Promise<E>): Promise<T | E>;
    /** The value or reason goes on unchanged, whatever the handler gives, unless it throws. Does not wait for a promise that it gives. */
    finally(on_settled: (this: void) => void): Promise<T>;
  }

  /** How one promise of `all_settled` ended. */
  export type Settled<T> = { status: "fulfilled"; value: T } | { status: "rejected"; reason: unknown };

  /**
   * Settled by the first call of either; later ones do nothing, but in 13.0 they do while a promise given to `resolve` is not
   * settled yet. The executor does not run at once; without one it is never settled.
   */
  function new_<T>(
    executor?: (
      this: void,
      resolve: (this: void, value: T | Promise<T>) => void,
      reject: (this: void, reason: unknown) => void,
    ) => void,
  ): Promise<T>;
  /** Given a promise, it ends as that one does. */
  function resolve(): Promise<undefined>;
  function resolve<T>(value: T | Promise<T>): Promise<T>;
  /** Without a handler for it nobody is told: there is no warning of unhandled rejections. */
  function reject(reason: unknown): Promise<never>;
  /** The values of all, in their places or under their keys. Rejected with the first reason. What is no promise is passed through. */
  function all<T>(promises: readonly (T | Promise<T>)[]): Promise<T[]>;
  function all<O extends Readonly<Record<string, unknown>>>(
    promises: O,
  ): Promise<{ [key in keyof O]: O[key] extends Promise<infer T> ? T : O[key] }>;
  /** Never rejected: how each one ended, in its place or under its key. What is no promise is passed through as it is. */
  function all_settled<T>(promises: readonly Promise<T>[]): Promise<Settled<T>[]>;
  function all_settled<O extends Readonly<Record<string, unknown>>>(
    promises: O,
  ): Promise<{ [key in keyof O]: O[key] extends Promise<infer T> ? Settled<T> : O[key] }>;
  /** Ends as the first does that ends. Never, for an empty list. Rejected where what is in it is no promise. */
  function race<T>(promises: readonly Promise<T>[]): Promise<T>;
  /** Whether it is one of this library. A table with `next` is not enough. */
  function is_promise(value: unknown): value is Promise<unknown>;
  /** Calls back with the values of all, as parameters. Rejected as {@link all}. */
  function join<R>(callback: (this: void, ...values: never[]) => R | Promise<R>, ...promises: unknown[]): Promise<R>;
  /** Of what the function gives, or throws. */
  function try_<T>(run: (this: void) => T | Promise<T>): Promise<T>;
  /** What has a function called at the next turn of the event loop: the server sets it. Before, it is called at once. */
  function set_nexttick(next: (this: void, callback: (this: void) => void) => void): void;

  export { all, all_settled, is_promise, join, new_ as new, race, reject, resolve, set_nexttick, try_ as try };
}
