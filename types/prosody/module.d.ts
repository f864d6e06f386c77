/** @noSelfInFile */

/**
 * What an event handler may return: nothing, to let the next handler have the event, or what ends it. Any value other
 * than nil ends an event, `false` too, so a handler must not return a stray boolean.
 */
type EventResult<T = true> = T | undefined | void;

/**
 * A timer that ends with its module. What is said of it is so with the default `network_backend`, epoll.
 * @see core/moduleapi.lua, net/server_epoll.lua
 */
interface ModuleTimer {
  /**
   * Nothing happens where it has fired for the last time. Called from its own callback, on 13.0, it does not keep it from being
   * called again: return nothing there.
   */
  stop(): void;
  /** The same as `stop`. */
  disarm(): void;
  /** To `delay` seconds from now. Does nothing from its own callback, and once the timer has fired for the last time. */
  reschedule(delay: number): void;
}

/** The global table of a loaded module's file. @see core/modulemanager.lua */
interface LoadedModule {
  /** Its API. What else it declares global is next to it. */
  module: ProsodyModule;
}

/** What one module says of itself in `module.set_status`. `core`: Prosody's own word, which all others replace. */
type ModuleStatus = "error" | "warn" | "info" | "core";

/**
 * Calls the handlers of an event, for a wrapper to go on, or not. Gives what they return.
 * @see util/events.lua
 */
type EventHandlers = (this: void, event_name: string, event: unknown) => unknown;

/**
 * Kinds of `module.measure`, to how what is measured is told. Prefer `module.metric`.
 * @see core/statsmanager.lua
 */
interface Measures {
  /** Sets it. */
  amount: (this: void, value: number) => void;
  /** Adds to it. */
  counter: (this: void, by: number) => void;
  /** One more. */
  rate: (this: void) => void;
  /** Started by the first call; the function it gives ends it. */
  times: (this: void) => (this: void) => void;
  /** In bytes. */
  sizes: (this: void, bytes: number) => void;
  /** One observation; of all only sum and count are kept. */
  distribution: (this: void, value: number) => void;
}

/** @see core/statsmanager.lua */
interface MeasureOptions {
  /** Of an `amount`; 0 if left out. */
  initial?: number;
  /** For people, where metrics are exported. */
  description?: string;
  /** Appended to the name; `times` and `sizes` have their own, `seconds` and `bytes`. */
  unit?: string;
  /** Upper limits, rising, of `times` and `sizes`. */
  buckets?: number[];
}

/**
 * Libraries of modules, `NAME.lib.lua`, for `module.require`: name to what the file returns. Open: a module adds its own by
 * declaring the interface again.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- modules merge into it
interface ModuleLibraries {}

/**
 * The API object of a module, one for each host that it is loaded on. On the pseudo host `*` (global modules, `prosodyctl mod_NAME`)
 * there is no host session, and `hook` hooks the server's own events.
 * @see core/moduleapi.lua, core/modulemanager.lua
 */
interface ProsodyModule extends ProsodyModuleCallbacks {
  /** Without `mod_`. */
  readonly name: string;
  /** `*` for a global module. */
  readonly host: string;
  /** The file it was loaded from. */
  readonly path: string;
  /** The global table of the module's file. */
  readonly environment: object;
  /**
   * While the file and `load` run: whether it is a reload. True also for the event `module-reloaded`, and in the copy before while it is
   * unloaded; else nil, in `add_host` and `restore`, too.
   */
  readonly reloading?: boolean;
  /** What `save` returned in the copy before, but no boolean, while the file and `load` of a reloaded module run; else nil. */
  readonly saved_state?: unknown;
  /** True for a global module; for one that is loaded on `*` and does not call `set_global` only after its file has run. */
  readonly global?: boolean;
  /** The folder of its rock, where it was installed by `prosodyctl install`. */
  readonly resource_path?: string;
  /** Modules that this one has asked for with `depends`; nil before the first. */
  readonly dependencies?: LuaMap<string, true>;
  /** What it has added, by kind; nil before the first, or empty. */
  readonly items?: LuaMap<string, unknown[]>;

