/** @noSelfInFile */

/** Stores. @see core/storagemanager.lua */
declare module "core.storagemanager" {
  /**
   * As `module.open_store`, for any host. A type or driver that is not there gives the null driver, not an error; a store
   * that mod_storage_xep0227 does not know gives nil and an error. Throws for an unknown host.
   */
  function open<T, K extends keyof StoreTypes<T>>(
    host: string,
    store: string,
    type: K,
  ): LuaMultiReturn<[store: StoreTypes<T>[K], err?: undefined] | [store: undefined, err: string]>;
}
