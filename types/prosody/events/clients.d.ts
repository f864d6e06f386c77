/** @noSelfInFile */

/** Of a client's session. @see modules/mod_c2s.lua, modules/mod_csi_simple.lua, modules/mod_bookmarks.lua */
interface ClientEvent {
  /** The session it is about. */
  session: C2sSession;
}

/** A client's connection is closed. @see modules/mod_c2s.lua */
interface ClientClosedEvent {
  /** Destroyed, or hibernating. Nil where it had left its connection before. */
  session?: C2sSession;
  /** The connection under the session. */
  conn: import("net.server").Connection;
}

/** A client's session gets another connection. @since 13.0 @see core/sessionmanager.lua */
interface SessionUpdatedEvent {
  /** The session it is about. */
  session: C2sSession;
  /** The session whose connection it was. */
  from_session: C2sSession;
  /** The connection there was before. */
  replaced_conn?: import("net.server").Connection;
}

/** A session by HTTP. @see modules/mod_bosh.lua, modules/mod_websocket.lua */
interface HttpSessionEvent {
  /** The session it is about. */
  session: C2sSession;
  /** The HTTP request. */
  request: HttpServerRequest;
}

/** A stream is about to be closed. @see modules/mod_c2s.lua */
interface PreSessionCloseEvent {
  /** The session it is about. */
  session: C2sSession;
  /** In words, for people or for the log. */
  reason?: unknown;
}

/** A resource is about to go. True keeps it, as mod_smacks does. @see core/sessionmanager.lua */
interface PreResourceUnbindEvent {
  /** The session it is about. */
  session: C2sSession;
  /** An error, in place of what would be told. */
  error?: unknown;
}

/** A login has failed. What is told to the client may be changed. @see modules/mod_saslauth.lua */
interface AuthenticationFailureEvent {
  /** The session it is about. */
  session: C2sSession;
  /** A condition of SASL or of a stanza error. */
  condition?: string;
  /** In words, for people. */
  text?: string;
}

/** A login is tried. @since 13.0 @see modules/mod_saslauth.lua */
interface AuthenticationAttemptEvent {
  /** Whoever sent the stanza. */
  origin: C2sSession;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** Set it to false, to refuse. */
  allowed?: boolean;
  /** Told in place of the usual one. */
  error_condition?: string;
  /** In words, for people. */
  error_text?: string;
}

/** An answer while one logs in. @since 13.0 @see modules/mod_saslauth.lua */
interface SaslStatusEvent {
  /** The session it is about. */
  session: C2sSession;
  /** Of a failure the condition: `not-authorized` …; else what the mechanism says, not yet in base64. A change of it is sent. */
  message?: string;
  /** Of a failure, in words, for people. A change of it is sent. */
  error_text?: string;
}

/** A stanza that a client has not got. True: something was done about it. @see modules/mod_smacks.lua */
interface DeliveryFailureEvent {
  /** The session it is about. */
  session: C2sSession;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
}

/** Of stream management (XEP-0198): what has not been acknowledged yet. @see modules/mod_smacks.lua */
interface SmacksEvent {
  /** Whoever sent the stanza. */
  origin: C2sSession;
  /** Stanzas that are not acknowledged yet. */
  queue: import("util.stanza").Stanza[];
  /** Of `smacks-hibernation-end`: the session that goes on. */
  resumed?: C2sSession;
  /** Of `smacks-hibernation-stanza-queued` and `smacks-ack-delayed`. */
  stanza?: import("util.stanza").Stanza;
}

/** Whether a client that is not looked at is to get it at once. @see modules/mod_csi_simple.lua */
interface CsiImportantEvent {
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza | string;
  /** The session it is about. */
  session: C2sSession;
  /** Set it, for the log. */
  reason?: string;
}

/** Whether a copy goes to the user's other clients. @see modules/mod_carbons.lua */
interface CarbonsEvent {
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** The session it is about. */
  session: StanzaOrigin;
  /** In words, for people or for the log. */
  reason?: string;
}

/** Whether a message is archived. @see modules/mod_mam/mod_mam.lua */
interface ArchiveShouldStoreEvent {
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** The session it is about. */
  session: StanzaOrigin;
  /** In words, for people or for the log. */
  reason?: string;
}

/** A message was archived. @see modules/mod_mam/mod_mam.lua */
interface ArchiveAddedEvent {
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** Whose archive it is in. */
  for_user: string;
  /** The id of the item or entry. */
  id: string;
}

/** A message for a user who is offline. True: it is kept. @see modules/mod_message.lua, modules/mod_smacks.lua */
interface OfflineMessageEvent {
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The part of the address before `@`. */
  username: string;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
}

/** A user is back: what was kept is to be sent. @see modules/mod_presence.lua */
interface OfflineBroadcastEvent {
  /** Whoever sent the stanza. */
  origin: C2sSession;
}

