/** @noSelfInFile */

/** Objects that events are fired on. @see util/events.lua */
declare module "util.events" {
  /** One with no handlers. */
  function new_(): EventsObject;
  export { new_ as new };
}
