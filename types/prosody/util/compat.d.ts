/** @noSelfInFile */

/** What not every Lua has. @see util/compat.so */
declare module "util.compat" {
  /** Of a function that gives several values: the first four of them. */
  function xpcall<A extends unknown[], R extends LuaMultiReturn<unknown[]>>(
    f: (this: void, ...args: A) => R,
    handler: (this: void, err: unknown) => unknown,
    ...args: A
  ): LuaMultiReturn<[ok: true, ...results: ValuesOf<R>] | [ok: false, err: unknown]>;
  /** With arguments, whatever Lua it is. */
  function xpcall<A extends unknown[], R>(
    f: (this: void, ...args: A) => R,
    handler: (this: void, err: unknown) => unknown,
    ...args: A
  ): LuaMultiReturn<[ok: true, result: R] | [ok: false, err: unknown]>;
}