/** A disco answer of an account. @see modules/mod_disco.lua */
interface AccountDiscoEvent {
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The answer so far: add to it. */
  reply: import("util.stanza").Stanza;
  /** The stanza as it came in, or as it will go out. */
  stanza?: import("util.stanza").Stanza;
}

/** A disco answer of the host. @see modules/mod_disco.lua */
interface HostDiscoEvent {
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** The answer so far: add to it. */
  reply: import("util.stanza").Stanza;
}

/** A disco answer for a node. @see modules/mod_disco.lua */
interface DiscoNodeEvent {
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** The answer so far: add to it. */
  reply: import("util.stanza").Stanza;
  /** The name of the node. */
  node: string;
  /** Set it where there is such a node. */
  exists?: boolean;
}

/** A push is about to go out. True: not. @since 13.0 @see modules/mod_cloud_notify.lua */
interface CloudNotifyPushEvent {
  /** The stanza that goes out. */
  notification_stanza: import("util.stanza").Stanza;
  /** The part of it that is the notification. */
  notification_payload: import("util.stanza").Stanza;
  /** What it is about. */
  original_stanza: import("util.stanza").Stanza;
  /** The part of the address before `@`. */
  username: string;
  /** What the client has registered. */
  push_info: object;
  /** The form that is sent along. */
  push_summary: Record<string, unknown>;
  /** Whether it has a body. */
  important: boolean;
  /** In words, for people or for the log. */
  reason?: string;
}

/** A client wants pushes. @since 13.0 @see modules/mod_cloud_notify.lua */
interface CloudNotifyRegistrationEvent {
  /** Whoever sent the stanza. */
  origin: C2sSession | HostSession;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** What the client has registered. */
  push_info: object;
}

/** Services that are told to a client: a list. @see modules/mod_external_services.lua */
interface ExternalServicesEvent {
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** The services that are told: add to them, or take from them. */
  services: ExternalService[];
  /** The type asked for, if one was. */
  requested_type?: string;
  /** `type:host:port` of each. */
  requested_credentials?: import("util.set").Set<string>;
}

/** Something was published by mod_pep_simple. @see modules/mod_pep_simple.lua */
interface PepPublishEvent {
  /** The name of the node. */
  node: string;
  /** Whose it is. */
  user: string;
  /** Who did it. */
  actor?: string;
  /** The id of the item or entry. */
  id: string;
  /** The session it is about. */
  session: C2sSession;
  /** What it is about. */
  item: import("util.stanza").Stanza;
}

