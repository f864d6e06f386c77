/** @noSelfInFile */

/** Tables of limited size that drop what was set least recently. @see util/cache.lua */
declare module "util.cache" {
  /** Reading does not make an entry recent; setting it again does. */
  export interface Cache<K extends AnyNotNil, V> {
    /** How many entries it may hold. A number that is not whole was rounded down. */
    readonly size: number;
    /** Nil where it is not there, or not any more. */
    get(key: K): V | undefined;
    /** `undefined` removes. `false` where the cache is full and its entries may not be dropped. */
    set(key: K, value: V | undefined): boolean;
    /** How many entries it holds. */
    count(): number;
    /** Most recent first. Don't set while iterating. */
    items(): LuaIterable<LuaMultiReturn<[key: K, value: V]>>;
    /** In the order of {@link items}. */
    values(): LuaIterable<V>;
    /** The most recent entry. */
    head(): LuaMultiReturn<[key: K, value: V] | [key: undefined, value: undefined]>;
    /** The next to go. */
    tail(): LuaMultiReturn<[key: K, value: V] | [key: undefined, value: undefined]>;
    /** `false` where entries may not be dropped; those before that are gone, and the size stays. Throws for a size under 1. */
    resize(size: number): boolean;
    /** Does not call `on_evict`. */
    clear(): void;
    /**
     * The entries as fields of one table, the same at each call. Setting one throws where the cache is full and may not drop any. On
     * Lua 5.1 it can't be iterated.
     */
    table(): LuaTable<K, V | undefined>;
  }

  /**
   * `on_evict` may return false to keep an entry; `false` for it keeps all. 13.0 also gives it the cache, which it may enlarge to
   * keep the entry. Throws for a size under 1.
   */
  function new_<K extends AnyNotNil, V>(
    size: number,
    on_evict?:
      | ((
          this: void,
          key: K,
          value: V,
          ...cache: ParametersSince13<[cache: Cache<K, V>]>
        ) => boolean | undefined | void)
      | false,
  ): Cache<K, V>;

  export { new_ as new };
}
