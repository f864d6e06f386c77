/** @noSelfInFile */

/** Tables with several keys. @see util/multitable.lua */
declare module "util.multitable" {
  /** A table of tables, as deep as there are keys. */
  interface Multitable {
    /** The tables themselves. */
    readonly data: object;
    /**
     * Nil, or false, as soon as there is nothing under a key. With fewer keys than there are, the table there. Throws for keys below a
     * number or true.
     */
    get(...keys: unknown[]): unknown;
    /** The last is the value; nil takes away what there was. */
    set(...keys_and_value: [key: AnyNotNil, ...keys: AnyNotNil[], value: unknown]): void;
    /** Adds the last to the list under the others. */
    add(...keys_and_value: [...keys: AnyNotNil[], value: unknown]): void;
    /** Nil for any key, but the last. Tables that get empty go, too. */
    remove(...keys: [...keys: unknown[], last: AnyNotNil]): void;
    /** All values under as many keys, nil for any key. */
    search(...keys: [unknown, ...unknown[]]): unknown[];
    /** Adds them to that list, or to a new one, and gives it. */
    search_add(results: unknown[] | undefined, ...keys: [unknown, ...unknown[]]): unknown[];
    /** Keys and value, of all values under as many keys, nil for any key. */
    iter(...keys: unknown[]): LuaIterable<LuaMultiReturn<unknown[]>>;
  }

  /** An empty one. */
  function new_(): Multitable;
  /** The same as the method. */
  function iter(table: Multitable, ...keys: unknown[]): LuaIterable<LuaMultiReturn<unknown[]>>;

  export { iter, new_ as new };
  export type { Multitable };
}
