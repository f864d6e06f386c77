/** @noSelfInFile */

/** A page for an error: give its text. @see net/http/server.lua */
interface HttpErrorEvent {
  /** The status of HTTP. */
  code: number;
  /** In words, for people. */
  message?: string;
  /** For the log only. */
  private_message?: string;
  /** An error, in place of what would be told. */
  error?: import("util.error").ErrorObject;
  /** The HTTP request. */
  request?: HttpServerRequest;
  /** The HTTP answer; nil on 0.12 where a handler threw. */
  response?: HttpServerResponse;
}

/** What stands for a folder: give its text. @see net/http/files.lua */
interface DirectoryIndexEvent {
  /** The path asked for. */
  path: string;
  /** The path of the folder. */
  full_path: string;
}

/** A request of `net.http`. @see net/http.lua */
interface HttpClientRequestEvent {
  /** The client that it is a request of. */
  http: import("net.http").HttpClient;
  /** The HTTP request. */
  request: import("net.http").HttpRequest;
  /** The URL asked for. */
  url: string;
  /** Why there is no answer. */
  err?: string;
  /** The HTTP answer. */
  response?: import("net.http").HttpResponse;
}

/** Of a pubsub service. @see util/pubsub.lua */
interface PubsubServiceEvent {
  /** The service it is about. */
  service: object;
  /** The name of the node. */
  node: string;
  /** Who did it. */
  actor?: unknown;
}

/** An item of a pubsub service. @see util/pubsub.lua */
interface PubsubItemEvent {
  /** The service it is about. */
  service: object;
  /** The name of the node. */
  node: string;
  /** Who did it. */
  actor?: unknown;
  /** The id of the item or entry. */
  id: string;
  /** What it is about. */
  item?: unknown;
}

/** A subscription of a pubsub service. @see util/pubsub.lua */
interface PubsubSubscriptionEvent {
  /** The service it is about. */
  service: object;
  /** The name of the node. */
  node: string;
  /** The JID it is about. */
  jid: string;
  /** The JID that is compared. */
  normalized_jid: string;
  /** Of the subscription. */
  options?: unknown;
}

/** What changes in `util.fsm`. @since 13.0 @see util/fsm.lua */
interface FsmTransitionEvent {
  /** The machine itself. */
  instance: object;
  /** Of the transition. Nil where the machine begins in another state than the default one. */
  name?: string;
  /** The state it goes to. */
  to: string;
  /** What was given with it. */
  to_attr?: unknown;
  /** The state it was in. */
  from?: string;
  /** What was given with that one. */
  from_attr?: unknown;
}

/** Of a connection of `util.adminstream`. @see util/adminstream.lua */
interface AdminStreamEvent {
  /** The session it is about. */
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
  /** Of a client of `net.http`: the connection is being made. */
  request: HttpClientRequestEvent;
  /** Of a client of `net.http`: any outcome, before the callback; `response` may be replaced. */
  response: HttpClientRequestEvent;
  /** Of a client of `net.http`, where no connection could be made: `err` says why. */
  "request-connection-error": HttpClientRequestEvent;
  /** Of a pubsub service. */
  "node-created": PubsubServiceEvent;
  /** Of a pubsub service; subscribers are told afterwards. */
  "node-deleted": PubsubServiceEvent;
  /** Of a pubsub service: all items are gone, the node stays. */
  "node-purged": PubsubServiceEvent;
  /** Of a pubsub service: stored where the node persists items, not sent to subscribers yet. */
  "item-published": PubsubItemEvent;
  /** Of a pubsub service, by node; before the one without. */
  [event: `item-published/${string}`]: PubsubItemEvent;
  /** Of a pubsub service; without `item`. */
  "item-retracted": PubsubItemEvent;
  /** Of a pubsub service; also where a subscription is replaced. */
  "subscription-added": PubsubSubscriptionEvent;
  /** Of a pubsub service; without `options`. */
  "subscription-removed": PubsubSubscriptionEvent;
  /** Of a machine of `util.fsm`. @since 13.0 */
  transition: FsmTransitionEvent;
  /** Of a machine of `util.fsm`: it is in its new state. The last of all. @since 13.0 */
  transitioned: FsmTransitionEvent;
  /**
   * By name of the transition, or by state. A result of `transition/…` or `leave/…` other than nil stops it.
   * @since 13.0
   */
  [event: `${"transition" | "transitioned" | "enter" | "leave"}/${string}`]: FsmTransitionEvent;
  /** Of a server of `util.adminstream`. */
  disconnected: AdminStreamEvent;
  /** Of a client of `util.adminstream`. @see util/adminstream.lua */
  connected: undefined;
  /** Of a client of `util.adminstream`. @see util/adminstream.lua */
  received: import("util.stanza").Stanza;
  /** By name of the element, for those without a namespace that `received` did not take. @see util/adminstream.lua */
  [event: `received/${string}`]: import("util.stanza").Stanza;
}
