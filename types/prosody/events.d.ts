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
  /** True where it is addressed to the sender's own bare JID, or to nobody; else nil. */
  to_self?: boolean;
}

/** A stanza that a client has sent. @see core/stanza_router.lua */
interface PreStanzaEvent extends StanzaEvent {
  /** Set it where the stanza is rejected: for the log, at debug. */
  reason?: string;
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
  /** What was read; nothing but metadata where nothing was stored. It may be changed. */
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
  /** Why, in words; nil where nobody said, false where the client has closed its stream. */
  error?: string | false;
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
  origin: BoundSession;
  /** The presence, without `to`. */
  stanza: import("util.stanza").Stanza;
}

/** @see modules/mod_register_ibr.lua */
interface UserRegisteredEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** `mod_register`. */
  source: string;
  /** Of the client that has registered: not logged in. */
  session: C2sSession;
}

/** @see core/modulemanager.lua */
interface ModuleChangedEvent {
  /** Without `mod_`. */
  module: string;
  /** The name of the host; `*` of a global module. */
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
  /** In words: told to clients, and in the log. */
  reason?: string;
  /** The exit code; nil for 0. */
  code?: number;
}

/** @see util/startup.lua */
interface ConfigReloadedEvent {
  /** The file that was read. */
  filename: string;
  /** Host to options, by `*` those of all. */
  config: object;
}

/** `iq/bare`, `pre-presence/full` … @see core/stanza_router.lua */
type RoutedStanzaEvent = `${"" | "pre-"}${"iq" | "message" | "presence"}/${"bare" | "full" | "host"}`;

/**
 * Events of a host, for `module.hook`: event name to payload. Open: a module can add its own by declaring the interface
 * again.
 *
 * `pre-*` events fire for stanzas that clients send, or modules in their name; the others for stanzas on their way to a host, user
 * or session of this host.
 */
interface ProsodyEvents extends Record<RoutedStanzaEvent, StanzaEvent> {
  /** After `iq/bare`, unless that has a result, for what a client sends to its own account. @see core/stanza_router.lua */
  "iq/self": ClientStanzaEvent;
  /**
   * `iq/self/XMLNS:NAME`: a client's get or set to its own account, by the namespace and name of its child. Fires
   * before `iq-get/self/…` and `iq-set/self/…`.
   * @see modules/mod_iq.lua
   */
  [
    event: `iq/self/${string}:${string}` | `iq-get/self/${string}:${string}` | `iq-set/self/${string}:${string}`
  ]: ClientStanzaEvent;
  /** The same to any account, the client's own included, and to the host itself. @see modules/mod_iq.lua */
  [event: `iq${"" | "-get" | "-set"}/${"bare" | "host"}/${string}:${string}`]: StanzaEvent;
  /** Before all other `pre-*` events. A result, even false, rejects the stanza: the client is told nothing. */
  "pre-stanza": PreStanzaEvent;
  /**
   * A roster was read from its store: at login and for users offline; not where it came from a cache, nor where the
   * store failed. A user online has it already: while a handler waits, others take it as it is.
   */
  "roster-load": RosterLoadEvent;
  /** Before a session is in any table. Handlers may wait. */
  "pre-resource-bind": PreResourceBindEvent;
  /** The session is in all tables and has its roster; the client is not told yet. */
  "resource-bind": ResourceBindEvent;
  /** Also where a session is replaced by a newer one of the same resource. Nothing keeps it: see `pre-resource-unbind`. */
  "resource-unbind": ResourceUnbindEvent;
  /** Before the bind; also for streams that never bind. */
  "authentication-success": AuthenticationSuccessEvent;
  /** For each stream header, so before the login and again after it, and after STARTTLS. */
  "stream-features": StreamFeaturesEvent;
  /** Available presence of a session that had none, after its broadcast and before its probes. */
  "presence/initial": InitialPresenceEvent;
  /** By registration in band only. */
  "user-registered": UserRegisteredEvent;
  /** On the module's host, after its file and `load` have run; not for a reload. */
  "module-loaded": ModuleChangedEvent;
  /** After its hooks and items are gone. For a reload only where that leaves no copy. Not when the server stops. */
  "module-unloaded": ModuleChangedEvent;
  /** The new copy is in place and restored; `reloading` is set meanwhile. */
  "module-reloaded": ModuleChangedEvent;
}

/** Results that an event looks for, where these are not `true` alone. */
interface ProsodyEventResults {
  /** False refuses the bind. */
  "pre-resource-bind": false;
}

type ProsodyEventResult<K> = K extends keyof ProsodyEventResults ? ProsodyEventResults[K] : true;

/**
 * Events of the whole server, for `module.hook_global`: event name to payload. Open, as {@link ProsodyEvents}.
 */
interface ProsodyGlobalEvents {
  /** Any host. The account is gone, its stores are not yet. At 300 mod_roster fires `roster-item-removed` for each contact. */
  "user-deleted": UserDeletedEvent;
  /** Handlers may wait. `module.unload` is not called on the way down. @see util/startup.lua */
  "server-stopping": ServerStoppingEvent;
  /** All hosts and modules are loaded. @see util/startup.lua */
  "server-started": undefined;
  /** The configuration file was read anew, without a fault. @see util/startup.lua */
  "config-reloaded": ConfigReloadedEvent;
  /** The metrics are about to be read: set those that change all the time. Only where statistics are collected. @see core/statsmanager.lua */
  "stats-update": undefined;
  /** The host's name; its modules are loaded at 0. @see core/hostmanager.lua */
  "host-activated": string;
  /** The host's name; it is no more in `prosody.hosts`. @see core/hostmanager.lua */
  "host-deactivated": string;
}
