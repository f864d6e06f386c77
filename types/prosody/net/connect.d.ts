/** @noSelfInFile */

/** Connections to names. @see net/connect.lua */
declare module "net.connect" {
  /** Tries one address after another. `onconnect` of the listener follows, or `onfail`. */
  function connect(
    resolver: import("net.resolvers.basic").Resolver,
    listener: import("net.server").Listener & { onfail?: (this: void, data: unknown, err: string) => void },
    options?: object,
    data?: unknown,
  ): object;
}
