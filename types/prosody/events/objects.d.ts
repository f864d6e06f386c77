/** @noSelfInFile */

/** A page for an error: give its text. @see net/http/server.lua */
interface HttpErrorEvent {
  /** The status of HTTP. */
  code: number;
  /** What is wrong with a request that no handler was asked about, as for a host that is not served. */
  message?: string;
  /** What a handler has thrown, with a traceback: mod_http_errors shows it with the option `http_errors_detailed` alone. */
  private_message?: string;
  /** What a handler has given in place of a page. */
  error?: import("util.error").ErrorObject;
  /** The HTTP request; nil where a handler threw, and where `message` says what is wrong. */
  request?: HttpServerRequest;
  /** The HTTP answer; nil on 0.12 where a handler threw. */
  response?: HttpServerResponse;
}

/** What stands for a folder without an index file: give its text. @see net/http/files.lua */
interface DirectoryIndexEvent {
  /** The path asked for. */
  path: string;
  /** The path of the folder on the disk. */
  full_path: string;
}

/** A request of `net.http`. @see net/http.lua */
interface HttpClientRequestEvent {
  /** The client that it is a request of. */
  http: import("net.http").HttpClient;
  /** The request; before anything is done it has the parts of the URL, but no method, headers and body. */
  request: import("net.http").HttpRequest;
  /** The URL asked for. */
  url: string;
}

/** A request of `net.http` that is to be made: what a handler sets is used. @see net/http.lua */
interface HttpClientPreRequestEvent extends HttpClientRequestEvent {
  /** As they were given. */
  options?: import("net.http").RequestOptions;
  /** As it was given; of a request without one, what settles the promise. */
  callback: import("net.http").RequestCallback;
}

/** A request of `net.http` that could not be sent. @see net/http.lua */
interface HttpClientErrorEvent extends HttpClientRequestEvent {
  /** Why there is no connection. */
  err?: string;
}

/** A request of `net.http` that is over: what a handler sets is given to the callback. @see net/http.lua */
interface HttpClientResponseEvent extends HttpClientRequestEvent {
  /** The body, false where a `streaming_handler` has taken it; or why there is no answer. */
  content: string | false;
  /** The HTTP status; 0 where there is no answer. */
  code: number;
  /** The answer; the request itself where there is none. */
  response: import("net.http").HttpResponse | import("net.http").HttpRequest;
  /** What fires this event. */
  callback: import("net.http").RequestCallback;
}

/** Of a pubsub service. @see util/pubsub.lua */
interface PubsubServiceEvent {
  /** The service it is about. */
  service: import("util.pubsub").PubsubService;
  /** The name of the node. */
  node: string;
  /** Who did it: `true` for the server itself. */
  actor: import("util.pubsub").PubsubActor;
}

/** An item of a pubsub service. @see util/pubsub.lua */
interface PubsubRetractedEvent extends PubsubServiceEvent {
  /** The id of the item. */
  id: string;
}

/** An item of a pubsub service. @see util/pubsub.lua */
interface PubsubPublishedEvent extends PubsubRetractedEvent {
  /** What was published: a stanza for mod_pubsub and mod_pep. */
  item: unknown;
}

/** A subscription of a pubsub service. @see util/pubsub.lua */
interface PubsubSubscriptionEvent {
  /** The service it is about. */
  service: import("util.pubsub").PubsubService;
  /** The name of the node. */
  node: string;
  /** As it was subscribed, or given to be removed. */
  jid: string;
  /** What `normalize_jid` of the service makes of it. */
  normalized_jid: string;
}

/** A new subscription of a pubsub service. @see util/pubsub.lua */
interface PubsubSubscribedEvent extends PubsubSubscriptionEvent {
  /** Of the subscription, if there are any. */
  options?: object;
}

/** What changes in `util.fsm`. @since 13.0 @see util/fsm.lua */
interface FsmTransitionEvent {
  /** What `init` of the machine gives. */
  instance: object;
  /** Of the transition. */
  name: string;
  /** The state it goes to. */
  to: string;
  /** What was given with it. */
  to_attr?: unknown;
  /** The state it was in. */
  from: string;
  /** What was given with that one. */
  from_attr?: unknown;
}

