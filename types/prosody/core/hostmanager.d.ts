/** @noSelfInFile */

/** Hosts that are served. @see core/hostmanager.lua */
declare module "core.hostmanager" {
  /**
   * Serves a host; its modules are those of the configuration. `options`, in place of the configuration's, say only whether it is a
   * component (`component_module`) and how others see it (`disco_hidden`, `name`). Fires `host-activated`. Nil and why for one that
   * is served already.
   */
  function activate(
    host: string,
    options?: object,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: string]>;
  /**
   * Fires `host-deactivating`, closes its sessions, but for those of clients that are not bound, unloads its modules, and fires
   * `host-deactivated`. Nil and why for one that is not served.
   */
  function deactivate(
    host: string,
    reason?: string | { condition: string; text?: string },
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: string]>;
  /**
   * Hosts served that are called so after their first dot, to their option `name`; of `*` those without a dot. Those with
   * `disco_hidden` are left out.
   */
  function get_children(host: string): LuaMap<string, string | true>;
}
