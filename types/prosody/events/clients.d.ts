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

/** A client's session gets the connection of another. @since 13.0 @see core/sessionmanager.lua */
interface SessionUpdatedEvent {
  /** The one that goes on. */
  session: BoundSession;
  /** The one whose connection it was: retired once the handlers return. */
  from_session: C2sSession;
  /** The connection there was before, where there was one. */
  replaced_conn?: import("net.server").Connection;
}

/** A session over BOSH. @see modules/mod_bosh.lua */
interface BoshSessionEvent {
  /** Just made: there is no way to send anything yet. */
  session: Omit<C2sSession, "send">;
  /** The HTTP request that has opened it. */
  request: HttpServerRequest;
}

/** A session over WebSocket. @see modules/mod_websocket.lua */
interface WebsocketSessionEvent {
  /** Just made. */
  session: C2sSession;
  /** The HTTP request that has opened it. */
  request: HttpServerRequest;
}

/** A stream is about to be closed. @see modules/mod_c2s.lua, modules/mod_websocket.lua */
interface PreSessionCloseEvent {
  /** The session it is about. */
  session: C2sSession;
  /** What `close` was called with. May be changed. */
  reason?: CloseReason;
}

/** A resource is about to go. True keeps it, as mod_smacks does. @see core/sessionmanager.lua */
interface PreResourceUnbindEvent {
  /** The session it is about. */
  session: BoundSession;
  /** Why, in words; nil where nobody said, false where the client has closed its stream. */
  error?: string | false;
}

/** A login has failed. @see modules/mod_saslauth.lua */
interface AuthenticationFailureEvent {
  /** The session it is about. */
  session: C2sSession;
  /** A condition of SASL: `not-authorized` … On 13.0 a change of it is told to the client. */
  condition: string;
  /** In words, for people. On 13.0 a change of it is told to the client. */
  text?: string;
}

/** A login is tried. @since 13.0 @see modules/mod_saslauth.lua */
interface AuthenticationAttemptEvent {
  /** Not logged in yet. */
  origin: C2sSession;
  /** The element `auth`. */
  stanza: import("util.stanza").Stanza;
  /** Set it to false, to refuse. */
  allowed?: boolean;
  /** Set it with `allowed`: a condition of SASL, in place of `not-authorized`. */
  error_condition?: string;
  /** Set it with `allowed`: in words, for people. */
  error_text?: string;
}

/** An answer while one logs in. @since 13.0 @see modules/mod_saslauth.lua */
interface SaslStatusEvent {
  /** The session it is about. */
  session: C2sSession;
  /**
   * Of a failure the condition: `not-authorized` …; else what the mechanism says, not yet in base64, if anything. A change of it is
   * sent.
   */
  message?: string;
  /** Of a failure, in words, for people. A change of it is sent. */
  error_text?: string;
}

/** A stanza that a client or another server has not got. True: something was done about it. @see modules/mod_smacks.lua */
interface DeliveryFailureEvent {
  /** Where it should have gone out: about to go, with `smacks` false. */
  session: C2sSession | S2sSession;
  /** As it was queued: a copy, with a `delay` unless it is an iq. */
  stanza: import("util.stanza").Stanza;
}

/** Of stream management (XEP-0198), where a connection does not answer. @see modules/mod_smacks.lua */
interface SmacksAckDelayedEvent {
  /** The session it is about. */
  origin: C2sSession | S2sSession;
  /** Stanzas that are not acknowledged yet: a list made for this. */
  queue: import("util.stanza").Stanza[];
}

/** Of stream management (XEP-0198), where a connection is lost. @see modules/mod_smacks.lua */
interface SmacksHibernationEvent {
  /** The session that waits; it has no connection any more. */
  origin: BoundSession;
  /** Stanzas that are not acknowledged yet: a list made for this. */
  queue: import("util.stanza").Stanza[];
}

/** Of stream management (XEP-0198), where a stanza waits. @see modules/mod_smacks.lua */
interface SmacksQueuedEvent {
  /** The session that waits. */
  origin: BoundSession;
  /** Stanzas that are not acknowledged yet, this one included: a list made for this. */
  queue: import("util.stanza").Stanza[];
  /** As it was queued: a copy, with a `delay` unless it is an iq. */
  stanza: import("util.stanza").Stanza;
}

