/** @noSelfInFile */

/** For whoever looks for a fault. @see util/helpers.lua */
declare module "util.helpers" {
  /** Logs all events of an object. */
  function log_events(events: EventsObject, name: string, logger?: Logger): EventsObject;
  /** Only of an object that {@link log_events} was called with. */
  function revert_log_events(events: EventsObject): void;
  /** Those of a host, under its name. Throws for one that is not served. */
  function log_host_events(host: string): EventsObject;
  /** Ends what {@link log_host_events} began. */
  function revert_log_host_events(host: string): void;
  /** Events and their handlers, as text. */
  function show_events(events: EventsObject, event?: string): string;
  /** The value of an upvalue. */
  function get_upvalue(func: (this: void) => unknown, name: string): unknown;
}
