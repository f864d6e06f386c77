/** @noSelfInFile */

// Only what Lua 5.1 to 5.4 share, but for `*L` of files, which 5.1 lacks. The version files of lua-types offer functions that some of these lack, and those of
// 5.2 and later declare a global `module` function that would hide Prosody's `module`.
/// <reference types="lua-types/core" />
/// <reference types="lua-types/special/5.2-or-jit" />

/** `count` gives the kilobytes in use by Lua. `stop` and `restart` the collector give 0. */
declare function collectgarbage(opt: "count" | "stop" | "restart"): number;

type ValueAt<R, Place> = Place extends keyof R ? R[Place] : undefined;

/** The first four values of a function's result, without the mark that there are several. */
type ValuesOf<R> = R extends unknown ? [ValueAt<R, "0">, ValueAt<R, "1">, ValueAt<R, "2">, ValueAt<R, "3">] : never;

/**
 * Of a function that gives several values: the first four of them after `true`. lua-types takes them for one. The error is a text, as
 * lua-types has it, unless something else was given to `error`.
 */
declare function pcall<A extends unknown[], R extends LuaMultiReturn<unknown[]>>(
  f: (this: void, ...args: A) => R,
  ...args: A
): LuaMultiReturn<[ok: true, ...results: ValuesOf<R>] | [ok: false, err: string]>;

/** `msgh` gets the error before the stack is unwound. Arguments for `f` after `msgh` are not passed on by Lua 5.1. */
declare function xpcall<R, E>(f: () => R, msgh: (err: unknown) => E): LuaMultiReturn<[true, R] | [false, E]>;

declare namespace math {
  /** A float in [0, 1). */
  function random(): number;
  /**
   * An integer from 1 to `m`, or from `m` to `n`, both included. Throws where there is none between, but for `random(0)` of Lua 5.4,
   * which gives any; on 5.3 and later for a fraction, too.
   */
  function random(m: number, n?: number): number;

  /** Natural logarithm. */
  function log(x: number): number;
}

declare namespace string {
  /** Finds a pattern that has these captures; nil where it is not there. */
  function find<Captures extends string[]>(
    s: string,
    pattern: string,
    init?: number,
  ): LuaMultiReturn<[first: number, last: number, ...captures: Captures] | []>;

  /** `n` copies of `s`. */
  function rep(s: string, n: number): string;
}