/** Of stream management (XEP-0198), where a session goes on. @see modules/mod_smacks.lua */
interface SmacksResumedEvent {
  /** The session that the new connection began with. On 13.0 it is destroyed. */
  origin: C2sSession;
  /** The session that goes on, with that connection. */
  resumed: BoundSession;
  /** Stanzas that were sent once more: a list made for this. */
  queue: import("util.stanza").Stanza[];
}

/** Whether a client that is not looked at is to get it at once. @see modules/mod_csi_simple.lua */
interface CsiImportantEvent {
  /** What is to be sent; with BOSH also text that is no stanza. */
  stanza: import("util.stanza").Stanza | string;
  /** The client's that it is for. */
  session: C2sSession;
  /** Set it, for the log and for metrics. */
  reason?: string;
}

/** A client says whether it is looked at. @see modules/mod_csi.lua */
interface CsiStateEvent {
  /** The client's, with its `state` set to the element's name. */
  origin: C2sSession;
  /** The element `active` or `inactive`. */
  stanza: import("util.stanza").Stanza;
}

/** Whether a copy goes to the user's other clients. @see modules/mod_carbons.lua */
interface CarbonsEvent {
  /** The message: one that the user sends, or one for the user. */
  stanza: import("util.stanza").Stanza;
  /** Whoever sent the message. */
  session: StanzaOrigin;
  /** Set it, for the log. Where it is `private` with false, the element of that name is taken out of a message for the user. */
  reason?: string;
}

/** Whether a message is archived. @see modules/mod_mam/mod_mam.lua */
interface ArchiveShouldStoreEvent {
  /** The message: one that the user sends, or one for the user. */
  stanza: import("util.stanza").Stanza;
  /** Whoever sent the message. */
  session: StanzaOrigin;
  /** Set it, for the log. */
  reason?: string;
}

/** A message was archived. @see modules/mod_mam/mod_mam.lua */
interface ArchiveAddedEvent {
  /** Whoever sent the message. */
  origin: StanzaOrigin;
  /** As it was stored: a copy, unless `dont_archive_namespaces` is empty. */
  stanza: import("util.stanza").Stanza;
  /** Whose archive it is in: the part of the address before `@`. */
  for_user: string;
  /** In the archive. */
  id: string;
}

/** A message for a user whom it can't be sent to. True: it is kept. @see modules/mod_message.lua, modules/mod_smacks.lua */
interface OfflineMessageEvent {
  /** Whoever sent the message; the user's own session where mod_smacks could not get it through. */
  origin: StanzaOrigin;
  /** Whom it is for: the part of the address before `@`. */
  username: string;
  /** The message. */
  stanza: import("util.stanza").Stanza;
}

/** A user is back: what was kept is to be sent. @see modules/mod_presence.lua */
interface OfflineBroadcastEvent {
  /** The client that is to get it. Its `presence` is set, its `priority` is not yet. */
  origin: BoundSession;
}

/** What an account says of itself. @see modules/mod_disco.lua */
interface AccountDiscoInfoEvent {
  /** Whoever asks. */
  origin: StanzaOrigin;
  /** The answer so far: add to it. */
  reply: import("util.stanza").Stanza;
}

/** What belongs to an account or to the host. @see modules/mod_disco.lua */
interface DiscoItemsEvent {
  /** Whoever asks. */
  origin: StanzaOrigin;
  /** The query. */
  stanza: import("util.stanza").Stanza;
  /** The answer so far: add to it. */
  reply: import("util.stanza").Stanza;
}

/** A disco answer for a node. @see modules/mod_disco.lua */
interface DiscoNodeEvent {
  /** Whoever asks. */
  origin: StanzaOrigin;
  /** The query. */
  stanza: import("util.stanza").Stanza;
  /** The answer so far: add to it. */
  reply: import("util.stanza").Stanza;
  /** The name of the node. */
  node: string;
  /** False. Set it to true where there is such a node. */
  exists: boolean;
}

/** A push is about to go out. True: not. @since 13.0 @see modules/mod_cloud_notify.lua */
interface CloudNotifyPushEvent {
  /** The iq that goes out. */
  notification_stanza: import("util.stanza").Stanza;
  /** The element `notification`; that in the iq is the same. */
  notification_payload: import("util.stanza").Stanza;
  /** What the user was sent; nil where another module has asked for pushes by `cloud-notify-ping`. */
  original_stanza?: import("util.stanza").Stanza;
  /** Whom it is for: the part of the address before `@`. */
  username: string;
  /** What the client has registered. */
  push_info: object;
  /** What the form in the notification was made of; a change of it changes nothing any more. */
  push_summary: Record<string, unknown>;
  /** Whether `push_summary` has the text of a message, or what stands for it. */
  important: boolean;
  /** Set it where the push is not to go out: for the log. */
  reason?: string;
}

