/** @noSelfInFile */

/** JSON Pointer. @see util/jsonpointer.lua */
declare module "util.jsonpointer" {
  /**
   * `/list/0/name` in a value. Nil where there is nothing; nil and `invalid-table` in a table that is empty or has keys of other
   * kinds. A step on the way that leads to no table is left out: `/none/b` gives what `/b` gives. Throws for a step into a list that
   * is no number.
   */
  function resolve(value: unknown, pointer: string): LuaMultiReturn<[found: unknown, err?: "invalid-table"]>;
}
