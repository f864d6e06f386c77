/** @noSelfInFile */

/** Calls that may fail. @see util/xpcall.lua */
declare module "util.xpcall" {
  /** With arguments, whatever Lua it is. */
  const xpcall: (typeof import("util.compat"))["xpcall"];
}
