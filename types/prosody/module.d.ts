/** @noSelfInFile */

/**
 * What an event handler may return: nothing, to let the next handler have the event, or what ends it. Any value other
 * than nil ends an event, `false` too, so a handler must not return a stray boolean.
 */
type EventResult<T = true> = T | undefined | void;

/** A timer that ends with its module. @see core/moduleapi.lua */
interface ModuleTimer {
  stop(): void;
  /** To `delay` seconds from now. Does nothing once the timer has fired for the last time. */
  reschedule(delay: number): void;
}

/** What a loaded module left in its environment. @see core/modulemanager.lua */
interface LoadedModule {
  module: ProsodyModule;
}

/**
 * The API object of the module being loaded, one a host. On the pseudo host `*` (`prosodyctl mod_NAME`) there is no
 * host session, and `hook` hooks the server's own events.
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
  /** True while a reload loads or announces this module, else nil. */
  readonly reloading?: boolean;
  /** What `save` returned in the copy before, while the file and `load` of a reloaded module run; nil later. */
  readonly saved_state?: unknown;

  /** Printf-like; `%s` takes any value, `nil` too. Values are cleaned of control characters. */
  log(level: LogLevel, format: string, ...args: unknown[]): void;
  get_host_type(): "local" | "component" | "global";

  /**
   * Adds a handler for an event of the module's host; higher priorities run first, mod_* mostly use 0. Unhooked on
   * unload.
   */
  hook<K extends keyof ProsodyEvents>(
    event: K,
    handler: (this: void, event: ProsodyEvents[K]) => EventResult<ProsodyEventResult<K>>,
    priority?: number,
  ): void;
  /** The same for an event of the whole server. */
  hook_global<K extends keyof ProsodyGlobalEvents>(
    event: K,
    handler: (this: void, event: ProsodyGlobalEvents[K]) => EventResult,
    priority?: number,
  ): void;
  /** The same for an event of any object that has `add_handler` and `remove_handler`. */
  hook_object_event(
    object: Pick<EventsObject, "add_handler" | "remove_handler">,
    event: string,
    handler: (this: void, event: never) => unknown,
    priority?: number,
  ): void;
  /** The handler must be the function that was hooked. */
  unhook<K extends keyof ProsodyEvents>(event: K, handler: (this: void, event: ProsodyEvents[K]) => unknown): void;
  /** Fires an event of the module's host and returns what its last handler returned. */
  fire_event<K extends keyof ProsodyEvents>(event: K, payload: ProsodyEvents[K]): unknown;

  /**
   * Offers something to another module. The name is the module's, without the kind's prefix (`http_roster_admin`:
   * `roster_admin`).
   */
  provides<K extends keyof ProvidedItems>(kind: K, item: ProvidedItems[K]): void;
  /** Adds an item for modules that collect that kind. Removed on unload. */
  add_item<K extends keyof ModuleItems>(kind: K, item: ModuleItems[K]): void;
  /** The item must be the very table that was added. */
  remove_item<K extends keyof ModuleItems>(kind: K, item: ModuleItems[K]): void;
  /** Announces a disco feature of the host. */
  add_feature(xmlns: string): void;

  /** Loads another module first. Throws if that is disabled or does not load; then this module does not load either. */
  depends(name: string): LoadedModule;
  /** A table shared by that path; made at first use. Without leading slash it is `/HOST/NAME/` plus the path. */
  shared(path: string): LuaMap<string, unknown>;
  /** This module's API with the options of another host, or of the global section for `*`. */
  context(host: string): ProsodyModule;

  /** The option as it stands in the configuration, of any type. The host's own section first, then the global one. */
  get_option(name: string): unknown;
  get_option(name: string, default_value: unknown): unknown;
  /** The first entry where the option is a list, which is logged as an error. */
  get_option_scalar(name: string, default_value?: unknown): unknown;
  /**
   * Any scalar, made a string: `true` gives `"true"`. A table inside a list too (`table: 0x…`). Nil, in spite of a default, for
   * an option set to `{}`.
   */
  get_option_string(name: string, default_value?: string): string | undefined;
  /** Nil, in spite of a default, for what is no number; logged as an error. Numeric strings count. */
  get_option_number(name: string, default_value?: number): number | undefined;
  /** Nil, in spite of a default, for what is no boolean; logged as an error. `"true"`, `"false"`, 1 and 0 count. */
  get_option_boolean(name: string, default_value?: boolean): boolean | undefined;
  /** A copy as `util.array`; a single value counts as a list of one. */
  get_option_array(name: string): unknown[] | undefined;
  get_option_array(name: string, default_value: unknown[]): unknown[];
  /** A list as a set; entries are not checked. */
  get_option_set(name: string): import("util.set").Set<unknown> | undefined;
  get_option_set(name: string, default_value: unknown[]): import("util.set").Set<unknown>;
  /** The host's set together with the global one. */
  get_option_inherited_set(name: string): import("util.set").Set<unknown> | undefined;
  get_option_inherited_set(name: string, default_value: unknown[]): import("util.set").Set<unknown>;
  /**
   * A number cut down to whole, kept within the limits with a warning. With a default, throws for what is no number.
   * @since 13.0
   */
  get_option_integer?(name: string, default_value?: number, min?: number, max?: number): number | undefined;
  /**
   * Seconds, from a number or a text such as `2 days`. Infinite for `never`, `false` and negative ones; nil for what
   * can't be read.
   * @since 13.0
   */
  get_option_period?(
    name: string,
    default_value?: string | number,
    min?: string | number,
    max?: string | number,
  ): number | undefined;
  /**
   * Only logs an error for a value that is not allowed, and returns it.
   * @since 13.0
   */
  get_option_enum?(name: string, default_value: string, ...allowed: string[]): unknown;

  /**
   * Calls back after `delay` seconds, and again after as many seconds as the callback returns. Ends with the module.
   * Callbacks can't wait (`util.async`); an error in one ends the timer.
   */
  add_timer(delay: number, callback: (this: void, now: number) => number | undefined | void): ModuleTimer;

  /** Opens one of the host's stores. Throws where the host is `*` on 0.12; there 13.0 returns nil and an error. */
  open_store<T, K extends keyof StoreTypes<T>>(
    name: string,
    type: K,
  ): LuaMultiReturn<[store: StoreTypes<T>[K], err?: undefined] | [store: undefined, err: string]>;

  /**
   * A metric `prosody_mod_NAME/name`, with `unit` appended to the name. `label_keys` may not be left out on 0.12. A
   * host's module gets the label `host` by itself.
   */
  metric<K extends keyof MetricTypes>(
    type: K,
    name: string,
    unit: string,
    description: string,
    label_keys: string[],
    options?: MetricOptions,
  ): MetricFamily<MetricTypes[K]>;

  /**
   * Sends a stanza from the host (or `origin`). The `pre-*` events, block lists among them, don't see it: see
   * `prosody.core_post_stanza`. Sets `to` to nil where `to` is `origin`'s own bare JID.
   */
  send(stanza: import("util.stanza").Stanza, origin?: StanzaOrigin): void;
}

