/** @noSelfInFile */

/** Connections to names. @see net/connect.lua */
declare module "net.connect" {
  /**
   * Tries one address after another, since 13.0 the next after a quarter of a second. `onattach` and `onconnect` of the listener follow,
   * or `onfail`. `pattern` is how much is read at once, `*a` unless told otherwise.
   */
  function connect(
    resolver: import("net.resolvers.basic").Resolver,
    listener: import("net.server").Listener & {
      onconnect: (this: void, conn: import("net.server").Connection) => void;
      onfail?: (this: void, data: unknown, err: string) => void;
    },
    options?: { sslctx?: import("net.server").TlsContext; pattern?: number | string },
    data?: unknown,
  ): void;
}
