/** @noSelfInFile */

/** @see core/hostmanager.lua */
interface HostDeactivatingEvent {
  /** The name of the host. */
  host: string;
  /** The host itself. */
  host_session: HostSession;
  /** In words, for people or for the log. */
  reason?: unknown;
}

/** A port is listened on, or no more. @see core/portmanager.lua */
interface ServiceEvent {
  /** What it is called. */
  name: string;
  /** The service it is about. */
  service: NetProvider;
}

/** @see core/statsmanager.lua */
interface OpenMetricsUpdatedEvent {
  /** All metrics. */
  metric_registry: import("util.openmetrics").MetricRegistry;
}

/** A module has said how it is. @see core/moduleapi.lua */
interface ModuleStatusEvent {
  /** What it is called. */
  name: string;
}

/** A store was opened: set `store` to another, or to one that wraps it. @see core/storagemanager.lua */
interface StoreOpenedEvent {
  /** The name of the host. */
  host: string;
  /** The name of the store. */
  store_name: string;
  /** Nil for `keyval`. */
  store_type?: string;
  /** The store that was opened. */
  store: object;
  /** Set it, where there is to be none. */
  store_err?: unknown;
}

/** A page in words. Give the whole answer. @see modules/mod_bosh.lua */
interface HttpMessageEvent {
  /** The HTTP answer. */
  response: HttpServerResponse;
  /** In words, for people. */
  title: string;
  /** In words, for people. */
  message: string;
  /** In words, for people. */
  warning?: string;
}

/** An item of any kind was added or removed: `item-added/KIND`. See `module.handle_items`. @see core/moduleapi.lua */
interface AnyItemEvent {
  /** Where it came from. */
  source: ProsodyModule;
  /** What it is about. */
  item: unknown;
}

/** A node's items were asked for. @see modules/mod_pubsub/mod_pubsub.lua */
interface PubsubSummaryEvent {
  /** The name of the node. */
  node: string;
  /** The id of the item or entry. */
  id?: string;
  /** What it is about. */
  item?: import("util.stanza").Stanza;
  /** The element in it. */
  payload: import("util.stanza").Stanza;
}

/** Gives lines of text for a program of an administrator. @see modules/mod_admin_telnet.lua */
interface AdminInputEvent {
  /** Whoever sent the stanza. */
  origin: object;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
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
  /** A text, of what was published. */
  [event: `pubsub-summary/${string}`]: PubsubSummaryEvent;
}

/** @see modules/mod_bosh.lua */
interface ProsodyEventResults {
  /** The page as HTML, sent in place of the text. */
  "http-message": string;
}

interface ProsodyGlobalEvents {
  /** Before the configuration is read again. @see util/startup.lua */
  "reloading-config": undefined;
  /**
   * The log goes where the configuration says now.
   * @see util/startup.lua
   */
  "logging-reloaded": undefined;
  /** On SIGHUP, and whenever the configuration was read again. @see util/startup.lua */
  "reopen-log-files": undefined;
  /** Hosts and modules are about to be loaded. @see util/startup.lua */
  "server-starting": undefined;
  /** After `server-cleanup`; the process ends next. @see util/startup.lua */
  "server-stopped": undefined;
  /** The very last. @see util/startup.lua */
  "server-cleanup": undefined;
  /** Of the process: `signal/SIGUSR1`, `signal/SIGUSR2`. @see util/startup.lua */
  [event: `signal/${string}`]: unknown;
  /** All hosts of the configuration are there. @see core/hostmanager.lua */
  "hosts-activated": object;
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
  /** Registered; its ports are open, or could not be. */
  "service-added": ServiceEvent;
  /** Its ports are closed. */
  "service-removed": ServiceEvent;
  /** Metrics were collected. */
  "openmetrics-updated": OpenMetricsUpdatedEvent;
  /** The same of global modules. */
  [event: `item-added/${string}`]: AnyItemEvent;
  /** The same of global modules. */
  [event: `item-removed/${string}`]: AnyItemEvent;
  /** Fired by mod_bosh, mod_websocket and mod_http_file_share, and answered by mod_http_errors at -1. */
  "http-message": HttpMessageEvent;
  /** A line typed at the telnet console. mod_admin_shell runs it. */
  "admin/repl-input": AdminInputEvent;
}