  /**
   * Printf-like; `%s` takes any value, `nil` too. Control characters in values are shown as symbols. Throws for a format that is none,
   * such as one with a single `%` at its end: give texts as values.
   */
  log(level: LogLevel, format: string, ...args: unknown[]): void;
  /** The same as a plain function, for what wants one. */
  readonly _log: Logger;
  /** The same as the field `name`. */
  get_name(): string;
  /** The same as the field `host`. */
  get_host(): string;
  /** `global` where `host` is `*`; else the host's `type`. */
  get_host_type(): "local" | "component" | "global";
  /**
   * Makes this one module for the whole server: `host` becomes `*`, `hook` hooks the server's own events. To be called first of
   * all. `add_host` is called for each host that it is loaded on.
   */
  set_global(): void;

  /**
   * Adds a handler for an event of the module's host; higher priorities run first, mod_* mostly use 0. Unhooked on
   * unload. An event that is not declared, of this or another module, is declared first:
   *
   * ```ts
   * declare global {
   *   interface ProsodyEvents {
   *     "my-event": { answer: number };
   *   }
   * }
   * ```
   */
  hook<K extends string>(
    event: HostEvent<K>["name"],
    handler: (this: void, event: HostEvent<K>["value"]) => EventResult<ProsodyEventResult<K>>,
    priority?: number,
  ): void;
  /** The same for an event of the whole server. */
  hook_global<K extends string>(
    event: ServerEvent<K>["name"],
    handler: (this: void, event: ServerEvent<K>["value"]) => EventResult<ProsodyEventResult<K>>,
    priority?: number,
  ): void;
  /** The same for an event of any object that has `add_handler` and `remove_handler`. */
  hook_object_event<K extends keyof ProsodyObjectEvents>(
    object: EventSource,
    event: K,
    handler: (this: void, event: ProsodyObjectEvents[K]) => unknown,
    priority?: number,
  ): void;
  /** An event that is not declared; the handler says what it expects. */
  hook_object_event(
    object: EventSource,
    event: string,
    handler: (this: void, event: never) => unknown,
    priority?: number,
  ): void;
  /** Takes back `hook_object_event`. The handler must be the function that was hooked. */
  unhook_object_event(object: EventSource, event: string, handler: (this: void, event: never) => unknown): void;
  /**
   * Handles elements of streams by name, and namespace if it is not that of stanzas: of another namespace (`starttls`, `auth` …), or
   * before a client has bound its resource, or a server or component is authenticated; the name of an iq that asks for something is
   * `iq/NAMESPACE:NAME` then. Else whole stanzas fire `iq/…`, `message/…` and `presence/…` instead. `origin` is the session of the
   * stream; another server's may have no `send`, but `sends2s`. Where no handler returns `true`, anything but a stanza closes the
   * stream.
   */
  hook_tag(
    xmlns: string | undefined,
    name: string,
    handler: (
      this: void,
      origin: StanzaOrigin,
      stanza: import("util.stanza").Stanza,
      event: StanzaEvent,
    ) => EventResult,
    priority?: number,
  ): void;
  /** The namespace left out: that of stanzas. With a priority it throws: give `undefined` for the namespace then. */
  hook_tag(
    name: string,
    handler: (
      this: void,
      origin: StanzaOrigin,
      stanza: import("util.stanza").Stanza,
      event: StanzaEvent,
    ) => EventResult,
  ): void;
  /** The same. @deprecated The old name of `hook_tag`. */
  hook_stanza: ProsodyModule["hook_tag"];
  /**
   * Puts a function around all handlers of an event of the module's host. Its result is the event's; to go on it calls
   * `handlers(event_name, event)`.
   */
  wrap_event<K extends string>(
    event: HostEvent<K>["name"],
    wrapper: (this: void, handlers: EventHandlers, event_name: string, event: HostEvent<K>["value"]) => unknown,
  ): void;
  /** The same for any object with events; `false` for all its events. Throws where that has no `wrappers`. */
  wrap_object_event(
    events: Pick<EventsObject, "wrappers">,
    event: string | false,
    wrapper: (this: void, handlers: EventHandlers, event_name: string, event: never) => unknown,
  ): void;
  /**
   * Adds a handler, of priority 0.
   * @deprecated Wraps nothing: it does what `hook_global` does. For wrapping see `wrap_object_event`.
   */
  wrap_global<K extends string>(
    event: ServerEvent<K>["name"],
    handler: (this: void, event: ServerEvent<K>["value"]) => EventResult<ProsodyEventResult<K>>,
  ): void;
  /** The handler must be the function that was hooked. */
  unhook<K extends string>(
    event: HostEvent<K>["name"],
    handler: (this: void, event: HostEvent<K>["value"]) => unknown,
  ): void;
  /** Fires an event of the module's host. Gives what a handler has ended it with; nil where none has. */
  fire_event<K extends string>(event: HostEvent<K>["name"], payload: HostEvent<K>["given"]): unknown;

