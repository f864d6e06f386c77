/** @noSelfInFile */

/** For whoever looks for a fault. @see util/helpers.lua */
declare module "util.helpers" {
  /** Logs all events of an object, at level `debug`, and what handlers give. Gives the object. Throws for what is none. */
  function log_events(events: EventsObject, name?: string, logger?: Logger): EventsObject;
  /** Only of an object that {@link log_events} was called with: another one can't fire events then. */
  function revert_log_events(events: EventsObject): void;
  /** Those of a host, under its name. Throws for one that is not served. */
  function log_host_events(host: string): EventsObject;
  /** Ends what {@link log_host_events} began. */
  function revert_log_host_events(host: string): void;
  /** Events (or that one) and their handlers with their priorities, as text. */
  function show_events(events: EventsObject, event?: string): string;
  /**
   * The value of an upvalue.
   * @deprecated Always throws, in both versions. See `util.debug`.
   */
  function get_upvalue(func: (this: void, ...args: never[]) => unknown, name: string): unknown;
}
