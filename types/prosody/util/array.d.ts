/** @noSelfInFile */

/**
 * Lists with a metatable; `import array = require("util.array")`. The library's functions take a list first. The methods of
 * lists are TypeScript's own, which are compiled to something else: only `length` and the index are the same.
 * @see util/array.lua
 */
declare module "util.array" {
  namespace array {
    /** What an iterator gives first at each step, `array.collect(set.items())`. */
    function collect<T>(iterator: LuaIterable<T>): T[];
    /** A new list. `change` must not give nil, which would leave a hole. */
    function map<T, R>(list: readonly T[], change: (this: void, item: T) => R): R[];
    /** A new list of those for which it gives true. */
    function filter<T>(list: readonly T[], keep: (this: void, item: T) => boolean | undefined): T[];
    /** The values of one field, or the default where it is nil. Without a default that leaves a hole. */
    function pluck<T, K extends keyof T>(list: readonly T[], key: K, default_value?: T[K]): T[K][];
    /** A new list. The one given stays as it is. */
    function reverse<T>(list: readonly T[]): T[];
    /**
     * A new list of those from `first` to `last`, the last one of all unless given. Positions from 1; negative ones count from the
     * end.
     */
    function slice<T>(list: readonly T[], first: number, last?: number): T[];
    /** A new list, in Lua's order unless told otherwise. Not stable. */
    function sort<T>(list: readonly T[], is_before?: (this: void, a: T, b: T) => boolean): T[];
    /** A new list, with each value where it is found first. Tables are the same only if they are one. */
    function unique<T>(list: readonly T[]): T[];
    /**
     * Gives the list itself (or a new one) the metatable.
     * @since 13.0
     */
    const new_: Since13<<T>(this: void, list?: T[]) => T[]>;
    export { collect, filter, map, new_ as new, pluck, reverse, slice, sort, unique };
  }

  /** Gives `list` itself (or a new one) the metatable of arrays, so that it encodes as `[]` even when empty. */
  function array<T>(list?: T[]): T[];
  /** The same as {@link collect}. */
  function array<T>(iterator: LuaIterable<T>): T[];

  export = array;
}
