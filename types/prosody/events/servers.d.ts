/** @noSelfInFile */

/** A stanza for another server. @see core/stanza_router.lua, modules/mod_s2s.lua */
interface RouteRemoteEvent {
  /** Whoever sent it; left out where a session of a server sends something itself, as dialback does. */
  origin?: StanzaOrigin;
  /** As it will go out. */
  stanza: import("util.stanza").Stanza;
  /** The host it comes from: one of ours. */
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
  /** Already destroyed. Nil where it had left its connection before. */
  session?: S2sSession;
  /** The connection under the session. */
  conn: import("net.server").Connection;
}

/** A server's session is over. @see core/s2smanager.lua */
interface S2sDestroyedEvent {
  /** The session it is about. */
  session: S2sSession;
  /** A text or a `util.error`; of an orderly end nil, or false where the other server has begun it. */
  reason?: unknown;
}

/** A server is who it says. @see modules/mod_dialback.lua, modules/mod_saslauth.lua */
interface S2sAuthenticatedEvent {
  /** The session it is about. By dialback it may be `destroyed`: closed while the other server was asked. */
  session: S2sSession;
  /** The other's host that is proven now. */
  host: string;
  /** `EXTERNAL` or `dialback`, of those that come with Prosody. */
  mechanism: string;
}

/** A server's certificate is looked at: set `cert_chain_status` and `cert_identity_status` of the session. @see modules/mod_s2s.lua */
interface S2sCertificateEvent {
  /** The session it is about. */
  session: S2sSession;
  /** The other's; nil where one that came in does not say who it is. */
  host?: string;
  /** LuaSec's; nil where there is none. */
  cert?: object;
}

/** What is offered to a server. @see modules/mod_s2s.lua */
interface S2sFeaturesEvent {
  /** The session it is sent on. */
  origin: S2sSession;
  /** Add children. */
  features: import("util.stanza").Stanza;
}

/** For a server that speaks XMPP of old. @see modules/mod_s2s.lua */
interface S2sLegacyEvent {
  /** The session that goes out to it. */
  origin: S2sSession;
}

/** A connection to a server is about to be made. @see modules/mod_s2s.lua */
interface S2sPreConnectEvent {
  /** The session it is about. */
  session: S2sSession;
  /** Looks up addresses: may be replaced. */
  resolver: import("net.resolvers.basic").Resolver;
}

/** Events of sessions of servers that are fired twice: on the server, and on our host of the session. */
interface S2sEvents {
  /** It may carry stanzas from now on; those that waited have not gone out yet. @see modules/mod_s2s.lua */
  "s2sout-established": S2sEvent;
  /** The other server may send stanzas from now on. Again for each further host that it proves to be on the same stream. @see modules/mod_s2s.lua */
  "s2sin-established": S2sEvent;
  /** Of sessions that were established only; see `s2s-destroyed`. @see core/s2smanager.lua */
  "s2sout-destroyed": S2sDestroyedEvent;
  /** Of sessions that were established only; see `s2s-destroyed`. @see core/s2smanager.lua */
  "s2sin-destroyed": S2sDestroyedEvent;
}

