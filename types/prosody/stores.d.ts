/** @noSelfInFile */

/**
 * One value a user. Values are Lua data: tables, strings, numbers, booleans; no functions. May wait where the driver does, and then
 * throws where waiting is impossible. Whether a call has failed is in its first value alone; errors are texts or objects of
 * `util.error`. The null driver (a storage module that failed to load, or does not know the store) answers everything with `false`
 * and an error; mod_storage_none gives an empty table and stores nothing.
 * @see core/storagemanager.lua, modules/mod_storage_internal.lua, modules/mod_storage_sql.lua
 */
interface KeyvalStore<T> {
  /** Nil without an error where there is nothing. */
  get(
    username: string | undefined,
  ): LuaMultiReturn<[data: T | undefined, err?: undefined] | [data: undefined | false, err: unknown]>;
  /** `undefined` deletes. mod_storage_sql answers `true, true`. */
  set(
    username: string | undefined,
    data: T | undefined,
  ): LuaMultiReturn<[ok: true, result?: unknown] | [ok: undefined | false, err: unknown]>;
  /**
   * Usernames that have a value. Left out by drivers that can't list; `false` and an error from the null driver. Else an iterator,
   * with what it needs:
   *
   * ```ts
   * const [next_name, state] = store.users();
   * if (next_name === false) return;
   * for (let name = next_name(state); name !== undefined; name = next_name(state, name)) module.log("info", "%s", name);
   * ```
   */
  users?(): LuaMultiReturn<
    | [next_name: (this: void, state: unknown, name?: string) => string | undefined, state?: unknown]
    | [next_name: false, err: string]
  >;
}

/**
 * Many values a user, by key. Drivers without one get it on top of a {@link KeyvalStore}.
 * @see core/storagemanager.lua
 */
interface MapStore<T> {
  get(
    username: string | undefined,
    key: string,
  ): LuaMultiReturn<[data: T | undefined, err?: undefined] | [data: undefined | false, err: unknown]>;
  /** mod_storage_sql answers `true, true`. */
  set(
    username: string | undefined,
    key: string,
    data: T | undefined,
  ): LuaMultiReturn<[ok: true, result?: unknown] | [ok: undefined | false, err: unknown]>;
}

/** Store type to store. @see core/storagemanager.lua */
interface StoreTypes<T> {
  keyval: KeyvalStore<T>;
  map: MapStore<T>;
}
