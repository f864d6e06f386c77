/** @noSelfInFile */

/**
 * A stanza on its way.
 * @see core/stanza_router.lua
 */
interface StanzaEvent {
  origin: StanzaOrigin;
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
  origin: C2sSession | HostSession;
}

/** @see core/rostermanager.lua */
interface RosterLoadEvent {
  username: string;
  host: string;
  roster: Roster;
}

/** @see core/sessionmanager.lua */
interface PreResourceBindEvent {
  /** After waiting it may be gone: unless `type` is still `c2s_unbound`, return `false`. */
  session: C2sSession;
  /** As asked for, not yet prepared. May be set. */
  resource?: string;
  /** Set it, and return `false`, to give the client this error. */
  error?: { type: "auth" | "cancel" | "continue" | "modify" | "wait"; condition: string; text?: string };
}

/** @see core/sessionmanager.lua */
interface ResourceBindEvent {
  session: BoundSession;
}

/** @see core/sessionmanager.lua */
interface ResourceUnbindEvent {
  /** Already out of all tables; what it had is still there until the handlers return. */
  session: BoundSession;
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
}

/** @see modules/mod_presence.lua */
interface InitialPresenceEvent {
  /** Its `presence` is not set yet; the broadcast has gone out. */
  origin: C2sSession;
  stanza: import("util.stanza").Stanza;
}

/** @see modules/mod_register_ibr.lua */
interface UserRegisteredEvent {
  username: string;
  host: string;
  source: string;
  session?: C2sSession;
}

/** @see core/modulemanager.lua */
interface ModuleChangedEvent {
  /** Without `mod_`. */
  module: string;
  host: string;
}

/** @see core/usermanager.lua */
interface UserDeletedEvent {
  username: string;
  host: string;
}

/** @see util/startup.lua */
interface ServerStoppingEvent {
  reason?: string;
  code?: number;
}

/** @see util/startup.lua */
interface ConfigReloadedEvent {
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
  "resource-bind": ResourceBindEvent;
  "resource-unbind": ResourceUnbindEvent;
  /** Before the bind; also for streams that never bind. */
  "authentication-success": AuthenticationSuccessEvent;
  "stream-features": StreamFeaturesEvent;
  /** The first available presence of a session, after its broadcast and before its probes. */
  "presence/initial": InitialPresenceEvent;
  /** By registration in band only. */
  "user-registered": UserRegisteredEvent;
  "module-loaded": ModuleChangedEvent;
  "module-unloaded": ModuleChangedEvent;
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
  /** @see util/startup.lua */
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
  /** @see core/hostmanager.lua */
  "host-deactivated": string;
}
