/** @noSelfInFile */

/** Addresses by SRV records, for `net.connect`. @see net/resolvers/service.lua */
declare module "net.resolvers.service" {
  /**
   * In order of priority, since 13.0 among equals by weight. `service` without underscore: `xmpp-server`. Without records it
   * is the name itself if `extra` has a `default_port`, else nothing.
   */
  function new_(
    host: string,
    service: string,
    type?: "tcp" | "udp",
    extra?: object,
  ): import("net.resolvers.basic").Resolver;

  export { new_ as new };
}
