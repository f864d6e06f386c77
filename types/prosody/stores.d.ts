/** @noSelfInFile */

/**
 * One table a user, of Lua data: tables, strings, numbers, booleans; no functions. May wait where the driver does, and then throws
 * where waiting is impossible. The null driver (a storage module that failed to load, or does not know the store) answers everything
 * with `false` and an error; mod_storage_none gives an empty table and stores nothing.
 * @see core/storagemanager.lua, modules/mod_storage_internal.lua, modules/mod_storage_sql.lua, modules/mod_storage_none.lua
 */
interface KeyvalStore<T> {
  /** Nil without an error where there is nothing. Without a name: the host's own, here and in `set`. */
  get(
    username: string | undefined,
  ): LuaMultiReturn<[data: T | undefined, err?: undefined] | [data: undefined | false, err: unknown]>;
  /**
   * `undefined` deletes, and an empty table is mostly read back as nil. mod_storage_sql answers `true, true`. What is no table makes
   * mod_storage_internal throw.
   */
  set(
    username: string | undefined,
    data: T | undefined,
  ): LuaMultiReturn<[ok: true, result?: unknown] | [ok: undefined | false, err: unknown]>;
  /**
   * Usernames that have a value. Left out by drivers that can't list; `false` and an error from the null driver. Else an iterator,
   * with what it needs; for the host itself mod_storage_sql has `""`, mod_storage_memory a function. mod_storage_sql throws where the
   * database fails:
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
  /** Nil without an error where the user, or that key, has nothing. Without a name: the host's own. */
  get(
    username: string | undefined,
    key: string,
  ): LuaMultiReturn<[data: T | undefined, err?: undefined] | [data: undefined | false, err: unknown]>;
  /** `undefined` takes the key out. */
  set(
    username: string | undefined,
    key: string,
    data: T | undefined,
  ): LuaMultiReturn<[ok: true, result?: unknown] | [ok: undefined | false, err: unknown]>;
  /** Several at once. {@link remove} as a value takes a key out. */
  set_keys(
    username: string | undefined,
    values: Record<string, T | object>,
  ): LuaMultiReturn<[ok: true, result?: unknown] | [ok: undefined | false, err: unknown]>;
  /**
   * The values of all users under that key, by username; nil without an error where there are none, and with one for the key `""`.
   * Throws where the driver can't list.
   */
  get_all(key: string): LuaMultiReturn<[values: LuaMap<string, T> | undefined | false, err?: unknown]>;
  /** Takes that key from all users; nil and an error for the key `""`. Throws where the driver can't list. */
  delete_all(key: string): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined | false, err: unknown]>;
  /** In place of a value for {@link set_keys}. */
  remove: object;
}

/**
 * Which entries of an archive are meant. All conditions must be met.
 * @see modules/mod_storage_internal.lua, modules/mod_storage_memory.lua, modules/mod_storage_sql.lua
 */
interface ArchiveQuery {
  /**
   * From this Unix time on. mod_storage_internal of 13.0 gives the last entry where all are older, and does not always begin with the
   * first of several of that very time; mod_storage_sql of 13.0 rounds this and `end` down.
   */
  start?: number;
  /** Up to this Unix time, itself included. With `reverse` mod_storage_internal of 13.0 gives the next newer entry, too, if there is one. */
  end?: number;
  /** Only entries of exactly that `with`: a bare JID, mostly. */
  with?: string;
  /** Only the entry of that id. */
  key?: string;
  /** Only entries of these ids. Not in every driver: see {@link ArchiveStore.caps}. */
  ids?: string[];
  /** Only what came before the entry of that id. */
  before?: string;
  /** Only what came after the entry of that id. */
  after?: string;
  /** At most so many. */
  limit?: number;
  /** Newest first. mod_storage_internal of 13.0 then exchanges `before` and `after` in the very table that it is given. */
  reverse?: boolean;
  /** Also says how many there are. */
  total?: boolean;
}

/**
 * Which entries go. Without any condition all. Of several mod_storage_sql wants all met; for mod_storage_internal and
 * mod_storage_memory one is enough, so that `start` with `end` deletes everything.
 * @see modules/mod_storage_internal.lua, modules/mod_storage_memory.lua, modules/mod_storage_sql.lua
 */
interface ArchiveDeletion extends Pick<ArchiveQuery, "start" | "end" | "with" | "key" | "reverse"> {
  /** Keeps the newest so many, with `reverse` the oldest. Not in every driver: see {@link ArchiveStore.caps}. */
  truncate?: number;
}

/**
 * What an archive knows of its contents, by `with`.
 * @see modules/mod_storage_internal.lua, modules/mod_storage_memory.lua, modules/mod_storage_sql.lua
 */
interface ArchiveSummary {
  /** How many entries. */
  counts: LuaMap<string, number>;
  /** Unix time of the oldest entry, of the newest for a query with `reverse`; mod_storage_sql does not mind that. */
  earliest: LuaMap<string, number>;
  /** Unix time of the newest entry, the other way round with `reverse`. */
  latest: LuaMap<string, number>;
  /** The last text of a message. Only of mod_storage_internal. */
  body?: LuaMap<string, string>;
}

/** What is kept of an entry: any driver keeps stanzas, mod_storage_memory and mod_storage_sql other values, too. */
type ArchiveItem = import("util.stanza").Stanza;

/**
 * Entries in the order in which they came, each with an id, a time and a `with` (a JID, mostly). Values must be stanzas for
 * mod_storage_internal.
 * @see modules/mod_storage_internal.lua, modules/mod_storage_memory.lua, modules/mod_storage_sql.lua
 */
