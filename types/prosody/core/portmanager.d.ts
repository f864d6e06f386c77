/** @noSelfInFile */

/** Ports that are listened on. Modules mostly want `module.provides("net", …)`. @see core/portmanager.lua */
declare module "core.portmanager" {
  /** A port that is listened on. @see core/portmanager.lua */
  interface ActiveService {
    /** The listening socket. */
    server: import("net.server").Connection;
    /** As it was registered. */
    service: NetProvider;
    /**
     * What the options of TLS came to; nil unless the service has `encryption = "ssl"`. Replaced when the configuration is
     * reloaded.
     */
    tls_cfg?: object;
  }

  /**
   * Listens on the ports of the first service of that name. True even where one could not be opened: that is only logged. Nil and
   * why where there is no such service.
   */
  function activate(name: string): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: string]>;
  /** Closes the ports of all of that name, or only those of that service. */
  function deactivate(name: string, service?: NetProvider): void;
  /** Those of a service by its own name. */
  function deactivate(name: undefined, service: NetProvider): void;
  /**
   * Listens at once where nothing of that name does (in the server, not in prosodyctl), and fires `service-added`. `name` must be
   * the service's own for its ports to be closed again.
   */
  function register_service(name: string, service: NetProvider): true;
  /** Closes its ports; another service of that name takes over. Fires `service-removed`. */
  function unregister_service(name: string, service: NetProvider): void;
  /** Stops listening on one port. The interface as it was configured, `*` for example. */
  function close(
    interface_: string,
    port: number,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: false, err: "port-not-open"]>;
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
  /** By name. Asking for a name that there is not makes an empty list of it. */
  function get_registered_services(): LuaTable<string, NetProvider[]>;
  /** What the options of TLS came to; nil without an error for a port without TLS. @since 13.0 */
  const get_tls_config_at: Since13<
    (this: void, interface_: string, port: number) => LuaMultiReturn<[config: object | undefined, err?: "not-found"]>
  >;
}
