/** @noSelfInFile */

/** Loaded modules. Names without `mod_`; host `*` for global ones. @see core/modulemanager.lua */
declare module "core.modulemanager" {
  import type { Set } from "util.set";

  /**
   * Which are to be loaded on a host by its configuration, loaded or not; and, of a component, which makes it one, and is not among
   * them unless it is named there, too. Of a host that has no section those of the global one.
   */
  function get_modules_for_host(
    host: string,
  ): LuaMultiReturn<[names: Set<string>, component_module: string | undefined]>;
  /** Nil, not false, where it is not. */
  function is_loaded(host: string, name: string): true | undefined;
  /** Nil for one that is not loaded there, even if it is loaded globally: ask for `*` then. */
  function get_module(host: string, name: string): LoadedModule | undefined;
  /**
   * Loads it, and fires `module-loaded` on its host. Where that fails nil, or false where its code throws, and why: a text, unless
   * the module threw or gave something else; what it had hooked before it threw stays hooked. Where it does not fail the second value
   * is what the module's file returned, or its `load` where it has one.
   */
  function load(
    host: string,
    name: string,
  ): LuaMultiReturn<[loaded: LoadedModule, returned?: unknown] | [loaded: undefined | false, err: unknown]>;
  /**
   * Fires `module-unloaded` on its host. `module-not-loaded` where it was not. What a global module has on hosts stays loaded, here and
   * in {@link reload}.
   */
  function unload(
    host: string,
    name: string,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: "module-not-loaded"]>;
  /** Those loaded, by name; nil for a host that is not served. */
  function get_modules(host: string): LuaMap<string, LoadedModule> | undefined;
  /** Loads all that the configuration enables, a component's own first. What can't be loaded is only logged. */
  function load_modules_for_host(host: string): void;
  /** The items of that kind of all modules of a host; nil for a host that is not served. See `module.get_host_items`. */
  function get_items<K extends string>(kind: ItemKind<K>["name"], host: string): ItemKind<K>["value"][] | undefined;
  /** Whether its `module` has that callback: `add_host`, `save` … */
  function module_has_method(loaded: LoadedModule, method: string): boolean;
  /**
   * Calls such a callback: true and all its results; false and a traceback, of a table that was thrown that; false and
   * `no-such-method` where there is none.
   */
  function call_module_method(
    loaded: LoadedModule,
    method: string,
    ...args: unknown[]
  ): LuaMultiReturn<[ok: boolean, ...results: unknown[]]>;
  /** What finds modules' files. @see util/pluginloader.lua */
  const loader: import("util.pluginloader").PluginLoader;
  /**
   * Fires `module-reloaded`, or `module-unloaded` where it is not loaded afterwards. The old copy stays only if the file is not
   * there, not for this server or does not compile, or if `save` throws (unless the option `force_module_reload` is set). Results as
   * of {@link load}.
   */
  function reload(
    host: string,
    name: string,
  ): LuaMultiReturn<[loaded: LoadedModule, returned?: unknown] | [loaded: undefined | false, err: unknown]>;
}
