/** @noSelfInFile */

/**
 * Files of data, one for each user and store; nil for the user is the host's own. What the configuration says of storage is heeded
 * by `load`, `store`, `users`, `stores` and `purge` only: mostly `module.open_store` is wanted.
 * @see util/datamanager.lua, core/storagemanager.lua
 */
declare module "util.datamanager" {
  /** Nil without an error where there is nothing. */
  function load(
    username: string | undefined,
    host: string,
    store: string,
  ): LuaMultiReturn<[data: unknown, err?: unknown]>;
  /** Nil deletes. */
  function store(
    username: string | undefined,
    host: string,
    store: string,
    data: unknown,
  ): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  /** Usernames that have such a store. */
  function users(host: string, store: string, type?: string): LuaIterable<string>;
  /** Names of the stores that a user has something in. */
  function stores(username: string | undefined, host: string, type?: string): LuaIterable<string>;
  /** Deletes all there is of a user. */
  function purge(username: string, host: string): LuaMultiReturn<[ok: boolean | undefined, err?: string]>;

  /** A list of tables; nil where there is none. */
  function list_load(
    username: string | undefined,
    host: string,
    store: string,
  ): LuaMultiReturn<[items: object[] | undefined, err?: string]>;
  /**
   * Replaces the whole list; nil or an empty one deletes it. Nil without a reason where it can't be written: that is only in
   * the log.
   */
  function list_store(
    username: string | undefined,
    host: string,
    store: string,
    items: readonly object[] | undefined,
  ): true | undefined;
  /** Adds to the end without reading what is there. Nothing at all for a nil item. */
  function list_append(
    username: string | undefined,
    host: string,
    store: string,
    item: object,
  ): LuaMultiReturn<[ok: boolean | undefined, err?: string]>;
  /**
   * Its items as they are asked for, by their place; `close` it.
   * @since 13.0
   */
  const list_open: Since13<
    (
      this: void,
      username: string | undefined,
      host: string,
      store: string,
    ) => LuaMultiReturn<[items: (object[] & { close?(): void }) | undefined, err?: string, code?: number]>
  >;
  /**
   * Drops all but the last so many.
   * @since 13.0
   */
  const list_shift: Since13<
    (
      this: void,
      username: string | undefined,
      host: string,
      store: string,
      count: number,
    ) => LuaMultiReturn<[ok: boolean | undefined, err?: string]>
  >;
  /**
   * Where each item is in the file.
   * @since 13.0
   */
  const build_list_index: Since13<
    (
      this: void,
      username: string | undefined,
      host: string,
      store: string,
      items?: object[],
    ) => LuaMultiReturn<[index: object[] | undefined, err?: string, code?: number]>
  >;

  /** The name of the file. */
  function getpath(
    username: string | undefined,
    host: string,
    store: string,
    extension?: string,
    make_folders?: boolean,
  ): string;
  /** Puts text into a file of that name, whole or not at all. */
  function store_raw(path: string, data: string): LuaMultiReturn<[ok: boolean | undefined, err?: string]>;
  /** Appends text, whole or not at all. */
  function append_raw(
    username: string | undefined,
    host: string,
    store: string,
    extension: string,
    data: string,
  ): LuaMultiReturn<[ok: boolean | undefined, err_or_place?: string | number, what?: string]>;
  /** A text as the name of a file. */
  function path_encode(text: string): string;
  /** The text again that {@link path_encode} was given. */
  function path_decode(name: string): string;
  /** The folder for everything, of all hosts: for programs other than the server. */
  function set_data_path(path: string): void;
  /** Asked before anything is stored; what it gives is stored instead, `false` for the user's name does nothing. */
  function add_callback(callback: StoreCallback): true | undefined;
  /** Nil where it was not there. Those added after it are asked no more: the list then has a hole. */
  function remove_callback(callback: StoreCallback): true | undefined;

  type StoreCallback = (
    this: void,
    username: string | undefined,
    host: string,
    store: string,
    data: unknown,
  ) => LuaMultiReturn<[username: string | undefined | false, host?: string, store?: string, data?: unknown]>;
}
