/** @noSelfInFile */

/** Addresses of a name, for `net.connect`. @see net/resolvers/basic.lua */
declare module "net.resolvers.basic" {
  /** Gives one address after another. @see net/resolvers/basic.lua */
  interface Resolver {
    /** Calls back with nil where there are no more. `more`, whether others are known already, only comes in 13.0. */
    next(
      callback: (this: void, type?: string, address?: string, port?: number, extra?: object, more?: boolean) => void,
    ): void;
    /** Why there was none. */
    last_error?: string;
  }

  /**
   * By AAAA and A records, since 13.0 in turn; an IP address needs none. Of type `tcp` unless told otherwise: `tcp4` and `tcp6` come of
   * it. `use_ipv4` and `use_ipv6` of `extra` may be false, and `use_dane` true.
   */
  function new_(host: string, port: number, type?: "tcp" | "udp", extra?: object): Resolver;

  export { new_ as new };
  export type { Resolver };
}