  /**
   * Offers something to another module: adds an item of the kind `KIND-provider`. Its `name`, where that is left out, is set to
   * the module's without the kind's prefix (`http_roster_admin`: `roster_admin`). A kind that another module collects is declared
   * first:
   *
   * ```ts
   * declare global {
   *   interface ProvidedItems {
   *     weather: { forecast: (this: void) => string };
   *   }
   * }
   * ```
   */
  provides<K extends string>(kind: ProvidedKind<K>["name"], item: ProvidedKind<K>["given"]): void;
  /** The global variables of the module's file are the item. */
  provides<K extends string>(kind: ProvidedKind<K>["name"]): void;
  /** Adds an item for modules that collect that kind. Removed on unload. */
  add_item<K extends string>(kind: ItemKind<K>["name"], item: ItemKind<K>["given"]): void;
  /** The very table that was added, or an equal text. Gives it; nil where this module had not added it. */
  remove_item<K extends string>(
    kind: ItemKind<K>["name"],
    item: ItemKind<K>["given"],
  ): ItemKind<K>["value"] | undefined;
  /** Announces a disco feature of the host. @see modules/mod_disco.lua */
  add_feature(xmlns: string): void;
  /** Announces a disco identity of the host. @see modules/mod_disco.lua */
  add_identity(category: string, type: string, name?: string): void;
  /** Adds a form to the host's disco answer (XEP-0128). @see modules/mod_disco.lua */
  add_extension(form: import("util.stanza").Stanza): void;
  /**
   * The items of that kind of all modules of the host, in a list of its own; for a host those of global modules are not among them, for
   * `*` they alone are.
   */
  get_host_items<K extends string>(kind: ItemKind<K>["name"]): ItemKind<K>["value"][];
  /** Calls back for each item of that kind that a module of the host adds or removes; and for those there, unless `existing` is false. */
  handle_items<K extends string>(
    kind: ItemKind<K>["name"],
    added: (this: void, event: ItemEvent<ItemKind<K>["value"]>) => EventResult,
    removed: (this: void, event: ItemEvent<ItemKind<K>["value"]>) => EventResult,
    existing?: boolean,
  ): void;

  /**
   * Loads another module first, unless it is loaded. Throws if that is disabled or does not load; then this module does not load
   * either. This one is reloaded and unloaded with it where both are of one host.
   */
  depends(name: string): LoadedModule;
  /** `soft`: to do without it where it is disabled. Any other failure still throws. */
  depends(
    name: string,
    ...soft: ParametersSince13<[soft: boolean]>
  ): LuaMultiReturn<[module: LoadedModule, err?: undefined] | [module: undefined, err: "disabled"]>;
  /**
   * Runs a library, in this module's environment and at each call anew, and gives what it returns. It is `NAME.lib.lua` or `NAME.lua`,
   * next to this module or in a folder of modules, else the one of the module NAME. Throws where there is none.
   */
  require<K extends keyof ModuleLibraries>(library: K): ModuleLibraries[K];
  /** One that is not declared: what it gives must be checked. */
  require(library: string): unknown;
  /** The folder of the module's file, or of its rock where it was installed. */
  get_directory(): string | undefined;
  /** Opens a file of the module's folder, as `io.open` does; a path that begins with `/` stays as it is. */
  load_resource(
    path: string,
    mode?: string,
  ): LuaMultiReturn<[file: LuaFile, err?: undefined] | [file: undefined, err: string, code: number]>;
  /**
   * A table shared by that path, for as long as a module that has asked for it is loaded. Without leading slash what lacks is put
   * before it: `x` is `/HOST/NAME/x`, `NAME/x` is `/HOST/NAME/x`, `HOST/NAME/x` is that. One that ends in `-cache` holds keys and
   * values weakly.
   */
  shared(path: string): LuaMap<string, unknown>;
  /**
   * This module's API on another host, or `*`: its options, events and stores. What is hooked by it is unhooked with this module; items
   * stay those of this module's own host. The events of a host that there is not are the server's.
   */
  context(host: string): ProsodyModule;