interface ArchiveStore<T = ArchiveItem> {
  /**
   * Adds an entry at the end, and gives its id. Without `key` one is made up; one that is there already is replaced. `quota-limit`
   * where the archive is full. Without `when` it is now, but mod_storage_memory has none then, and mod_storage_internal of 0.12, which
   * takes whole seconds only, throws on Lua 5.3 and later.
   */
  append(
    username: string | undefined,
    key: string | undefined,
    value: T,
    when?: number,
    with_?: string,
  ): LuaMultiReturn<[id: string, err?: undefined] | [id: undefined | false, err: unknown]>;
  /**
   * The entries, to be iterated as they come, `for (const [id, value] of entries)`; and how many there are without regard to `limit`,
   * `before` and `after`, where `total` was asked for; mod_storage_internal of 13.0 counts none but an empty archive. `item-not-found`
   * where the entry of `after` (of `before` with `reverse`) is not there; mod_storage_internal of 13.0 gives nothing then. The other
   * end is only looked for by mod_storage_sql, for which no `with` is `""`.
   */
  find(
    username: string | undefined,
    query?: ArchiveQuery,
  ): LuaMultiReturn<
    | [
        entries: LuaIterable<LuaMultiReturn<[id: string, value: T, when: number, with_: string | undefined]>>,
        total?: number,
      ]
    | [entries: undefined | false, err: unknown]
  >;
  /** One entry; `when` and `with` are those of `append`. `item-not-found` where it is not there. Left out by some drivers. */
  get?(
    username: string | undefined,
    key: string,
  ): LuaMultiReturn<
    [value: T, when: number, with_: string | undefined] | [value: undefined | false, err: unknown, nothing?: undefined]
  >;
  /**
   * Replaces an entry; time and `with` stay unless given. `item-not-found` where it is not there, but `false` alone from
   * mod_storage_sql. mod_storage_memory puts `when` in the place of `with`. Left out by some drivers.
   */
  set?(
    username: string | undefined,
    key: string,
    value: T,
    when?: number,
    with_?: string,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined | false, err?: unknown]>;
  /**
   * `true`, or how many have gone; next to it mod_storage_sql gives its statement. `true` for the username: see
   * {@link ArchiveStore.caps}. Left out by some drivers.
   */
  delete?(
    username: string | true | undefined,
    query?: ArchiveDeletion,
  ): LuaMultiReturn<[deleted: number | true, statement?: unknown] | [deleted: undefined | false, err?: unknown]>;
  /** Throws, but for mod_storage_sql, where an entry has no `with`. Left out by some drivers. */
  summary?(
    username: string | undefined,
    query?: ArchiveQuery,
  ): LuaMultiReturn<[summary: ArchiveSummary, err?: undefined] | [summary: undefined | false, err: unknown]>;
  /** Days on which something came, `2024-01-31`; nil without an error where nothing has. Only of mod_storage_internal. */
  dates?(
    username: string | undefined,
  ): LuaMultiReturn<[days: string[] | undefined, err?: undefined] | [days: undefined | false, err: unknown]>;
  /** As {@link KeyvalStore.users}. */
  users?: KeyvalStore<T>["users"];
  /** What the driver can do. */
  caps?: {
    /** Counts with `total`. mod_storage_internal of 13.0 says so, too. */
    total?: boolean;
    /** How many entries an archive may have; nil where there is no limit. */
    quota?: number;
    /** Knows `truncate` of `delete`. */
    truncate?: boolean;
    /** `before` and `after` together. */
    full_id_range?: boolean;
    /** Knows `ids` of a query. */
    ids?: boolean;
    /** `delete` takes `true` for the username: the archives of all users. */
    wildcard_delete?: boolean;
  };
}

/**
 * A {@link KeyvalStore} and a {@link MapStore} over the same values.
 * @since 13.0
 * @see core/storagemanager.lua
 */
interface CombinedStore<T> {
  /** All keys of a user at once; nil without an error where there are none. */
  get: KeyvalStore<Record<string, T>>["get"];
  /** Replaces all keys of a user; `undefined` deletes. */
  set: KeyvalStore<Record<string, T>>["set"];
  /** As {@link KeyvalStore.users}. Throws where the driver can't list. */
  items(): ReturnType<NonNullable<KeyvalStore<T>["users"]>>;
  /** One value; as `get` of a map store. */
  get_key: MapStore<T>["get"];
  /** Leaves the other keys alone; `undefined` takes this one out. */
  set_key: MapStore<T>["set"];
  /** Several at once. */
  set_keys: MapStore<T>["set_keys"];
  /** By username. Throws where the driver can't list. */
  get_key_from_all: MapStore<T>["get_all"];
  /** Throws where the driver can't list. */
  delete_key_from_all: MapStore<T>["delete_all"];
  /** In place of a value for `set_keys`: takes the key out. */
  remove: object;
}

/** Store type to store. @see core/storagemanager.lua */
interface StoreTypes<T> {
  /** One value a user. */
  keyval: KeyvalStore<T>;
  /** Many values a user, each read and written by its key. */
  map: MapStore<T>;
  /** Many entries a user, in order and with times. */
  archive: ArchiveStore<T>;
  /**
   * 0.12 does not know it: there it is the null driver, without an error.
   * @since 13.0
   */
  "keyval+": CombinedStore<T>;
}

/** The types of stores that can be had. */
type StoreType = "keyval" | "map" | "archive" | NameSince13<"keyval+">;

/** A store, or why there is none. */
type OpenedStore<S> = LuaMultiReturn<[store: S, err?: undefined] | [store: undefined, err: string]>;
