/** @noSelfInFile */

/** Ports that are listened on. Modules mostly want `module.provides("net", …)`. @see core/portmanager.lua */
declare module "core.portmanager" {
  /** A port that is listened on. @see core/portmanager.lua */
  interface ActiveService {
    /** The listening socket. */
    server: import("net.server").Connection;
    /** As it was registered. */
    service: NetProvider;
    /** The options of TLS it came to; nil unless the service has `encryption = "ssl"`. */
    tls_cfg?: object;
  }

  /** Listens on its ports. */
  function activate(name: string): LuaMultiReturn<[ok: true | undefined, err?: string]>;
  /** All of that name, or that one. */
  function deactivate(name: string | undefined, service?: NetProvider): void;
  /**
   * Listens at once where nothing of that name does. Returns true, even where a port could not be opened: that is
   * only logged.
   */
  function register_service(name: string, service: NetProvider): true;
  /** Closes its ports; another service of that name takes over. */
  function unregister_service(name: string, service: NetProvider): void;
  /** Closes one port. */
  function close(interface_: string, port: number): LuaMultiReturn<[ok: boolean, err?: "port-not-open"]>;
  /** The first of that name. */
  function get_service(name: string): NetProvider | undefined;
  /** The service behind a port, and its socket. */
  function get_service_at(
    interface_: string,
    port: number,
  ): LuaMultiReturn<
    [service: NetProvider, server: import("net.server").Connection] | [service: undefined, err: "not-found"]
  >;
  /** By name, interface and port: lists of {@link ActiveService}. */
  function get_active_services(): import("util.multitable").Multitable;
  /** By name. */
  function get_registered_services(): LuaMap<string, NetProvider[]>;
  /** Nil without an error for a port without TLS. @since 13.0 */
  const get_tls_config_at: Since13<
    (this: void, interface_: string, port: number) => LuaMultiReturn<[config: object | undefined, err?: "not-found"]>
  >;
}
