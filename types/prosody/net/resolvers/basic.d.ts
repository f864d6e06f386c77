/** @noSelfInFile */

/** Addresses of a name, for `net.connect`. @see net/resolvers/basic.lua */
declare module "net.resolvers.basic" {
  /** Gives one address after another. @see net/resolvers/basic.lua */
  interface Resolver {
    /** Calls back with nothing where there are no more. */
    next(callback: (this: void, type?: string, address?: string, port?: number, extra?: object) => void): void;
  }

  /**
   * By A and AAAA records, since 13.0 in turn; an IP address needs none. Of type `tcp` unless told otherwise. `use_ipv4` and
   * `use_ipv6` of `extra` may be false.
   */
  function new_(host: string, port: number, type?: "tcp" | "udp", extra?: object): Resolver;

  export { new_ as new };
  export type { Resolver };
}
