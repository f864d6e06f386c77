/** @noSelfInFile */

/** Put around all handlers of an event. Goes on by `handlers(event_name, event)`. @see util/events.lua */
type EventWrapper = (this: void, handlers: EventHandlers, event_name: string, event: never) => unknown;

/** An object that events are fired on. All plain functions. @see util/events.lua */
interface EventsObject {
  /** Adding the same function again for an event only changes its priority. */
  add_handler: (this: void, event: string, handler: (this: void, event: never) => unknown, priority?: number) => void;
  /** The very function that was added; nothing happens with another. */
  remove_handler: (this: void, event: string, handler: (this: void, event: never) => unknown) => void;
  /** Runs handlers until one returns something other than nil, and returns that; wrappers may do otherwise. */
  fire_event: (this: void, event: string, payload?: unknown) => unknown;
  /** Adds each of a table of handlers, by event. */
  add_handlers: (this: void, handlers: Record<string, (this: void, event: never) => unknown>) => void;
  /** The same table as for `add_handlers`, or one with the same functions. */
  remove_handlers: (this: void, handlers: Record<string, (this: void, event: never) => unknown>) => void;
  /** In the order in which they run; nil where there are none. Prosody's own list. */
  get_handlers: (this: void, event: string) => ((this: void, event: never) => unknown)[] | undefined;
  /** For `module.wrap_object_event`. `false` for the event: all events. */
  wrappers: {
    /** The last one added is outermost. */
    add_handler: (this: void, event: string | false, wrapper: EventWrapper) => void;
    /** The very function that was added. */
    remove_handler: (this: void, event: string | false, wrapper: EventWrapper) => void;
  };
  /** The same as `wrappers.add_handler`. */
  add_wrapper: (this: void, event: string | false, wrapper: EventWrapper) => void;
  /** The same as `wrappers.remove_handler`. */
  remove_wrapper: (this: void, event: string | false, wrapper: EventWrapper) => void;
  /** A function through which each handler is then called; nil takes it away. Gives the one before, nil without one. */
  set_debug_hook: (this: void, hook: EventDebugHook | undefined) => EventDebugHook | undefined;
}

/** Called in place of each handler: it is to call it, and give what that gives. @see util/events.lua */
type EventDebugHook = (
  this: void,
  handler: (this: void, event: never) => unknown,
  event: string,
  payload: unknown,
) => unknown;

/**
 * The server. Under prosodyctl much of it is not there: see `process_type`.
 * @see util/startup.lua, core/stanza_router.lua
 */
interface ProsodyGlobal {
  /** For example `0.12.3` or `13.0.1`. */
  version: string;
  /**
   * `prosodyctl` where that has loaded the module. Then there is neither `start_time`, `started`, `features` nor `incoming_s2s`, nor
   * any of the functions below but `core_post_stanza`; `hosts` has a stand-in for each host of the configuration, and for `*`.
   */
  process_type: "prosody" | "prosodyctl";
  /** Host name to host, of those active now: VirtualHosts and components. */
  hosts: LuaMap<string, HostSession>;
  /** Bare JID to user, of those online, all hosts. */
  bare_sessions: LuaMap<string, UserRecord>;
  /** Full JID to session, all hosts. */
  full_sessions: LuaMap<string, BoundSession>;
  /** Where the events of {@link ProsodyGlobalEvents} are fired; each host has an object of its own. */
  events: EventsObject;
  /** Sessions that other servers have opened. @see core/s2smanager.lua */
  incoming_s2s: LuaTable<S2sSession, true>;
  /** When the server was started, Unix time; nil while modules are loaded at its start. */
  start_time?: number;
  /** Where its files are. */
  paths: {
    /** Prosody's own Lua files. */
    source: string;
    /** Folders of modules, in the order in which they are searched, with `;` between them. */
    plugins: string;
    /** The folder of the configuration's file. */
    config: string;
    /** What internal storage writes to. Of a Prosody that is installed it is absolute, and the working directory. */
    data: string;
    /** Where `prosodyctl install` puts modules: the option `installer_plugin_path`, if relative from the folder of data. */
    installer: string;
  };
  /** What it runs on, roughly. */
  platform: "posix" | "windows" | "unknown";
  /** The configuration's file. */
  config_file: string;
  /** Fulfilled, with nil, once the server has started. @since 13.0 */
  started: Since13<import("util.promise").Promise<undefined>>;
  /** Names of what a module can say that it needs, or can't be with. @since 13.0 @see core/features.lua */
  features: Since13<import("util.set").Set<string>>;
  /** Of the process, without what was taken for an option or a command. */
  arg: string[];
  /** Ends the server, after `server-stopping`, with that exit code. */
  shutdown: (this: void, reason?: string, code?: number) => void;
  /** Gives true, or nil and why; the text next to true means nothing. Fires `config-reloaded`, where it could be read. */
  reload_config: (this: void) => LuaMultiReturn<[ok: true | undefined, err?: string]>;
  /** For a log that was moved away. Fires `reopen-log-files`. */
  reopen_logfiles: (this: void) => void;
  /**
   * Goes on where a stanza came in on a stream: checks it, sets a client's `from`, and then does what {@link core_post_stanza} does,
   * for clients with `preevents`.
   */
  core_process_stanza: (this: void, origin: StanzaOrigin, stanza: import("util.stanza").Stanza) => void;
  /**
   * Handles a stanza as if `origin` had sent it. With `preevents` the `pre-*` events fire too, so that the sender's block list is
   * respected; `origin` must then be of this server. Sets `to` to nil where it is `origin`'s own bare JID. What is for another
   * server goes as by {@link core_route_stanza}. Does nothing under prosodyctl.
   */
  core_post_stanza: (
    this: void,
    origin: StanzaOrigin,
    stanza: import("util.stanza").Stanza,
    preevents?: boolean,
  ) => void;
  /**
   * Routes a stanza to a local or remote host by its `to`. Without `origin`, as the host of its `from`; `false` where there is no such
   * host here, else nil. To a remote host it goes only if the host of its `from` is of this server: else it is dropped, with an error
   * in the log. Its `from` gets an error where it can't go there.
   */
  core_route_stanza: (
    this: void,
    origin: StanzaOrigin | undefined,
    stanza: import("util.stanza").Stanza,
  ) => false | undefined;
}

/** The same table everywhere. */
declare const prosody: ProsodyGlobal;

/** The same table as `prosody.hosts`. @deprecated A global that Prosody itself has deprecated. */
declare const hosts: ProsodyGlobal["hosts"];
