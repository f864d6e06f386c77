/** @noSelfInFile */

/**
 * One value a user. Values are Lua data: tables, strings, numbers, booleans; no functions. The null driver (a storage
 * module that failed to load) answers everything with `false` and an error. May wait where the driver does.
 * @see core/storagemanager.lua, modules/mod_storage_internal.lua
 */
interface KeyvalStore<T> {
  /** Nil without an error where there is nothing. */
  get(
    username: string | undefined,
  ): LuaMultiReturn<[data: T | undefined, err?: undefined] | [data: undefined | false, err: string]>;
  /** `undefined` deletes. */
  set(
    username: string | undefined,
    data: T | undefined,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined | false, err: string]>;
  /**
   * Usernames that have a value. Left out by drivers that can't list, and `false` from the null driver: not callable
   * then.
   */
  users(): LuaIterable<string>;
}

/**
 * Many values a user, by key. Drivers without one get it on top of a {@link KeyvalStore}.
 * @see core/storagemanager.lua
 */
interface MapStore<T> {
  get(
    username: string | undefined,
    key: string,
  ): LuaMultiReturn<[data: T | undefined, err?: undefined] | [data: undefined | false, err: string]>;
  set(
    username: string | undefined,
    key: string,
    data: T | undefined,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined | false, err: string]>;
}

/** Store type to store. @see core/storagemanager.lua */
interface StoreTypes<T> {
  keyval: KeyvalStore<T>;
  map: MapStore<T>;
}
