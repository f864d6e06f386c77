/** @noSelfInFile */

/**
 * What is done with iterators: a function that takes one has it as its last parameter, and it must be given where it is made,
 * `iterators.count(iterators.keys(table))`, as an iterator is up to three values in Lua.
 * @see util/iterators.lua
 */
declare module "util.iterators" {
  /** Of a table. */
  function keys(list: readonly unknown[]): LuaIterable<number>;
  function keys<K extends AnyNotNil>(table: ReadonlyTable<K, unknown>): LuaIterable<K>;
  /** Of a table. */
  function values<V>(table: ReadonlyTable<AnyNotNil, V>): LuaIterable<V>;
  /** Key and value, by key in order: that of `<` unless told otherwise, which throws for a text beside a number. */
  function sorted_pairs<K extends AnyNotNil, V>(
    table: ReadonlyTable<K, V>,
    is_before?: (this: void, a: K, b: K) => boolean,
  ): LuaIterable<LuaMultiReturn<[key: K, value: V]>>;
  /** From the last to the first, with their places. */
  function ripairs<T>(list: readonly T[]): LuaIterable<LuaMultiReturn<[place: number, item: T]>>;
  /** From 1, or `first`, in steps of 1, until `last` is reached. Nothing where it is less. */
  function range(last: number): LuaIterable<number>;
  function range(first: number, last: number): LuaIterable<number>;
  /** How many there are. */
  function count(iterator: LuaIterable<unknown>): number;
  /** Runs it to its end. Of several values each time it takes the first. */
  function to_array<T>(iterator: LuaIterable<T>): T[];
  /** Runs it to its end. Of more than two values each time it takes key and value. */
  function to_table<K extends AnyNotNil, V>(iterator: LuaIterable<LuaMultiReturn<[key: K, value: V]>>): LuaTable<K, V>;
  /** From the last to the first, with all values; a nil among them may cut off those behind it. Runs the other to its end before. */
  function reverse<T>(iterator: LuaIterable<T>): LuaIterable<T>;
  /** Each but once, told apart by the first value. Gives all of them. */
  function unique<T>(iterator: LuaIterable<T>): LuaIterable<T>;
  /** The first so many. */
  function head<T>(count: number, iterator: LuaIterable<T>): LuaIterable<T>;
  /** All but the first so many. Where there are fewer it begins anew, as with `keys`, or throws, as with `range`. */
  function skip<T>(count: number, iterator: LuaIterable<T>): LuaIterable<T>;
  /** The last so many, with all values. Runs the other to its end before. Throws for 0, unless there are none. */
  function tail<T>(count: number, iterator: LuaIterable<T>): LuaIterable<T>;
  /** Those for which it gives true, asked with all values; or all whose first value is not that one. */
  function filter<A extends unknown[]>(
    keep: (this: void, ...values: A) => boolean | undefined,
    iterator: LuaIterable<LuaMultiReturn<A>>,
  ): LuaIterable<LuaMultiReturn<A>>;
  function filter<T>(
    keep: ((this: void, item: T) => boolean | undefined) | AnyNotNil,
    iterator: LuaIterable<T>,
  ): LuaIterable<T>;
  /** Of several values each time, the one at that place, from 1. A loop over it ends where that is nil. */
  function select(place: number, iterator: LuaIterable<unknown>): LuaIterable<unknown>;
  /**
   * One after another: `append` adds the next. Iterate what `append` gives, where it is called; on 0.12 what `join` itself gives
   * can't be iterated.
   */
  function join<T>(
    iterator: LuaIterable<T>,
  ): JoinedIterator<T> & ("0.12" extends keyof ProsodySupports ? unknown : LuaIterable<T>);

  /** What {@link join} gives. */
  interface JoinedIterator<T> {
    /** Adds it to this one, and gives this one. */
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
