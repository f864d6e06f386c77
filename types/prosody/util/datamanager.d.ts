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
  /** A table; nil deletes. */
  function store(
    username: string | undefined,
    host: string,
    store: string,
    data: object | undefined,
  ): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  /** To be called as {@link KeyvalStore.users} shows: a function that gives one more name, and what it needs. */
  type Names = LuaMultiReturn<
    | [next_name: (this: void, state: unknown, name?: string) => string | undefined, state?: unknown]
    | [next_name: undefined | false, err: unknown]
  >;
  /** Usernames that have such a store; `keyval` unless told otherwise. */
  function users(host: string, store: string, type?: string): Names;
  /**
   * Names of the stores that a user has something in, or with `true` anyone; with nil none are found in files. Throws where the
   * default driver can't tell, as mod_storage_memory.
   */
  function stores(username: string | true | undefined, host: string, type?: string): Names;
  /** Deletes all there is of a user. That of `core.storagemanager`'s `olddm` also gives an empty text where nothing went wrong. */
  function purge(username: string, host: string): LuaMultiReturn<[ok: boolean, err?: string]>;

  /** A list; nil without an error where there is none. */
  function list_load(
    username: string | undefined,
    host: string,
    store: string,
  ): LuaMultiReturn<[items: unknown[] | undefined, err?: string]>;
  /**
   * Replaces the whole list; nil or an empty one deletes it. Nil without a reason where it can't be written: that is only in
   * the log. Throws for what can't be text, as a function.
   */
  function list_store(
    username: string | undefined,
    host: string,
    store: string,
    items: readonly unknown[] | undefined,
  ): true | undefined;
  /** Adds to the end without reading what is there. Nothing at all for a nil item, or false. */
  function list_append(
    username: string | undefined,
    host: string,
    store: string,
    item: unknown,
  ): LuaMultiReturn<[ok: boolean | undefined, err?: string]>;
  /**
   * Its items, read as they are asked for, by their place; `close` it, if there is such a field. Nil without an error where there
   * is none.
   * @since 13.0
   */
  const list_open: Since13<
    (
      this: void,
      username: string | undefined,
      host: string,
      store: string,
    ) => LuaMultiReturn<[items: (unknown[] & { close?(): void }) | undefined, err?: string, code?: number]>
  >;
  /**
   * Drops what comes before the item of that place, or all where there is no such item.
   * @since 13.0
   */
  const list_shift: Since13<
    (
      this: void,
      username: string | undefined,
      host: string,
      store: string,
      first: number,
    ) => LuaMultiReturn<[ok: boolean | undefined, err?: string]>
  >;
  /**
   * Where each item is in the file, in bytes. To `items`, if given, it adds what comes after the last of them, and gives that list; the
   * first that it adds is wrong, though: it begins at 0.
   * @since 13.0
   */
  const build_list_index: Since13<
    (
      this: void,
      username: string | undefined,
      host: string,
      store: string,
      items?: { start: number; length: number }[],
    ) => LuaMultiReturn<[index: { start: number; length: number }[] | undefined, err?: string, code?: number]>
  >;

  /** The path of the file, `.dat` unless told otherwise. Without a host it is in `_global`. */
  function getpath(
    username: string | undefined,
    host: string | undefined,
    store: string,
    extension?: string,
    make_folders?: boolean,
  ): string;
  /** Puts text into a file of that name, whole or not at all. */
  function store_raw(
    path: string,
    data: string,
  ): LuaMultiReturn<[ok: boolean | undefined, err?: string, code?: number]>;
  /**
   * Appends text, whole or not at all. Gives where it is in the file, in bytes, unless the file is new. Nothing at all for what is
   * no text.
   */
  function append_raw(
    username: string | undefined,
    host: string,
    store: string,
    extension: string,
    data: string,
  ): LuaMultiReturn<[ok: boolean | undefined, err_or_place?: string | number, what?: "write" | "close" | number]>;
  /** A text as the name of a file. */
  function path_encode(text: string): string;
  /** The text again that {@link path_encode} was given. */
  function path_decode(name: string): string;
  /** The folder for everything, of all hosts: for programs other than the server. */
  function set_data_path(path: string): void;
  /**
   * Asked before files are written, of a list without the data. What it gives is stored instead, of a list what was to be stored all
   * the same; with `false` for the user's name nothing is stored. Nil where it was there already.
   */
  function add_callback(callback: StoreCallback): true | undefined;
  /** Nil where it was not there. Those added after it are asked no more: the list then has a hole. */
  function remove_callback(callback: StoreCallback): true | undefined;

  type StoreCallback = (
    this: void,
    username: string | undefined,
    host: string,
    store: string,
    data: unknown,
  ) => LuaMultiReturn<
    | [username: false, host?: undefined, store?: undefined, data?: undefined]
    | [username: string | undefined, host: string, store: string, data: unknown]
  >;
}
