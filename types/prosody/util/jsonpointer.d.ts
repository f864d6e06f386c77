/** @noSelfInFile */

/** JSON Pointer. @see util/jsonpointer.lua */
declare module "util.jsonpointer" {
  /** `/list/0/name` in a value; nil where there is nothing. */
  function resolve(value: object, pointer: string): LuaMultiReturn<[found: unknown, err?: string]>;
}
