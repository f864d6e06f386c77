/** @noSelfInFile */

/** @see core/hostmanager.lua */
interface HostDeactivatingEvent {
  /** The name of the host. */
  host: string;
  /** The host itself. */
  host_session: HostSession;
  /** As `hostmanager.deactivate` was given it: a text, or what a stream error is made of. */
  reason?: unknown;
}

/** A service of `module.provides("net")` has come or gone. @see core/portmanager.lua */
interface ServiceEvent {
  /** Of the service: several modules can have one of the same name, of which one is active. */
  name: string;
  /** What the module gave. */
  service: NetProvider;
}

/** @see core/statsmanager.lua */
interface OpenMetricsUpdatedEvent {
  /** All metrics, with what the handlers of `stats-update` have measured. */
  metric_registry: import("util.openmetrics").MetricRegistry;
}

/** An error that nobody has caught. @see prosody */
interface UncaughtErrorEvent {
  /** What was thrown. */
  error: unknown;
  /** Where, as text. */
  traceback: string;
}

/** A module has said how it is. @see core/moduleapi.lua */
interface ModuleStatusEvent {
  /** Of the module, without `mod_`. */
  name: string;
}

/** A store was opened: set `store` to another, or to one that wraps it. @see core/storagemanager.lua */
interface StoreOpenedEvent {
  /** The name of the host. */
  host: string;
  /** The name of the store. */
  store_name: string;
  /** As it was asked for: nil and `keyval` are the same. */
  store_type?: string;
  /** The store that was opened: what a handler makes of it is what `open_store` gives. */
  get store(): object;
  set store(store: object | undefined);
  /** Nil; what a handler sets is the second result of `open_store`. */
  store_err?: unknown;
}

/** A page for somebody who looks at an endpoint with a browser: give its HTML. @see modules/mod_bosh.lua, modules/mod_websocket.lua */
interface HttpMessageEvent {
  /** The HTTP answer: for its headers. */
  response: HttpServerResponse;
  /** What the endpoint is. */
  title: string;
  /** What it is for. */
  message: string;
  /** That it is not secure, where it is not. */
  warning?: string;
}

/** An item of any kind was added or removed: `item-added/KIND`. See `module.handle_items`. @see core/moduleapi.lua */
interface AnyItemEvent {
  /** The module that has added it. */
  source: ProsodyModule;
  /** What it has added. */
  item: unknown;
}

/** An item with a payload is about to be sent to those who have subscribed. @see modules/mod_pubsub/mod_pubsub.lua */
interface PubsubSummaryEvent {
  /** What the element around the item is called: `items`. */
  kind: string;
  /** The name of the node. */
  node: string;
  /** Who will get it: the options of each one's subscription by JID, or true where there are none. */
  jids: Record<string, object | true>;
  /** Who published it: a JID, or `true` for the server itself. */
  actor?: string | true;
  /** The whole item. */
  item: import("util.stanza").Stanza;
  /** The first element in it. */
  payload: import("util.stanza").Stanza;
}

/** A line for the shell. @see modules/mod_admin_telnet.lua, modules/mod_admin_socket.lua */
interface AdminInputEvent {
  /** The administrator's session: answers go to its `send`. */
  origin: object;
  /** `repl-input`, with the line as its text. */
  stanza: import("util.stanza").Stanza;
}

/** An administrator's connection has ended. @since 13.0 @see modules/mod_admin_socket.lua */
interface AdminDisconnectedEvent {
  /** The administrator's session, without its connection. */
  session: object;
}

interface ProsodyEvents {
  /** Each time a store is opened; not where that has failed. */
  "store-opened": StoreOpenedEvent;
  /** Ask the module by `get_status` what it said. */
  "module-status/updated": ModuleStatusEvent;
  /** By kind; `module.handle_items` also sees those already there. */
  [event: `item-added/${string}`]: AnyItemEvent;
  /** By kind; also when a module is unloaded. */
  [event: `item-removed/${string}`]: AnyItemEvent;
  /** By what the node says its type is, or else by the namespace of the payload. */
  [event: `pubsub-summary/${string}`]: PubsubSummaryEvent;
}

/** @see modules/mod_bosh.lua, modules/mod_pubsub/mod_pubsub.lua */
interface ProsodyEventResults {
  /** The page as HTML, sent in place of the text. */
  "http-message": string;
  /** What was published, in words: the body of the messages to those who want one. */
  [event: `pubsub-summary/${string}`]: string;
}

interface ProsodyGlobalEvents {
  /** Before the configuration is read again. @see util/startup.lua */
  "reloading-config": undefined;
  /**
   * The log goes where the configuration says now.
   * @see util/startup.lua
   */
  "logging-reloaded": undefined;
  /** After `config-reloaded`, and by `prosody.reopen_logfiles`. @see util/startup.lua */
  "reopen-log-files": undefined;
  /** Hosts and modules are about to be loaded. @see util/startup.lua */
  "server-starting": undefined;
  /** After `server-cleanup`; the process ends next. @see util/startup.lua */
  "server-stopped": undefined;
  /** After `server-stopping`, before `server-stopped`. @see util/startup.lua */
  "server-cleanup": undefined;
  /** `signal/SIGUSR1` and `signal/SIGUSR2`, which the process has got; on 0.12 by mod_posix. @see util/startup.lua */
  [event: `signal/${string}`]: undefined;
  /** All enabled hosts of the configuration are there. What it carries is the configuration: host to options, and the global ones under `*`. @see core/hostmanager.lua */
  "hosts-activated": object;
  /** In the main loop, which begins anew after it. It is in the log already. */
  "very-bad-error": UncaughtErrorEvent;
  /** All hosts are about to be deactivated and activated again. @since 13.0 @see modules/mod_debug_reset.lua */
  "server-resetting": undefined;
  /** Once for each host that is there again. @since 13.0 @see modules/mod_debug_reset.lua */
  "server-reset": undefined;
  /** Of a global module. See the event of a host. @see core/moduleapi.lua */
  "module-status/updated": ModuleStatusEvent;
  /** Of a global module; `host` is `*`. @see core/modulemanager.lua */
  "module-loaded": ModuleChangedEvent;
  /** Of a global module; `host` is `*`. @see core/modulemanager.lua */
  "module-unloaded": ModuleChangedEvent;
  /** Of a global module; `host` is `*`. @see core/modulemanager.lua */
  "module-reloaded": ModuleChangedEvent;
  /** Before its sessions are closed and its modules unloaded. */
  "host-deactivating": HostDeactivatingEvent;
  /** Registered; its ports are open, unless they could not be, or one of the same name has them. */
  "service-added": ServiceEvent;
  /** Its ports are closed, or those of another one of the same name are open in their place. */
  "service-removed": ServiceEvent;
  /** Metrics were collected, at an interval or because they were asked for. Not by a provider of statistics without a registry. */
  "openmetrics-updated": OpenMetricsUpdatedEvent;
  /** The same of global modules. */
  [event: `item-added/${string}`]: AnyItemEvent;
  /** The same of global modules. */
  [event: `item-removed/${string}`]: AnyItemEvent;
  /** Fired by mod_bosh, mod_websocket and mod_http_file_share, and answered by mod_http_errors at -1. */
  "http-message": HttpMessageEvent;
  /** From `prosodyctl shell`, or from the console of mod_admin_telnet. mod_admin_shell runs it. */
  "admin/repl-input": AdminInputEvent;
  /** Of `prosodyctl`, by its socket. @since 13.0 */
  "admin-disconnected": AdminDisconnectedEvent;
}
