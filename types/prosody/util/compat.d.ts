/** @noSelfInFile */

/** @see util/compat.so */
declare module "util.compat" {
  /** With arguments, whatever Lua it is. */
  function xpcall<A extends unknown[], R>(
    f: (this: void, ...args: A) => R,
    handler: (this: void, err: unknown) => unknown,
    ...args: A
  ): LuaMultiReturn<[ok: true, result: R] | [ok: false, err: unknown]>;
}
