/** @noSelfInFile */

/** Addresses by SRV records, for `net.connect`. @see net/resolvers/service.lua */
declare module "net.resolvers.service" {
  function new_(
    host: string,
    service: string,
    type?: "tcp" | "udp",
    extra?: object,
  ): import("net.resolvers.basic").Resolver;

  export { new_ as new };
}
