/** @noSelfInFile */

// Only what Lua 5.1 to 5.4 share. The version files of lua-types offer functions that some of these lack, and those of
// 5.2 and later declare a global `module` function that would hide Prosody's `module`.
/// <reference types="lua-types/core" />
/// <reference types="lua-types/special/5.2-or-jit" />

/** `count`: kilobytes in use by Lua. `stop`, `restart`: what frees memory. Gives 0 where it does not count. */
declare function collectgarbage(opt: "count" | "stop" | "restart"): number;

type ValueAt<R, Place> = Place extends keyof R ? R[Place] : undefined;

/** The first four values of a function's result, without the mark that there are several. */
type ValuesOf<R> = R extends unknown ? [ValueAt<R, "0">, ValueAt<R, "1">, ValueAt<R, "2">, ValueAt<R, "3">] : never;

/** Of a function that gives several values: all of them after `true`. lua-types takes them for one. */
declare function pcall<A extends unknown[], R extends LuaMultiReturn<unknown[]>>(
  f: (this: void, ...args: A) => R,
  ...args: A
): LuaMultiReturn<[ok: true, ...results: ValuesOf<R>] | [ok: false, err: string]>;

/** `msgh` gets the error before the stack is unwound. Arguments for `f` after `msgh` are not passed on by Lua 5.1. */
declare function xpcall<R, E>(f: () => R, msgh: (err: unknown) => E): LuaMultiReturn<[true, R] | [false, E]>;

declare namespace math {
  /** Without arguments a float in [0, 1), else an integer from 1 (or `m`) to `m` (or `n`), both included. */
  function random(): number;
  function random(m: number, n?: number): number;

  /** Natural logarithm. */
  function log(x: number): number;
}

declare namespace string {
  /** Finds a pattern that has these captures. */
  function find<Captures extends string[]>(
    s: string,
    pattern: string,
    init?: number,
  ): LuaMultiReturn<[first: number, last: number, ...captures: Captures] | []>;

  /** `n` copies of `s`. */
  function rep(s: string, n: number): string;
}