  /** The option as it stands in the configuration, of any type: of the host's section, else of the global one. */
  get_option(name: string): unknown;
  /** The default only where the option is set nowhere. */
  get_option(name: string, default_value: unknown): unknown;
  /** Of a list the first entry; where it has more, that is logged as an error. */
  get_option_scalar(name: string, default_value?: unknown): unknown;
  /**
   * Any scalar, made a string: `true` gives `"true"`. A table inside a list too (`table: 0x…`). Nil, in spite of a default, for
   * an option set to `{}`.
   */
  get_option_string(name: string, default_value?: string): string | undefined;
  /**
   * Nil, in spite of a default, for what is no number; logged as an error: so a default is best given by `?? 5` as well. Numeric
   * strings count. With bounds (13.0), one that is out of them becomes the nearest of them, with a warning, but the default may be out
   * of them; and with a bound and a default it throws for what is no number.
   */
  get_option_number(
    name: string,
    default_value?: number,
    ...bounds: ParametersSince13<[min?: number, max?: number]>
  ): number | undefined;
  /**
   * Nil, in spite of a default, for what is no boolean; logged as an error: so a default is best given by `?? true` as well.
   * `"true"`, `"false"`, 1 and 0 count.
   */
  get_option_boolean(name: string, default_value?: boolean): boolean | undefined;
  /** A copy as `util.array`; a single value counts as a list of one. */
  get_option_array(name: string): unknown[] | undefined;
  /** The default, as a copy too, where the option is not set. */
  get_option_array(name: string, default_value: unknown[]): unknown[];
  /** A list, or a single value, as a set; entries are not checked. */
  get_option_set(name: string): import("util.set").Set<unknown> | undefined;
  /** An empty list for the option gives an empty set, not the default. */
  get_option_set(name: string, default_value: unknown[]): import("util.set").Set<unknown>;
  /** The host's set together with the global one. */
  get_option_inherited_set(name: string): import("util.set").Set<unknown> | undefined;
  /** The default stands in for each of both: to an option set on the host alone it is added. */
  get_option_inherited_set(name: string, default_value: unknown[]): import("util.set").Set<unknown>;
  /**
   * A path, relative to the module's folder, or to `parent`: a path, or one of `prosody.paths` by name (`data`, `config` …). One that
   * begins with `/` stays as it is.
   */
  get_option_path(name: string): string | undefined;
  /** The default is made a path from the parent as well. */
  get_option_path(name: string, default_value: string | undefined, parent?: string): string | undefined;
  /**
   * As `get_option_number` with bounds; a fraction, or a whole number written as one, is rounded down, with a warning. The default
   * stays as it is.
   * @since 13.0
   */
  get_option_integer: Since13<
    (this: ProsodyModule, name: string, default_value?: number, min?: number, max?: number) => number | undefined
  >;
  /**
   * Seconds, from a number or a text such as `2 days`. Infinite, in spite of `max`, for `never`, `false` and negative numbers; nil, in
   * spite of a default, for what can't be read. A text is read loosely: a sign is passed over, and, logged as an error, `90` are
   * seconds, `1m` is a month and `1.5 hours` a second. The default is read and kept within the bounds just as well.
   * @since 13.0
   */
  get_option_period: Since13<
    (
      this: ProsodyModule,
      name: string,
      default_value?: string | number | false,
      min?: string | number,
      max?: string | number,
    ) => number | undefined
  >;
  /**
   * A value that is not allowed is only logged as an error, and returned. The default is allowed; without one, nothing is.
   * @since 13.0
   */
  get_option_enum: Since13<(this: ProsodyModule, name: string, default_value: string, ...allowed: string[]) => unknown>;