interface ProsodyEvents {
  /** All that was to be sent is handed to the system. @see modules/mod_c2s.lua */
  "c2s-ondrain": ClientEvent;
  /** What was buffered is about to run out: there is room to write more. @see modules/mod_c2s.lua */
  "c2s-pre-ondrain": ClientEvent;
  /** True waits for as long again. @see modules/mod_c2s.lua */
  "c2s-read-timeout": ClientEvent;
  /** Before the stream error goes out; `reason` may be changed. */
  "pre-session-close": PreSessionCloseEvent;
  /** While the session is still in all tables. */
  "pre-resource-unbind": PreResourceUnbindEvent;
  /** Before the client is told; where a name is invalid after a success, changes are not looked at. */
  "authentication-failure": AuthenticationFailureEvent;
  /** Before a mechanism is chosen: to limit rates, mostly. The event is the one of the `auth` element. @since 13.0 */
  "authentication-attempt": AuthenticationAttemptEvent;
  /**
   * By what comes next: `sasl/c2s/success`, `sasl/c2s/failure`, `sasl/c2s/challenge`. Before the client is told.
   * @since 13.0
   */
  [event: `sasl/c2s/${string}`]: SaslStatusEvent;
  /** Without a result the sender gets an error, unless it is one or comes from the client itself. */
  "delivery/failure": DeliveryFailureEvent;
  /** The client has not acknowledged for `smacks_max_ack_delay` seconds; it may be gone. */
  "smacks-ack-delayed": SmacksEvent;
  /** The connection is lost, the session waits to be resumed. */
  "smacks-hibernation-start": SmacksEvent;
  /** Resumed in time, by a new connection. Not fired where it times out. */
  "smacks-hibernation-end": SmacksEvent;
  /** Fired for each stanza while nobody is connected. */
  "smacks-hibernation-stanza-queued": SmacksEvent;
  /** The client is looked at. @see modules/mod_csi.lua */
  "csi-client-active": ClientStanzaEvent;
  /** The client says that nobody looks at it (XEP-0352). @see modules/mod_csi.lua */
  "csi-client-inactive": ClientStanzaEvent;
  /** mod_csi_simple decides at -1. */
  "csi-is-stanza-important": CsiImportantEvent;
  /** What was held back for an inactive client is about to be sent. @see modules/mod_csi_simple.lua */
  "csi-flushing": ClientEvent;
  /** mod_carbons decides at -1. */
  "carbons-should-copy": CarbonsEvent;
  /** mod_mam decides at -1. */
  "archive-should-store": ArchiveShouldStoreEvent;
  /** Once for each archive; `stanza` is the copy that was stored. */
  "archive-message-added": ArchiveAddedEvent;
  /** mod_offline stores at -1. Without a result the sender gets an error. */
  "message/offline/handle": OfflineMessageEvent;
  /** At the first available presence with a priority that is not negative. mod_offline sends here. */
  "message/offline/broadcast": OfflineBroadcastEvent;
  /** To a user's own account, after `message/bare`. @see core/stanza_router.lua */
  "message/self": ClientStanzaEvent;
  /** To a user's own account, after `presence/bare`. @see core/stanza_router.lua */
  "presence/self": ClientStanzaEvent;
  /** A message of type groupchat to an account. @see modules/mod_message.lua */
  "message/bare/groupchat": StanzaEvent;
  /** The answer to an iq with that id: `module.send_iq` is easier. @see modules/mod_iq.lua */
  [event: `iq-${"result" | "error"}/${"bare" | "host" | "self"}/${string}`]: StanzaEvent;
  /**
   * An element of a stream that is no stanza, or comes before one may send any: `stanza/XMLNS:NAME`. See `module.hook_tag`.
   * @see core/stanza_router.lua
   */
  [event: `stanza/${string}`]: StanzaEvent;
  /** Features of an account. */
  "account-disco-info": AccountDiscoEvent;
  /** Items of an account. */
  "account-disco-items": AccountDiscoEvent;
  /** Without `exists` or a result the answer is `item-not-found`. */
  "account-disco-info-node": DiscoNodeEvent;
  /** Without `exists` or a result the answer is `item-not-found`. */
  "account-disco-items-node": DiscoNodeEvent;
  /** Besides components and what `disco_items` says. */
  "host-disco-items": HostDiscoEvent;
  /** Without `exists` or a result the answer is `item-not-found`. */
  "host-disco-info-node": DiscoNodeEvent;
  /** Without `exists` or a result the answer is `item-not-found`. */
  "host-disco-items-node": DiscoNodeEvent;
  /** Once for each registration that is to be told of a stanza. @since 13.0 */
  "cloud_notify/push": CloudNotifyPushEvent;
  /** False: it was told no already. @since 13.0 */
  "cloud_notify/registration": CloudNotifyRegistrationEvent;
  /** After those of another type are gone; with `requested_type` nil all. */
  "external_service/services": ExternalServicesEvent;
  /** Services that need credentials, all of them: those not asked for are dropped afterwards. */
  "external_service/credentials": ExternalServicesEvent;
  /** After the publisher was answered. */
  "pep-publish-item": PepPublishEvent;
  /** A user has no bookmarks yet. @see modules/mod_bookmarks.lua */
  "bookmarks/empty": ClientEvent;
  /** A user has stored a vCard (XEP-0054); `stanza` is the iq. @since 13.0 @see modules/mod_vcard.lua */
  "vcard-updated": StanzaEvent;
}

/** @see modules/mod_csi_simple.lua, modules/mod_carbons.lua, modules/mod_mam/mod_mam.lua, modules/mod_c2s.lua */
interface ProsodyEventResults {
  /** True ends the delay: all that waits is sent. */
  "csi-is-stanza-important": boolean;
  /** False: no copies. */
  "carbons-should-copy": boolean;
  /** False: it is in no archive. */
  "archive-should-store": boolean;
  /** The client was answered already. */
  "cloud_notify/registration": false;
  /** A result is a change of what is told. */
  "pre-session-close": boolean;
}

interface ProsodyGlobalEvents {
  /** The host's event, where the session has no host yet. @see modules/mod_c2s.lua */
  "c2s-ondrain": ClientEvent;
  /** The host's event, where the session has no host yet. @see modules/mod_c2s.lua */
  "c2s-pre-ondrain": ClientEvent;
  /** The host's event, where the session has no host yet. @see modules/mod_c2s.lua */
  "c2s-read-timeout": ClientEvent;
  /** The connection is gone, with or without a stream or a login. mod_c2s is one module for all hosts. @see modules/mod_c2s.lua */
  "c2s-closed": ClientClosedEvent;
  /** A session was made and its host is known; no stanza was read yet. @see modules/mod_bosh.lua */
  "bosh-session": HttpSessionEvent;
  /** A session was made; the handshake is not answered yet, so no host is known. @see modules/mod_websocket.lua */
  "websocket-session": HttpSessionEvent;
  /** After what core knows of was moved: for fields that a module has put on a session. @since 13.0 */
  "c2s-session-updated": SessionUpdatedEvent;
}
