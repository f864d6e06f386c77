/** @noSelfInFile */

/**
 * What is done with iterators: all functions take one as their last parameter, and it must be given where it is made,
 * `iterators.count(iterators.keys(table))`, as an iterator is up to three values in Lua. Of those that give several values for an
 * item the first is meant.
 * @see util/iterators.lua
 */
declare module "util.iterators" {
  /** Of a table. */
  function keys(list: readonly unknown[]): LuaIterable<number>;
  function keys<K extends AnyNotNil>(table: ReadonlyTable<K, unknown>): LuaIterable<K>;
  /** Of a table. */
  function values<V>(table: ReadonlyTable<AnyNotNil, V>): LuaIterable<V>;
  /** Key and value, by key in order. */
  function sorted_pairs<K extends AnyNotNil, V>(
    table: ReadonlyTable<K, V>,
    is_before?: (this: void, a: K, b: K) => boolean,
  ): LuaIterable<LuaMultiReturn<[key: K, value: V]>>;
  /** From the last to the first, with their places. */
  function ripairs<T>(list: readonly T[]): LuaIterable<LuaMultiReturn<[place: number, item: T]>>;
  /** Whole numbers from 1, or `first`, to `last`. */
  function range(last: number): LuaIterable<number>;
  function range(first: number, last: number): LuaIterable<number>;
  /** How many there are. */
  function count(iterator: LuaIterable<unknown>): number;
  /** Runs it to its end, and takes the first value each time. */
  function to_array<T>(iterator: LuaIterable<T>): T[];
  /** Of key and value. */
  function to_table<K extends AnyNotNil, V>(iterator: LuaIterable<LuaMultiReturn<[key: K, value: V]>>): LuaTable<K, V>;
  /** From the last to the first, with all values. Runs the other to its end before. */
  function reverse<T>(iterator: LuaIterable<T>): LuaIterable<T>;
  /** Each but once. */
  function unique<T>(iterator: LuaIterable<T>): LuaIterable<T>;
  /** The first so many. */
  function head<T>(count: number, iterator: LuaIterable<T>): LuaIterable<T>;
  /** All but the first so many. */
  function skip<T>(count: number, iterator: LuaIterable<T>): LuaIterable<T>;
  /** The last so many. */
  function tail<T>(count: number, iterator: LuaIterable<T>): LuaIterable<T>;
  /** Those for which it gives true; or all but that value. */
  function filter<T>(
    keep: ((this: void, item: T) => boolean | undefined) | AnyNotNil,
    iterator: LuaIterable<T>,
  ): LuaIterable<T>;
  /** Of several values each time, the one at that place, from 1. */
  function select(place: number, iterator: LuaIterable<unknown>): LuaIterable<unknown>;
  /**
   * One after another: `append` adds the next. Iterate what `append` gives, where it is called; on 0.12 what `join` itself gives
   * can't be iterated.
   */
  function join<T>(iterator: LuaIterable<T>): JoinedIterator<T>;

  interface JoinedIterator<T> {
    /** Before it is iterated over. */
    append(iterator: LuaIterable<T>): JoinedIterator<T> & LuaIterable<T>;
    /**
     * Never worked.
     * @deprecated Throws.
     */
    prepend(iterator: LuaIterable<T>): never;
  }

  /** Anything that is a table in Lua: LuaTable, LuaMap, an object, a list. */
  type ReadonlyTable<K extends AnyNotNil, V> =
    LuaPairsIterable<K, V> | { readonly [key in K & string]: V } | (number extends K ? readonly V[] : never);
}