  /**
   * Calls back after `delay` seconds with the Unix time, and again after as many seconds as the callback returns. Ends with the
   * module. Callbacks can't wait (`util.async`); an error in one ends the timer.
   */
  add_timer(delay: number, callback: (this: void, now: number) => number | undefined | void): ModuleTimer;
  /** What comes after the callback is given to it at each call. */
  add_timer<A extends unknown[]>(
    delay: number,
    callback: (this: void, now: number, ...args: A) => number | undefined | void,
    ...args: A
  ): ModuleTimer;
  /**
   * Something to be done again and again, by mod_cron, which is loaded for it. Nothing runs those of global modules.
   * @see modules/mod_cron.lua
   */
  cron(task: CronTask): void;
  /** The name is what tells it from other tasks of the module. @see modules/mod_cron.lua */
  hourly(name: string, run: CronTask["run"]): void;
  /** One task a module: the name is `hourly`. */
  hourly(run: CronTask["run"]): void;
  /** As {@link hourly}. @see modules/mod_cron.lua */
  daily(name: string, run: CronTask["run"]): void;
  /** One task a module: the name is `daily`. */
  daily(run: CronTask["run"]): void;
  /** As {@link hourly}. @see modules/mod_cron.lua */
  weekly(name: string, run: CronTask["run"]): void;
  /** One task a module: the name is `weekly`. */
  weekly(run: CronTask["run"]): void;
  /**
   * Once the server has started, in a later turn of its loop; in the next one where it runs already. What the callback returns, or
   * its error, which is not logged, is what the promise is settled with. A `ready` function of the module does the same. Throws in
   * `prosodyctl`.
   * @since 13.0
   */
  on_ready: Since13<<T>(this: ProsodyModule, callback: (this: void) => T) => import("util.promise").Promise<T>>;
  /** The same as that. @deprecated Logs a warning: use `on_ready`. @since 13.0 */
  once: Since13<<T>(this: ProsodyModule, callback: (this: void) => T) => import("util.promise").Promise<T>>;

  /**
   * Opens one of the host's stores, of the module's own name if none is given. Throws where the host is `*` on 0.12; there 13.0
   * returns nil and an error, as does mod_storage_xep0227 for a store that it does not know. One of a type that the driver does not
   * know is the null driver: see {@link KeyvalStore}.
   *
   * ```ts
   * const [store, problem] = module.open_store<Settings>("settings");
   * if (store === undefined) return error(problem);
   * ```
   */
  open_store<T extends object>(name?: string, type?: "keyval"): OpenedStore<KeyvalStore<T>>;
  /** Many values a user, by key. */
  open_store<T>(name: string | undefined, type: "map"): OpenedStore<MapStore<T>>;
  /** Entries in order. */
  open_store(name: string | undefined, type: "archive"): OpenedStore<ArchiveStore>;
  /** Both views of the same values. */
  open_store<T>(name: string | undefined, type: NameSince13<"keyval+">): OpenedStore<CombinedStore<T>>;
  /** For a type that is only known at run time. */
  open_store<T, K extends StoreType>(name: string | undefined, type: K): OpenedStore<StoreTypes<T>[K]>;

  /**
   * The old way to measure; see {@link metric}. A text for the options of a `distribution` is its unit. Asked for again, what counts
   * begins at 0 again, and an `amount` at its `initial`.
   */
  measure<K extends keyof Measures>(
    name: string,
    type: K,
    options?: MeasureOptions | (K extends "distribution" ? string : never),
  ): Measures[K];
  /**
   * A metric `prosody_mod_NAME/name`, with `_` and `unit` appended unless that is empty. A host's module gets the label `host`, with
   * its value, by itself. Asked for again, it is the same metric; with another type or other labels a new one takes its place.
   */
  metric<K extends keyof MetricTypes>(
    type: K,
    name: string,
    unit: string | undefined,
    description: string | undefined,
    label_keys: string[],
    options?: MetricOptions,
  ): MetricFamily<MetricTypes[K]>;

  /**
   * Sends a stanza as the host, or `origin`, which a global module must give. The `pre-*` events, and with them the sender's block
   * list, don't see it: see `prosody.core_post_stanza`. Sets `to` to nil where `to` is `origin`'s own bare JID. `from` is not set: to
   * another server nothing goes without one of a host here.
   */
  send(stanza: import("util.stanza").Stanza, origin?: StanzaOrigin): void;
  /**
   * Sends an iq, in the next turn of the loop, and waits for its answer, for 120 seconds unless told otherwise. Rejects with a
   * `util.error` for an error, where none comes, for the oldest of more than 256, and for an id that is waited for already, whose earlier
   * promise is never settled then. Throws without an id. Without `from` a client's answer is not seen. An answer through `origin.send`,
   * as this host itself gives it, comes without `origin`, and is not looked at: an error is not rejected, so see the stanza's `type`.
   */
  send_iq(
    stanza: import("util.stanza").Stanza,
    origin?: StanzaOrigin,
    timeout?: number,
  ): import("util.promise").Promise<{ stanza: import("util.stanza").Stanza; origin?: StanzaOrigin }>;
  /** Sends a copy, as the host, to each of the addresses: values of a table, unless `iterate` says how to get them. */
  broadcast<T extends object = string[]>(
    jids: T,
    stanza: import("util.stanza").Stanza,
    iterate?: (this: void, jids: T) => LuaIterable<string>,
  ): void;

