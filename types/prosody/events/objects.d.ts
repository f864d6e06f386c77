/** @noSelfInFile */

/** A page for an error: give its text. @see net/http/server.lua */
interface HttpErrorEvent {
  code: number;
  message?: string;
  /** For the log only. */
  private_message?: string;
  error?: import("util.error").ErrorObject;
  request?: HttpServerRequest;
  response: HttpServerResponse;
}

/** What stands for a folder: give its text. @see net/http/files.lua */
interface DirectoryIndexEvent {
  path: string;
  full_path: string;
}

/** A request of `net.http`. @see net/http.lua */
interface HttpClientRequestEvent {
  http: import("net.http").HttpClient;
  request: import("net.http").HttpRequest;
  url?: unknown;
  err?: string;
  response?: import("net.http").HttpResponse;
}

/** Of a pubsub service. @see util/pubsub.lua */
interface PubsubServiceEvent {
  service: object;
  node: string;
  actor?: unknown;
}

/** An item of a pubsub service. @see util/pubsub.lua */
interface PubsubItemEvent {
  service: object;
  node: string;
  actor?: unknown;
  id: string;
  item?: unknown;
}

/** A subscription of a pubsub service. @see util/pubsub.lua */
interface PubsubSubscriptionEvent {
  service: object;
  node: string;
  jid: string;
  normalized_jid: string;
  options?: unknown;
}

/** What changes in `util.fsm`. @since 13.0 @see util/fsm.lua */
interface FsmTransitionEvent {
  instance: object;
  name: string;
  to?: string;
  from?: string;
}

/** Of a connection of `util.adminstream`. @see util/adminstream.lua */
interface AdminStreamEvent {
  session: object;
}

/**
 * Events of other objects than hosts and the server, for `module.hook_object_event`. Open, as {@link ProsodyEvents}.
 */
interface ProsodyObjectEvents {
  /** Of `net.http.server`. */
  "http-error": HttpErrorEvent;
  /** Of `net.http.server`. */
  "directory-index": DirectoryIndexEvent;
  /** Of a client of `net.http`, before anything is done. */
  "pre-request": HttpClientRequestEvent;
  request: HttpClientRequestEvent;
  response: HttpClientRequestEvent;
  "request-connection-error": HttpClientRequestEvent;
  /** Of a pubsub service. */
  "node-created": PubsubServiceEvent;
  "node-deleted": PubsubServiceEvent;
  "node-purged": PubsubServiceEvent;
  "item-published": PubsubItemEvent;
  [event: `item-published/${string}`]: PubsubItemEvent;
  "item-retracted": PubsubItemEvent;
  "subscription-added": PubsubSubscriptionEvent;
  "subscription-removed": PubsubSubscriptionEvent;
  /** Of a machine of `util.fsm`. @since 13.0 */
  transition: FsmTransitionEvent;
  /** @since 13.0 */
  transitioned: FsmTransitionEvent;
  /** @since 13.0 */
  [event: `${"transition" | "transitioned" | "enter" | "leave"}/${string}`]: FsmTransitionEvent;
  /** Of a server of `util.adminstream`. */
  disconnected: AdminStreamEvent;
  /** Of a client of `util.adminstream`. @see util/adminstream.lua */
  connected: undefined;
  /** Of a client of `util.adminstream`. @see util/adminstream.lua */
  received: import("util.stanza").Stanza;
  /** @see util/adminstream.lua */
  [event: `received/${string}`]: import("util.stanza").Stanza;
}
