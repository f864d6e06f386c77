/** @noSelfInFile */

/** Loaded modules. Names without `mod_`; host `*` for global ones. @see core/modulemanager.lua */
declare module "core.modulemanager" {
  import type { Set } from "util.set";

  /**
   * Which are to be loaded on a host by its configuration, loaded or not; and, of a component, which makes it one. Of a host that has no
   * section those of the global one.
   */
  function get_modules_for_host(
    host: string,
  ): LuaMultiReturn<[names: Set<string>, component_module: string | undefined]>;
  /** Nil, not false, where it is not. */
  function is_loaded(host: string, name: string): true | undefined;
  /** Nil for one that is not loaded there, even if it is loaded globally: ask for `*` then. */
  function get_module(host: string, name: string): LoadedModule | undefined;
  /** Loads it, and says `module-loaded`. */
  function load(
    host: string,
    name: string,
  ): LuaMultiReturn<[loaded: LoadedModule, err?: undefined] | [loaded: undefined, err: string]>;
  /** Says `module-unloaded`. */
  function unload(
    host: string,
    name: string,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: string]>;
  /** Those loaded, by name; nil for a host without any. */
  function get_modules(host: string): LuaMap<string, LoadedModule> | undefined;
  /** Loads all that the configuration enables. */
  function load_modules_for_host(host: string): void;
  /** The items of that kind of all modules of a host; nil for a host without modules. See `module.get_host_items`. */
  function get_items<K extends string>(kind: ItemKind<K>["name"], host: string): ItemKind<K>["value"][] | undefined;
  /** Whether its `module` has that callback: `add_host`, `save` … */
  function module_has_method(loaded: LoadedModule, method: string): boolean;
  /** Calls such a callback, as `xpcall` does. */
  function call_module_method(
    loaded: LoadedModule,
    method: string,
    ...args: unknown[]
  ): LuaMultiReturn<[ok: boolean, result: unknown]>;
  /** What finds modules' files. @see util/pluginloader.lua */
  const loader: import("util.pluginloader").PluginLoader;
  /** The old copy stays only if the file does not compile or `save` fails. */
  function reload(
    host: string,
    name: string,
  ): LuaMultiReturn<[loaded: LoadedModule, err?: undefined] | [loaded: undefined | false, err: string]>;
}
