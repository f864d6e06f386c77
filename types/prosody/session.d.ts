/** @noSelfInFile */

/** How severe a log line is, least first. */
type LogLevel = "debug" | "info" | "warn" | "error";

/** Logs with printf-like formatting; `%s` takes any value, `nil` too. Throws as `module.log` does. @see util/logger.lua */
type Logger = (this: void, level: LogLevel, format: string, ...args: unknown[]) => void;

/**
 * Whoever a stanza came from: a client's session, a host of this server (stanzas that modules send), a remote server, a component.
 * @see core/stanza_router.lua
 */
interface StanzaOrigin {
  /** `c2s`, `s2sin`, `s2sout`, `local` (a VirtualHost), `component` … */
  type: string;
  /** Ours. Nil of a stream before its header, and of other servers' that named none of ours. */
  host?: string;
  /** Of a client that has logged in; nil for hosts, servers and components. */
  username?: string;
  /** Of a client with a resource; else nil. */
  full_jid?: string;
  /** Sends to it. Plain function: no `self`. A server's stream may have none: see {@link S2sSession}. */
  send: (this: void, stanza: import("util.stanza").Stanza) => unknown;
}

/**
 * Why a stream is closed: a stream error condition, with text and an element of one's own, or a whole `<stream:error/>`. `false`: the
 * other side did.
 */
type CloseReason =
  | string
  | false
  | { condition: string; text?: string; extra?: import("util.stanza").Stanza }
  | import("util.stanza").Stanza;

/**
 * A client's connection, from its first byte on; over TCP, BOSH or WebSocket. What a session has depends on how far it
 * got: see `type`. A destroyed session keeps only `type`, `log`, `id`, `destroyed`, and functions that do nothing, so everything else
 * must be asked for again after waiting.
 * @see core/sessionmanager.lua, modules/mod_presence.lua, modules/mod_roster.lua, modules/mod_bosh.lua
 */
interface C2sSession extends StanzaOrigin {
  /** `c2s_unauthed` to `c2s_unbound` at the login, `c2s` at the bind. */
  type: "c2s_unauthed" | "c2s_unbound" | "c2s" | "c2s_destroyed";
  /** For the log: `c2s` and an address in memory. None over BOSH. */
  id?: string;
  /** Its lines are marked by the session's id, over BOSH by `bosh` and its `sid`. */
  log: Logger;
  /** From the stream header on. */
  host?: string;
  /** From authentication on. */
  username?: string;
  /** From the resource bind on. */
  resource?: string;
  /** With host and resource, as bound; nil before the bind. */
  full_jid?: string;
  /** Shared with all sessions of the user. Set after the session is in the tables of its host. */
  roster?: Roster;
  /**
   * The last available presence, with a `<delay/>` in it: clone it before sending. Nil until the first and after
   * `unavailable`.
   */
  presence?: import("util.stanza").Stanza;
  /** True once the client has asked for its roster: it gets roster pushes. */
  interested?: boolean;
  /** JIDs that it has sent directed presence to, and no `unavailable` since; contacts that see its presence anyway are left out. */
  directed?: LuaSet<string>;
  /** Its connection, over BOSH that of its newest request; nil while mod_smacks waits for it to come back. */
  conn?: import("net.server").Connection;
  /** From `util.sasl`; nil once it has logged in. @see modules/mod_saslauth.lua */
  sasl_handler?: import("util.sasl").SaslHandler;
  /** Of the stream. @see modules/mod_c2s.lua */
  streamid?: string;
  /** Of the client's stream: 1, or 0 without one; nil over BOSH. @see modules/mod_c2s.lua */
  version?: number;
  /** What `util.filters` has put on it, by its type. @see util/filters.lua */
  filters?: object;
  /**
   * What it may do.
   * @since 13.0
   * @see util/session.lua
   */
  role?: Role;
  /**
   * Bytes, without the filters of stanzas, but with those of `bytes/out`: over WebSocket they go out in a frame. Plain function. None over
   * BOSH. Gives true, also where a filter drops them, or false and why. @see core/sessionmanager.lua
   */
  rawsend?: (this: void, data: string) => LuaMultiReturn<[sent: boolean, err?: string]>;
  /** Of its presence, -128 to 127; nil where that is nil. */
  priority?: number;
  /** The client's; over HTTP by `X-Forwarded-For` of `trusted_proxies`. */
  ip?: string;
  /**
   * Whether it is encrypted: `false` while STARTTLS is under way, nil or false without TLS. True over HTTP also where
   * `consider_bosh_secure` or `consider_websocket_secure` is set.
   */
  secure?: boolean;
  /**
   * Since when (Unix time) its connection is lost while mod_smacks waits for it to come back.
   * @see modules/mod_smacks.lua
   */
  hibernating?: number;
  /** The namespace of XEP-0198 in use; `false` once given up. @see modules/mod_smacks.lua */
  smacks?: string | false;
  /** True from just before `resource-unbind` is fired. */
  destroyed?: boolean;
  /** A stanza, or raw XML. Plain function. Gives `false` where it could not be sent. */
  send: (this: void, data: import("util.stanza").Stanza | string) => unknown;
  /**
   * Without a reason an orderly end. Destroys the session at once; without a reason, other than over BOSH, once the client has closed its
   * side, or has not in time. On 0.12 it does nothing over WebSocket while mod_smacks waits for the client to come back.
   */
  close(reason?: CloseReason): void;
}

/** A session as it is while it stands in the tables of its host. No promise across waiting. */
interface BoundSession extends C2sSession {
  /** Has a resource. */
  type: "c2s";
  /** The VirtualHost, prepared. */
  host: string;
  /** Prepared, as nodeprep gives it. */
  username: string;
  /** Prepared; unique among the user's. */
  resource: string;
  /** The key in `prosody.full_sessions`. */
  full_jid: string;
}

/**
 * A user with at least one bound resource. `roster` is nil only while the first resource's roster loads.
 * @see core/sessionmanager.lua
 */
interface UserRecord {
  /** Resource to session. */
  sessions: LuaMap<string, BoundSession>;
  /** The one that all its sessions share. */
  roster?: Roster;
}

/**
 * One VirtualHost or component.
 * @see core/hostmanager.lua, core/rostermanager.lua, core/usermanager.lua
 */
interface HostSession extends StanzaOrigin {
  /** `local` is a VirtualHost. */
  type: "local" | "component";
  /** Its name, prepared: the key in `prosody.hosts`. */
  host: string;
  /** A host is nobody's session. */
  username?: undefined;
  /** Where the events of {@link ProsodyEvents} are fired; `module.hook` adds handlers here. */
  events: EventsObject;
  /** Sessions that stanzas to other servers go out on, by those servers' hosts. */
  s2sout: LuaMap<string, S2sSession>;
  /** The auth provider; components have none. */
  users?: AuthProvider;
  /** What says who may do what: the environment of mod_authz_internal, or what stands in for it. */
  authz?: object;
  /** Closes nothing: it only writes to the log, at debug. */
  close(reason?: CloseReason): void;
  /** Module name to its environment. */
  modules: LuaMap<string, LoadedModule>;
  /** Username to user, of those online. Components have none. */
  sessions?: LuaMap<string, UserRecord>;
  /** Rosters of users that were offline when they were loaded, by bare JID; nil before the first roster is loaded. Drop one with `set(jid, undefined)`. */
  roster_cache?: Pick<import("util.cache").Cache<string, Roster>, "get" | "set">;
}