/** A client wants pushes. @since 13.0 @see modules/mod_cloud_notify.lua */
interface CloudNotifyRegistrationEvent {
  /** The client's. */
  origin: C2sSession;
  /** The iq. */
  stanza: import("util.stanza").Stanza;
  /** What is about to be stored. */
  push_info: object;
}

/** Services that are told to a client. @see modules/mod_external_services.lua */
interface ExternalServicesEvent {
  /** Whoever asks. */
  origin: StanzaOrigin;
  /** The query. */
  stanza: import("util.stanza").Stanza;
  /** The services that are told: add to them, or take from them. An invalid one that is added throws. */
  services: ExternalService[];
  /** The type asked for, if one was. */
  requested_type?: string;
}

/** Services that a client asks for credentials of. @see modules/mod_external_services.lua */
interface ExternalCredentialsEvent {
  /** The client's. */
  origin: C2sSession;
  /** The query. */
  stanza: import("util.stanza").Stanza;
  /** Those that need credentials: add to them, or take from them. An invalid one that is added throws. */
  services: ExternalService[];
  /** What was asked for, as `type:host:port`; the port is 0 where none was named. */
  requested_credentials: import("util.set").Set<string>;
}

/** A user publishes or retracts an item, with mod_pep_simple. @see modules/mod_pep_simple.lua */
interface PepPublishEvent {
  /** The name of the node. */
  node: string;
  /** The bare JID of the user. */
  user: string;
  /** As the client has said, else `1`. */
  id: string;
  /** The client's. */
  session: C2sSession;
  /** The element `item`: a copy. */
  item: import("util.stanza").Stanza;
}

/** The user's vCard. @see modules/mod_vcard.lua */
interface VcardEvent extends StanzaEvent {
  /** Set it to true at a priority above 0, to let a component's vCard be stored. @since 13.0 */
  allow_vcard_modification?: Since13<boolean>;
}

/** Events of sessions that are fired on their host, and before that is known on the server. @see modules/mod_c2s.lua */
interface C2sConnectionEvents {
  /** All that was to be sent is handed to the system. */
  "c2s-ondrain": ClientEvent;
  /** A piece of what is buffered is about to be handed to the system: there is room to write more. */
  "c2s-pre-ondrain": ClientEvent;
  /** Nothing has come for a while, 14 minutes by default. */
  "c2s-read-timeout": ClientEvent;
  /** Before the stream error goes out, if one does. Not over BOSH, nor where the connection was lost. */
  "pre-session-close": PreSessionCloseEvent;
}