interface ProsodyEvents extends S2sEvents {
  /** Anything that goes to another server. */
  "route/remote": RouteRemoteEvent;
  /** One going out is made; nothing is connected yet. @see modules/mod_s2s.lua */
  "s2sout-created": S2sEvent;
  /** At -1 mod_s2s makes the session one that may send stanzas, or closes it. @see modules/mod_s2s.lua */
  "s2s-authenticated": S2sAuthenticatedEvent;
  /** To a server that has opened a stream to this host, by XMPP 1.0. @see modules/mod_s2s.lua */
  "s2s-stream-features": S2sFeaturesEvent;
  /**
   * The other's stream is older than XMPP 1.0, so no features will come. mod_tls asks for TLS at 200 where that is required, as it is by
   * default, and not there yet; mod_dialback begins at 100. Not on a stream that only verifies a key.
   * @see modules/mod_s2s.lua
   */
  "s2sout-authenticate-legacy": S2sLegacyEvent;
  /** All that was to be sent is handed to the system. @see modules/mod_s2s.lua */
  "s2s-ondrain": S2sEvent;
  /** Something can be written now: what is buffered goes next, with what a handler writes. @see modules/mod_s2s.lua */
  "s2s-pre-ondrain": S2sEvent;
  /** Nothing has come for `read_timeout` of `network_settings`. @see modules/mod_s2s.lua */
  "s2s-read-timeout": S2sEvent;
  /** Before addresses are looked up; the resolver may be replaced. @since 13.0 */
  "s2sout-pre-connect": S2sPreConnectEvent;
  /** The other server offers a connection both ways: `features` is the `bidi` element that is about to ask for it. @since 13.0 @see modules/mod_s2s_bidi.lua */
  "s2sout-stream-features": S2sFeaturesEvent;
  /** Its handshake went well and was answered; stanzas may follow. @see modules/mod_component.lua */
  "component-authenticated": ComponentEvent;
  /** Where it had named a host, let in or not. The session is emptied afterwards, and stanzas to one that was in come back as errors. */
  "component-disconnected": ComponentDisconnectedEvent;
  /** Nothing has come for `read_timeout` of `network_settings`. */
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
  /** The connection's error; `stream error` where the server, or the component, ended the stream. */
  reason?: string;
}

interface ProsodyGlobalEvents extends S2sEvents {
  /** A session has got its stream and its filters, in either direction. mod_s2s is one module for all hosts. @see modules/mod_s2s.lua */
  "s2s-created": S2sEvent;
  /** After the one of the direction. Of one going out `ip` is set afterwards. @see modules/mod_s2s.lua */
  "s2s-connected": S2sEvent;
  /** Before the session is set up: it has no stream yet. @see modules/mod_s2s.lua */
  "s2sin-connected": S2sEvent;
  /** Before the stream header goes out. @see modules/mod_s2s.lua */
  "s2sout-connected": S2sEvent;
  /**
   * Before anything is offered or asked for on a stream with TLS. mod_s2s decides at -1; one result other than nil keeps it from
   * doing so.
   * @see modules/mod_s2s.lua
   */
  "s2s-check-certificate": S2sCertificateEvent;
  /** The connection is gone, and the session destroyed before where it was still there. @see modules/mod_s2s.lua */
  "s2s-closed": S2sClosedEvent;
  /** What is offered where the stream header has no `to`. @see modules/mod_s2s.lua */
  "s2s-stream-features-legacy": S2sFeaturesEvent;
  /** Any session, established or not, either direction; before the event of its direction. @see core/s2smanager.lua */
  "s2s-destroyed": S2sDestroyedEvent;
  /** The host's event, where the session has no host of ours yet. @see modules/mod_s2s.lua */
  "s2s-ondrain": S2sEvent;
  /** The host's event, where the session has no host of ours yet. @see modules/mod_s2s.lua */
  "s2s-pre-ondrain": S2sEvent;
  /** The host's event, where the session has no host of ours yet. @see modules/mod_s2s.lua */
  "s2s-read-timeout": S2sEvent;
  /** The host's event, where the component has not named one yet. @see modules/mod_component.lua */
  "component-read-timeout": ComponentEvent;
}

/** @see modules/mod_s2s.lua, modules/mod_component.lua, core/stanza_router.lua */
interface ProsodyEventResults {
  /** True: it is on its way. False: it does not go, and whoever sent it gets an error. */
  "route/remote": boolean;
  /**
   * True waits for as long again, false ends the connection. At 0 mod_smacks asks a server that has enabled it for an answer, and waits
   * once; at -1 mod_s2s sends a space, and waits.
   */
  "s2s-read-timeout": boolean;
  /** True waits for as long again, false ends the connection. At -1 mod_component sends a space, and waits. */
  "component-read-timeout": boolean;
  /** False: the session was closed, and its stream is not gone on with. */
  "s2s-check-certificate": boolean;
}
