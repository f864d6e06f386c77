/** @noSelfInFile */

/** @see core/hostmanager.lua */
interface HostDeactivatingEvent {
  host: string;
  host_session: HostSession;
  reason?: unknown;
}

/** A port is listened on, or no more. @see core/portmanager.lua */
interface ServiceEvent {
  name: string;
  service: NetProvider;
}

/** @see core/statsmanager.lua */
interface OpenMetricsUpdatedEvent {
  metric_registry: import("util.openmetrics").MetricRegistry;
}

/** A module has said how it is. @see core/moduleapi.lua */
interface ModuleStatusEvent {
  name: string;
}

/** A store was opened: set `store` to another, or to one that wraps it. @see core/storagemanager.lua */
interface StoreOpenedEvent {
  host: string;
  store_name: string;
  /** Nil for `keyval`. */
  store_type?: string;
  store: object;
  store_err?: unknown;
}

/** A page in words. Give the whole answer. @see modules/mod_bosh.lua */
interface HttpMessageEvent {
  response: HttpServerResponse;
  title: string;
  message: string;
  warning?: string;
}

/** An item of any kind was added or removed: `item-added/KIND`. See `module.handle_items`. @see core/moduleapi.lua */
interface AnyItemEvent {
  source: ProsodyModule;
  item: unknown;
}

/** A node's items were asked for. @see modules/mod_pubsub/mod_pubsub.lua */
interface PubsubSummaryEvent {
  node: string;
  id?: string;
  item?: import("util.stanza").Stanza;
  payload: import("util.stanza").Stanza;
}

/** Gives lines of text for a program of an administrator. @see modules/mod_admin_telnet.lua */
interface AdminInputEvent {
  origin: object;
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
