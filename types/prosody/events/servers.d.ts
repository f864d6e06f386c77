/** @noSelfInFile */

/** A stanza for another server. True: it is on its way. @see core/stanza_router.lua, modules/mod_s2s.lua */
interface RouteRemoteEvent {
  /** Left out where a stream says something itself. */
  origin?: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** The host it comes from. */
  from_host: string;
  /** The host it goes to. */
  to_host: string;
}

/** Of a server's session. @see modules/mod_s2s.lua */
interface S2sEvent {
  /** The session it is about. */
  session: S2sSession;
}

/** A server's connection is closed. @see modules/mod_s2s.lua */
interface S2sClosedEvent {
  /** The session it is about. */
  session: S2sSession;
  /** The connection under the session. */
  conn: import("net.server").Connection;
}

/** A server's session is over. @see core/s2smanager.lua */
interface S2sDestroyedEvent {
  /** The session it is about. */
  session: S2sSession;
  /** In words, for people or for the log. */
  reason?: unknown;
}

/** A server is who it says. @see modules/mod_dialback.lua, modules/mod_saslauth.lua */
interface S2sAuthenticatedEvent {
  /** The session it is about. */
  session: S2sSession;
  /** The name of the host. */
  host: string;
  /** How it has proved who it is. */
  mechanism: string;
}

/** A server's certificate is looked at: set `cert_chain_status` and `cert_identity_status`. @see modules/mod_s2s.lua */
interface S2sCertificateEvent {
  /** The session it is about. */
  session: S2sSession;
  /** Nil for one going out without a name. */
  host?: string;
  /** LuaSec's; nil where there is none. */
  cert?: object;
}

/** What is offered to a server. @see modules/mod_s2s.lua */
interface S2sFeaturesEvent {
  /** Whoever sent the stanza. */
  origin: S2sSession;
  /** Add children. */
  features: import("util.stanza").Stanza;
}

/** For a server that speaks XMPP of old. @see modules/mod_s2s.lua */
interface S2sLegacyEvent {
  /** Whoever sent the stanza. */
  origin: S2sSession;
}

/** A connection to a server is about to be made. @see modules/mod_s2s.lua */
interface S2sPreConnectEvent {
  /** The session it is about. */
  session: S2sSession;
  /** Looks up addresses: may be replaced. */
  resolver: unknown;
}

/** Names of events of sessions of servers that are told of on the host, and of the server. */
interface S2sEvents {
  /** One going out is made; nothing is connected yet. */
  "s2sout-created": S2sEvent;
  "s2sout-established": S2sEvent;
  "s2sin-established": S2sEvent;
  "s2sout-destroyed": S2sDestroyedEvent;
  "s2sin-destroyed": S2sDestroyedEvent;
  "s2s-authenticated": S2sAuthenticatedEvent;
  "s2s-check-certificate": S2sCertificateEvent;
  "s2s-closed": S2sClosedEvent;
}

interface ProsodyEvents extends S2sEvents {
  /** Anything that goes to another server. */
  "route/remote": RouteRemoteEvent;
  "s2s-stream-features": S2sFeaturesEvent;
  "s2s-stream-features-legacy": S2sFeaturesEvent;
  "s2sout-authenticate-legacy": S2sLegacyEvent;
  "s2s-created": S2sEvent;
  "s2s-ondrain": S2sEvent;
  "s2s-pre-ondrain": S2sEvent;
  /** True waits for as long again. */
  "s2s-read-timeout": S2sEvent;
  /** @since 13.0 */
  "s2sout-pre-connect": S2sPreConnectEvent;
  /** What is said to a server that offers features. @since 13.0 @see modules/mod_s2s_bidi.lua */
  "s2sout-stream-features": S2sFeaturesEvent;
  /** @see modules/mod_component.lua */
  "component-authenticated": ComponentEvent;
  "component-disconnected": ComponentDisconnectedEvent;
  /** True waits for as long again. */
  "component-read-timeout": ComponentEvent;
}

/** Of a component of another process. @see modules/mod_component.lua */
interface ComponentEvent {
  /** The session it is about. */
  session: ComponentSession;
}

/** It has gone. @see modules/mod_component.lua */
interface ComponentDisconnectedEvent {
  /** The session it is about. */
  session: ComponentSession;
  /** In words, for people or for the log. */
  reason?: unknown;
}

interface ProsodyGlobalEvents extends S2sEvents {
  "s2s-created": S2sEvent;
  "s2s-connected": S2sEvent;
  "s2sin-connected": S2sEvent;
  "s2sout-connected": S2sEvent;
  "s2s-destroyed": S2sDestroyedEvent;
}
