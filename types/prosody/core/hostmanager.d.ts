/** @noSelfInFile */

/** Hosts that are served. @see core/hostmanager.lua */
declare module "core.hostmanager" {
  /** Serves a host, with options in place of the configuration's. Fires `host-activated`. */
  function activate(
    host: string,
    options?: object,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: string]>;
  /** Closes all its sessions and unloads its modules. Fires `host-deactivating`, then `host-deactivated`. */
  function deactivate(
    host: string,
    reason?: string | { condition: string; text?: string },
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: string]>;
  /** Hosts below it, to their names; of `*` those below none. */
  function get_children(host: string): LuaMap<string, string | true>;
}