/** A machine of `util.fsm` is in another state than before, or begins in another one than the default. @since 13.0 @see util/fsm.lua */
interface FsmStateEvent {
  /** What `init` of the machine gives. */
  instance: object;
  /** Of the transition; nil where the machine begins. */
  name?: string;
  /** The state it is in. */
  to: string;
  /** What was given with it. */
  to_attr?: unknown;
  /** The state it was in; where the machine begins the default one, if there is any. */
  from?: string;
  /** What was given with that one. */
  from_attr?: unknown;
}

/** Of a connection of `util.adminstream`. @since 13.0 @see util/adminstream.lua */
interface AdminStreamEvent {
  /** Of the one who has left, without its connection. */
  session: object;
}

/**
 * What has events of its own: the `events` of an object, as a rule, or the library `net.http.server`.
 * @see util/events.lua, net/http/server.lua
 */
interface EventSource {
  /** By name; those with a higher priority run first. */
  add_handler(this: void, event: string, handler: (this: void, event: never) => unknown, priority?: number): void;
  /** The very function that was added. */
  remove_handler(this: void, event: string, handler: (this: void, event: never) => unknown): void;
}

/**
 * Events of other objects than hosts and the server, for `module.hook_object_event`. Open, as {@link ProsodyEvents}.
 */
interface ProsodyObjectEvents {
  /** Of `net.http.server`: there is no page, but a status from 400 on or an error. A text as result is the body. */
  "http-error": HttpErrorEvent;
  /** Of `net.http.server`, where `directory_index` of `net.http.files` is set. A text as result is the body. */
  "directory-index": DirectoryIndexEvent;
  /** Of a client of `net.http`, before anything is done. A true result is what `request` gives, and nothing is done. */
  "pre-request": HttpClientPreRequestEvent;
  /** Of a client of `net.http`: the connection is being made, or an open one is used. */
  request: HttpClientRequestEvent;
  /** Of a client of `net.http`: any outcome of a request that was connected, before the callback. */
  response: HttpClientResponseEvent;
  /** Of a client of `net.http`, where no connection could be made; the callback is called afterwards. */
  "request-connection-error": HttpClientErrorEvent;
  /** Of a pubsub service. */
  "node-created": PubsubServiceEvent;
  /** Of a pubsub service; subscribers are told afterwards. */
  "node-deleted": PubsubServiceEvent;
  /** Of a pubsub service: all items are gone, the node stays. */
  "node-purged": PubsubServiceEvent;
  /** Of a pubsub service: stored if the node persists items, not sent to subscribers yet. */
  "item-published": PubsubPublishedEvent;
  /** Of a pubsub service, by node; before the one without. */
  [event: `item-published/${string}`]: PubsubPublishedEvent;
  /** Of a pubsub service: no more stored; subscribers are told afterwards, if at all. */
  "item-retracted": PubsubRetractedEvent;
  /** Of a pubsub service; also where a subscription is replaced. */
  "subscription-added": PubsubSubscribedEvent;
  /** Of a pubsub service; not where the node is deleted. */
  "subscription-removed": PubsubSubscriptionEvent;
  /** Of a machine of `util.fsm`, before anything else. A result other than nil stops it. @since 13.0 */
  transition: FsmTransitionEvent;
  /** Of a machine of `util.fsm`, by state, where that changes. A result other than nil stops it. @since 13.0 */
  [event: `leave/${string}`]: FsmTransitionEvent;
  /** Of a machine of `util.fsm`, by name of the transition. A result other than nil stops it. @since 13.0 */
  [event: `transition/${string}`]: FsmTransitionEvent;
  /** Of a machine of `util.fsm`, by state, where that has changed. @since 13.0 */
  [event: `enter/${string}`]: FsmStateEvent;
  /** Of a machine of `util.fsm`, by name of the transition that it has made. @since 13.0 */
  [event: `transitioned/${string}`]: FsmTransitionEvent;
  /** Of a machine of `util.fsm`: it is in its new state. The last of all. @since 13.0 */
  transitioned: FsmStateEvent;
  /** Of a server of `util.adminstream`, since 13.0; nil of a client, when the server ends the stream and when the connection ends. @see util/adminstream.lua */
  disconnected: AdminStreamEvent | undefined;
  /** Of a client of `util.adminstream`: the server's stream header has come. @see util/adminstream.lua */
  connected: undefined;
  /** Of a client of `util.adminstream`. A true result says that it needs no more. @see util/adminstream.lua */
  received: import("util.stanza").Stanza;
  /** Of a client of `util.adminstream`, by name of the element: one of the stream's own namespace that `received` did not take. @see util/adminstream.lua */
  [event: `received/${string}`]: import("util.stanza").Stanza;
}