  /**
   * The address of an app of this host, as seen from outside; `http://disabled.invalid/` where no port is open and `http_external_url`
   * is not set. There once mod_http is loaded: see `depends`. Without a name the module's own, without `http_`; the path is to be given
   * as in the app where that has a `default_path`. `mode` `internal` (13.0) leaves `http_external_url` out of account.
   * @see modules/mod_http.lua
   */
  http_url(
    app_name?: string,
    default_path?: string,
    ...mode: ParametersSince13<[mode?: "internal" | "external"]>
  ): string;

  /**
   * Says how the module is. An error stays, unless this is one too, or `override` is true; with `override` false, all that is
   * graver stays.
   */
  set_status(type: ModuleStatus, message: string, override?: boolean): void;
  /** The same, and logs it. */
  log_status(level: "error" | "warn" | "info", format: string, ...args: unknown[]): void;
  /**
   * What holds, and since when (Unix time, with a fraction). All nil while the module's file and `load` run, unless it has said
   * something.
   */
  get_status(): LuaMultiReturn<
    [type: ModuleStatus | undefined, message: string | undefined, since: number | undefined]
  >;

  /**
   * Whether the actor may do that. An action that begins with `:` is one of the module. False also for an actor without a role, nil
   * where its role says nothing about it; both are logged, unless `peek`. Throws where there is no actor, and on `*`.
   * @since 13.0
   */
  may: Since13<
    (this: ProsodyModule, action: string, context: PermissionContext, peek?: boolean) => boolean | undefined
  >;
  /**
   * The same without a word in the log.
   * @since 13.0
   */
  could: Since13<(this: ProsodyModule, action: string, context: PermissionContext) => boolean | undefined>;
  /**
   * Lets a role do something, unless the configuration says otherwise. An action that begins with `:` is one of the module. From a
   * global module, on all hosts that are active by then. A role that there is not is only logged.
   * @since 13.0
   */
  default_permission: Since13<(this: ProsodyModule, role: string, permission: string) => void>;
  /** Several at once; see {@link default_permission}. @since 13.0 */
  default_permissions: Since13<(this: ProsodyModule, role: string, permissions: string[]) => void>;
}

/**
 * Functions that a module may set on its `module` for Prosody to call. Plain functions: use arrow functions.
 * @see core/modulemanager.lua, prosodyctl
 */
interface ProsodyModuleCallbacks {
  /** After the file has run. With an error here it counts as not loaded, but what it has hooked stays hooked. */
  load?: (this: void) => void;
  /** Before the module's hooks, items and timers go. An error is logged. Not called when the server stops. */
  unload?: (this: void) => void;
  /** Before a reload. An error aborts the reload, unless the option `force_module_reload` is set. */
  save?: (this: void) => unknown;
  /** After a reload, and after `load`: what `save` returned, or an empty table for nil or false. */
  restore?: (this: void, saved: unknown) => void;
  /**
   * For `module:set_global()` modules: called for each host that it is loaded on, with an API object of its own. `false`, with why,
   * refuses, as does an error; what it has hooked by then stays hooked.
   */
  add_host?: (
    this: void,
    module: ProsodyModule,
  ) => LuaMultiReturn<[added: boolean, err?: string]> | boolean | undefined | void;
  /** `prosodyctl mod_NAME ARGUMENTS`. May wait. A number is the exit code, a text is shown. */
  command?: (this: void, args: string[]) => number | string | undefined | void;
  /**
   * Once the server has started, in a later turn of its loop; in the next one where it runs already. An error is not logged. Only of the
   * module's own copy, not of those given to `add_host`. With it `prosodyctl mod_NAME` throws before `command` is called.
   * @since 13.0
   */
  ready?: (this: void) => void;
}

/** Set in the file of a module and its libraries. */
declare const module: ProsodyModule;
