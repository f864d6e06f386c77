/** @noSelfInFile */

/** Objects that events are fired on. @see util/events.lua */
declare module "util.events" {
  function new_(): EventsObject;
  export { new_ as new };
}
