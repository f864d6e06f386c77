/** @noSelfInFile */

/** Tables with several keys. @see util/multitable.lua */
declare module "util.multitable" {
  /** A table of tables, as deep as there are keys. */
  interface Multitable {
    /** The tables themselves. */
    readonly data: object;
    /** Nil, or false, as soon as there is nothing under a key. */
    get(...keys: unknown[]): unknown;
    /** The last is the value. */
    set(...keys_and_value: unknown[]): void;
    /** Adds the last to the list under the others. */
    add(...keys_and_value: unknown[]): void;
    /** Nil for any key. */
    remove(...keys: unknown[]): void;
    /** All values, nil for any key. */
    search(...keys: unknown[]): unknown[];
    /** Adds them to that list. */
    search_add(results: unknown[] | undefined, ...keys: unknown[]): unknown[];
    /** Keys and value, nil for any key. */
    iter(...keys: unknown[]): LuaIterable<LuaMultiReturn<unknown[]>>;
  }

  /** An empty one. */
  function new_(): Multitable;
  /** The same as the method. */
  function iter(table: Multitable, ...keys: unknown[]): LuaIterable<LuaMultiReturn<unknown[]>>;

  export { iter, new_ as new };
  export type { Multitable };
}
