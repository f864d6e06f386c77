/** @noSelfInFile */

/** Sets. @see util/set.lua */
declare module "util.set" {
  /** Iterate it directly: `for (const item of set)`. In no order. */
  export interface Set<T> extends LuaIterable<T> {
    /** Does nothing for what is in. */
    add(item: T): void;
    /** Does nothing for what is not in. */
    remove(item: T): void;
    /** Nil, not false, where it is not in. */
    contains(item: T): true | undefined;
    /** All items of a list. */
    add_list(list: readonly T[] | undefined): void;
    /** All of the other. */
    include(other: Set<T>): void;
    /** Takes out all of the other. */
    exclude(other: Set<T>): void;
    /** Whether nothing is in. */
    empty(): boolean;
    /** Whether all of the other are in. */
    contains_set(other: Set<T>): boolean;
    /** As iterating it directly. */
    items(): LuaIterable<T>;
    /** The table behind it: item to true. */
    readonly _items: LuaSet<NonNullable<T>>;
  }

  /** Of a list's items. */
  function new_<T>(list?: readonly T[]): Set<T>;
  /** Whether it is one of this library. */
  function is_set(value: unknown): value is Set<unknown>;
  /** What is in either. */
  function union<T>(a: Set<T>, b: Set<T>): Set<T>;
  /** What is in the first only. */
  function difference<T>(a: Set<T>, b: Set<T>): Set<T>;
  /** What is in both. */
  function intersection<T>(a: Set<T>, b: Set<T>): Set<T>;

  /** What is in one of the two only. */
  function xor<T>(a: Set<T>, b: Set<T>): Set<T>;

  export { difference, intersection, is_set, new_ as new, union, xor };
}
