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
  "store-opened": StoreOpenedEvent;
  "module-status/updated": ModuleStatusEvent;
  [event: `item-added/${string}`]: AnyItemEvent;
  [event: `item-removed/${string}`]: AnyItemEvent;
  "http-message": HttpMessageEvent;
  /** A text, of what was published. */
  [event: `pubsub-summary/${string}`]: PubsubSummaryEvent;
}

interface ProsodyEventResults {
  "http-message": string;
}

interface ProsodyGlobalEvents {
  /** Before the configuration is read again. @see util/startup.lua */
  "reloading-config": undefined;
  /** @see util/startup.lua */
  "logging-reloaded": undefined;
  /** @see util/startup.lua */
  "reopen-log-files": undefined;
  /** Hosts and modules are about to be loaded. @see util/startup.lua */
  "server-starting": undefined;
  /** @see util/startup.lua */
  "server-stopped": undefined;
  /** The very last. @see util/startup.lua */
  "server-cleanup": undefined;
  /** Of the process: `signal/SIGUSR1`, `signal/SIGUSR2`. @see util/startup.lua */
  [event: `signal/${string}`]: unknown;
  /** All hosts of the configuration are there. @see core/hostmanager.lua */
  "hosts-activated": object;
  "host-deactivating": HostDeactivatingEvent;
  "service-added": ServiceEvent;
  "service-removed": ServiceEvent;
  /** Metrics were collected. */
  "openmetrics-updated": OpenMetricsUpdatedEvent;
  [event: `item-added/${string}`]: AnyItemEvent;
  [event: `item-removed/${string}`]: AnyItemEvent;
  "http-message": HttpMessageEvent;
  "admin/repl-input": AdminInputEvent;
}