interface ProsodyEvents extends C2sConnectionEvents {
  /** While the session is still in all tables. */
  "pre-resource-unbind": PreResourceUnbindEvent;
  /** Before the client is told. Where a name is invalid after a success, changes are not looked at. */
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
  /** Nothing was acknowledged for `smacks_max_ack_delay` seconds; it may be gone. */
  "smacks-ack-delayed": SmacksAckDelayedEvent;
  /** The connection is lost, the session waits to be resumed. */
  "smacks-hibernation-start": SmacksHibernationEvent;
  /** Resumed in time, by a new connection. Not fired where it times out. */
  "smacks-hibernation-end": SmacksResumedEvent;
  /** Fired for each stanza while nobody is connected. */
  "smacks-hibernation-stanza-queued": SmacksQueuedEvent;
  /** The client says that it is looked at (XEP-0352). */
  "csi-client-active": CsiStateEvent;
  /** The client says that nobody looks at it (XEP-0352). */
  "csi-client-inactive": CsiStateEvent;
  /** For what goes to a client that nobody looks at, unless `csi_queue_size` have been held back. mod_csi_simple decides at -1. */
  "csi-is-stanza-important": CsiImportantEvent;
  /** What was held back for an inactive client is about to be sent. @see modules/mod_csi_simple.lua */
  "csi-flushing": ClientEvent;
  /** Where the user has a client online. mod_carbons decides at -1. */
  "carbons-should-copy": CarbonsEvent;
  /** Once for each archive: the sender's, the recipient's. mod_mam decides at -1. */
  "archive-should-store": ArchiveShouldStoreEvent;
  /** Once for each archive. */
  "archive-message-added": ArchiveAddedEvent;
  /** mod_offline stores at -1. Without a result the sender gets an error. */
  "message/offline/handle": OfflineMessageEvent;
  /** After `presence/initial`, where the priority of that presence is not negative. mod_offline sends at -1. */
  "message/offline/broadcast": OfflineBroadcastEvent;
  /** To a user's own account, after `message/bare`, unless that has a result: that of mod_message always has. @see core/stanza_router.lua */
  "message/self": ClientStanzaEvent;
  /** To a user's own account, after `presence/bare`, unless that has a result: that of mod_presence always has. @see core/stanza_router.lua */
  "presence/self": ClientStanzaEvent;
  /** A message of type groupchat to an account that exists. Without a result the sender gets an error. @see modules/mod_message.lua */
  "message/bare/groupchat": StanzaEvent;
  /** The answer to an iq with that id: `module.send_iq` is easier. @see modules/mod_iq.lua */
  [event: `iq-${"result" | "error"}/${"bare" | "host" | "self"}/${string}`]: StanzaEvent;
  /**
   * An element of a stream that is no stanza: `stanza/XMLNS:NAME`, see `module.hook_tag`. Also a stanza of who may not send any yet:
   * `stanza/iq/XMLNS:NAME`, by the iq's child, `stanza/message` …
   * @see core/stanza_router.lua
   */
  [event: `stanza/${string}`]: StanzaEvent;
  /** Identities and features of an account. Results are not looked at. */
  "account-disco-info": AccountDiscoInfoEvent;
  /** Items of an account. Results are not looked at. */
  "account-disco-items": DiscoItemsEvent;
  /** Without `exists` or a result the answer is `item-not-found`. */
  "account-disco-info-node": DiscoNodeEvent;
  /** Without `exists` or a result the answer is `item-not-found`. */
  "account-disco-items-node": DiscoNodeEvent;
  /** Before components and what `disco_items` says are added. With a result nothing is sent. */
  "host-disco-items": DiscoItemsEvent;
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
  /** Those not asked for are dropped afterwards. */
  "external_service/credentials": ExternalCredentialsEvent;
  /** After the publisher was answered. */
  "pep-publish-item": PepPublishEvent;
  /** A user has no bookmarks yet, old or new; at the initial presence. @see modules/mod_bookmarks.lua */
  "bookmarks/empty": ClientEvent;
  /** A vCard was stored (XEP-0054), of a user or of a component's; `stanza` is the iq. @since 13.0 @see modules/mod_vcard.lua */
  "vcard-updated": VcardEvent;
  /** mod_vcard answers at 0. @see modules/mod_vcard.lua */
  "iq/bare/vcard-temp:vCard": VcardEvent;
}

/** @see modules/mod_csi_simple.lua, modules/mod_carbons.lua, modules/mod_mam/mod_mam.lua, modules/mod_c2s.lua */
interface ProsodyEventResults {
  /** True ends the delay: all that waits is sent. */
  "csi-is-stanza-important": boolean;
  /** True: copies. */
  "carbons-should-copy": boolean;
  /** True: it is put into the archive, unless the user's own preferences are against it. */
  "archive-should-store": boolean;
  /** The client was answered already. */
  "cloud_notify/registration": false;
  /**
   * True waits for as long again, false ends the connection. At 0 mod_smacks asks a client that has enabled it for an answer, and waits
   * once; at -1 mod_c2s sends a space, and waits.
   */
  "c2s-read-timeout": boolean;
}

interface ProsodyGlobalEvents extends C2sConnectionEvents {
  /** The connection is gone, with or without a stream or a login; not over BOSH. mod_c2s is one module for all hosts. @see modules/mod_c2s.lua */
  "c2s-closed": ClientClosedEvent;
  /** A session was made and its host is known; no stanza was read yet. @see modules/mod_bosh.lua */
  "bosh-session": BoshSessionEvent;
  /** A session was made; the handshake is not answered yet, so no host is known. @see modules/mod_websocket.lua */
  "websocket-session": WebsocketSessionEvent;
  /** After what core knows of was moved: for fields that a module has put on a session. @since 13.0 */
  "c2s-session-updated": SessionUpdatedEvent;
}
