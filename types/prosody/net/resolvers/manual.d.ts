/** @noSelfInFile */

/** Addresses from a list, for `net.connect`. @see net/resolvers/manual.lua */
declare module "net.resolvers.manual" {
  function new_(targets: unknown[], type?: "tcp" | "udp", extra?: object): import("net.resolvers.basic").Resolver;

  export { new_ as new };
}
