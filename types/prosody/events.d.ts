/** @noSelfInFile */

/**
 * A stanza on its way.
 * @see core/stanza_router.lua
 */
interface StanzaEvent {
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** Addressed to the sender's own account. */
  to_self?: boolean;
}

/**
 * The same for stanzas to the sender's own account: a client's, or one that a module sent without `to`, which comes from the
 * host itself. `username !== undefined` tells TypeScript that it is a client's.
 * @see core/stanza_router.lua
 */
interface ClientStanzaEvent extends StanzaEvent {
  /** Whoever sent the stanza. */
  origin: C2sSession | HostSession;
}

/** @see core/rostermanager.lua */
interface RosterLoadEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** The roster it was read into, or stands in. */
  roster: Roster;
}

/** @see core/sessionmanager.lua */
interface PreResourceBindEvent {
  /** After waiting it may be gone: unless `type` is still `c2s_unbound`, return `false`. */
  session: C2sSession;
  /** As asked for, not yet prepared. May be set. */
  resource?: string;
  /** Set it, and return `false`, to give the client this error. */
  error?: {
    /** Of the stanza error. */
    type: "auth" | "cancel" | "continue" | "modify" | "wait";
    /** Of the stanza error: `conflict` … */
    condition: string;
    /** Shown to people. */
    text?: string;
  };
}

/** @see core/sessionmanager.lua */
interface ResourceBindEvent {
  /** The session it is about. */
  session: BoundSession;
}

/** @see core/sessionmanager.lua */
interface ResourceUnbindEvent {
  /** Already out of all tables; what it had is still there until the handlers return. */
  session: BoundSession;
  /** An error, in place of what would be told. */
  error?: unknown;
}

/** @see modules/mod_saslauth.lua */
interface AuthenticationSuccessEvent {
  /** A client's, with `username`. */
  session: C2sSession;
}

/** @see modules/mod_c2s.lua, modules/mod_bosh.lua */
interface StreamFeaturesEvent {
  /** `username` is nil before authentication. */
  origin: C2sSession;
  /** Add children with `add_child` or `tag` and `up`. */
  features: import("util.stanza").Stanza;
  /** The attributes of the stream header; with BOSH, of the body that opens the session. @since 13.0 */
  stream: Since13<Record<string, string>>;
}

/** @see modules/mod_presence.lua */
interface InitialPresenceEvent {
  /** Its `presence` is not set yet; the broadcast has gone out. */
  origin: C2sSession;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
}

/** @see modules/mod_register_ibr.lua */
interface UserRegisteredEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** Where it came from. */
  source: string;
  /** The session it is about. */
  session?: C2sSession;
}

/** @see core/modulemanager.lua */
interface ModuleChangedEvent {
  /** Without `mod_`. */
  module: string;
  /** The name of the host. */
  host: string;
}

/** @see core/usermanager.lua */
interface UserDeletedEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
}

/** @see util/startup.lua */
interface ServerStoppingEvent {
  /** In words, for people or for the log. */
  reason?: string;
  /** The status of HTTP, or the exit code. */
  code?: number;
}

/** @see util/startup.lua */
interface ConfigReloadedEvent {
  /** The file that was read. */
  filename: string;
  /** Host to options. */
  config: object;
}

/** `iq/bare`, `pre-presence/full` … @see core/stanza_router.lua */
type RoutedStanzaEvent = `${"" | "pre-"}${"iq" | "message" | "presence"}/${"bare" | "full" | "host"}`;

/**
 * Events of a host, for `module.hook`: event name to payload. Open: a module can add its own by declaring the interface
 * again.
 *
 * `pre-*` events fire for stanzas that clients send; the others for stanzas on their way to a host, user or session of
 * this host.
 */
interface ProsodyEvents extends Record<RoutedStanzaEvent, StanzaEvent> {
  /** After `iq/bare`, for what a client sends to its own account. @see core/stanza_router.lua */
  "iq/self": ClientStanzaEvent;
  /**
   * `iq/self/XMLNS:NAME`: a client's get or set to its own account, by the namespace and name of its child. Fires
   * before `iq-get/self/…` and `iq-set/self/…`.
   * @see modules/mod_iq.lua
   */
  [
    event: `iq/self/${string}:${string}` | `iq-get/self/${string}:${string}` | `iq-set/self/${string}:${string}`
  ]: ClientStanzaEvent;
  /** The same to other accounts and to the host itself. */
  [event: `iq${"" | "-get" | "-set"}/${"bare" | "host"}/${string}:${string}`]: StanzaEvent;
  /** Before all `pre-*` events. */
  "pre-stanza": StanzaEvent;
  /**
   * A roster was read from its store: at login and for users offline; not where it came from a cache, nor where the
   * store failed. Core does not wait well here.
   */
  "roster-load": RosterLoadEvent;
  /** Before a session is in any table. Handlers may wait. */
  "pre-resource-bind": PreResourceBindEvent;
  /** The session is in all tables and has its roster; the client is not told yet. */
  "resource-bind": ResourceBindEvent;
  /** Also where a session is replaced by a newer one of the same resource. */
  "resource-unbind": ResourceUnbindEvent;
  /** Before the bind; also for streams that never bind. */
  "authentication-success": AuthenticationSuccessEvent;
  /** For each stream header, so before the login and again after it. */
  "stream-features": StreamFeaturesEvent;
  /** The first available presence of a session, after its broadcast and before its probes. */
  "presence/initial": InitialPresenceEvent;
  /** By registration in band only. */
  "user-registered": UserRegisteredEvent;
  /** On the module's host, after its file and `load` have run; not for a reload. */
  "module-loaded": ModuleChangedEvent;
  /** After its hooks and items are gone. For a reload only where that leaves no copy. */
  "module-unloaded": ModuleChangedEvent;
  /** The new copy is in place and restored; `reloading` is set meanwhile. */
  "module-reloaded": ModuleChangedEvent;
}

/** Results other than `true` that an event looks for. */
interface ProsodyEventResults {
  /** Refuses the bind. */
  "pre-resource-bind": false;
}

type ProsodyEventResult<K> = K extends keyof ProsodyEventResults ? ProsodyEventResults[K] : true;

/**
 * Events of the whole server, for `module.hook_global`: event name to payload. Open, as {@link ProsodyEvents}.
 */
interface ProsodyGlobalEvents {
  /** Any host. With mod_roster loaded, unsubscribe stanzas to all contacts have gone out at priority 300. */
  "user-deleted": UserDeletedEvent;
  /** Before modules go; `module.unload` is not called on the way down. @see util/startup.lua */
  "server-stopping": ServerStoppingEvent;
  /** All hosts and modules are loaded. @see util/startup.lua */
  "server-started": undefined;
  /**
   * The configuration file was read anew, without a fault. On 0.12 a signal's handler may fire it in the middle of anything.
   * @see util/startup.lua
   */
  "config-reloaded": ConfigReloadedEvent;
  /** The metrics are about to be read: set those that change all the time. Only with statistics enabled. @see core/statsmanager.lua */
  "stats-update": undefined;
  /** The host's name. @see core/hostmanager.lua */
  "host-activated": string;
  /** The host's name; it is no more in `prosody.hosts`. @see core/hostmanager.lua */
  "host-deactivated": string;
}
