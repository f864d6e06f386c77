/** @noSelfInFile */

/** Addresses from a list, for `net.connect`. @see net/resolvers/manual.lua */
declare module "net.resolvers.manual" {
  /**
   * Each target is a list of type (`tcp4`, `tcp6`), address, port and `extra`, and is taken out of the list. The other
   * parameters are not looked at.
   */
  function new_(targets: unknown[], type?: "tcp" | "udp", extra?: object): import("net.resolvers.basic").Resolver;

  export { new_ as new };
}
