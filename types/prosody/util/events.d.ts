/** @noSelfInFile */

/** Objects that events are fired on. @see util/events.lua */
declare module "util.events" {
  /** Its handlers are called by its own `fire_event` alone. */
  function new_(): EventsObject;
  export { new_ as new };
}
