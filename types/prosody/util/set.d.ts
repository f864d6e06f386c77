/** @noSelfInFile */

/** Sets. @see util/set.lua */
declare module "util.set" {
  /** Iterate it directly: `for (const item of set)`. In no order. */
  export interface Set<T> extends LuaIterable<T> {
    add(item: T): void;
    remove(item: T): void;
    /** Nil, not false, where it is not in. */
    contains(item: T): true | undefined;
    add_list(list: readonly T[]): void;
    include(other: Set<T>): void;
    exclude(other: Set<T>): void;
    empty(): boolean;
    /** Whether all of the other are in. */
    contains_set(other: Set<T>): boolean;
    /** Takes the items of the other list out: a list, not a set. */
    items(): LuaIterable<T>;
    /** The table behind it: item to true. */
    readonly _items: LuaSet<NonNullable<T>>;
  }

  function new_<T>(list?: readonly T[]): Set<T>;
  function is_set(value: unknown): value is Set<unknown>;
  function union<T>(a: Set<T>, b: Set<T>): Set<T>;
  function difference<T>(a: Set<T>, b: Set<T>): Set<T>;
  function intersection<T>(a: Set<T>, b: Set<T>): Set<T>;

  /** What is in one of the two only. */
  function xor<T>(a: Set<T>, b: Set<T>): Set<T>;

  export { difference, intersection, is_set, new_ as new, union, xor };
}