/**
 * Functions that a module may set on its `module` for Prosody to call. Plain functions: use arrow functions.
 * @see core/modulemanager.lua, prosodyctl
 */
interface ProsodyModuleCallbacks {
  /** After the file has run. An error here is logged, and the module stays loaded. */
  load?: (this: void) => void;
  /** Before the module's hooks, items and timers go. Not called when the server stops. */
  unload?: (this: void) => void;
  /** Before a reload. An error aborts the reload. */
  save?: (this: void) => object;
  /** After a reload: what `save` returned, or an empty table. */
  restore?: (this: void, saved: unknown) => void;
  /** For `module:set_global()` modules: called with an API object of its own for each host. `false` refuses. */
  add_host?: (this: void, module: ProsodyModule) => EventResult<false>;
  /** `prosodyctl mod_NAME ARGUMENTS`. May wait. The number returned is the exit code. */
  command?: (this: void, args: string[]) => number | undefined;
  /**
   * Once the server has started; at once where it runs already.
   * @since 13.0
   */
  ready?: (this: void) => void;
}

/**
 * Kinds of `module.provides`. Open: a module can add its own by declaring the interface again.
 * @see modules/mod_http.lua
 */
interface ProvidedItems {
  http: HttpApp;
}

/**
 * Kinds of `module.add_item`. Open: a module can add its own by declaring the interface again.
 * @see modules/mod_disco.lua
 */
interface ModuleItems {
  /** A disco feature. */
  feature: string;
  /**
   * A command of `prosodyctl shell`. Ignored by 0.12.
   * @since 13.0
   * @see modules/mod_admin_shell.lua
   */
  "shell-command": ShellCommand;
}

declare const module: ProsodyModule;
