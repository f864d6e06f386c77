/** @noSelfInFile */

/** Stores. @see core/storagemanager.lua */
declare module "core.storagemanager" {
  /**
   * As `module.open_store`, for any host. A type or driver that is not there gives the null driver, not an error; a store
   * that mod_storage_xep0227 does not know gives nil and an error. Fires `store-opened`, whose handlers may put another store in its
   * place. Throws for an unknown host.
   */
  function open<T extends object>(host: string, store: string, type?: "keyval"): OpenedStore<KeyvalStore<T>>;
  /** Many values a user, by key; made of a keyval store where the driver has no map. */
  function open<T>(host: string, store: string, type: "map"): OpenedStore<MapStore<T>>;
  /** Entries in order; the null driver where the driver has no archives. */
  function open(host: string, store: string, type: "archive"): OpenedStore<ArchiveStore>;
  /** Both views of the same values. */
  function open<T>(host: string, store: string, type: NameSince13<"keyval+">): OpenedStore<CombinedStore<T>>;
  /** For a type that is only known at run time. */
  function open<T, K extends StoreType>(host: string, store: string, type: K): OpenedStore<StoreTypes<T>[K]>;
  /** Called by the server for each host; throws for one that is not served. */
  function initialize_host(host: string): void;
  /** The driver of that name, loaded if it was not. Nil where it can't be: that is only logged. */
  function load_driver(host: string, driver: string): StorageProvider | undefined;
  /** The driver that the configuration says, and its name; the null driver where it does not load. */
  function get_driver(host: string, store?: string): LuaMultiReturn<[driver: StorageProvider, name: string]>;
  /**
   * Deletes all there is of a user, in drivers that can. True even where that fails. Throws where the default driver has no `purge`,
   * as mod_storage_xep0227.
   */
  function purge(username: string, host: string): true;
  /** `util.datamanager` as it is without this: files, whatever the configuration says. */
  const olddm: typeof import("util.datamanager");
}
