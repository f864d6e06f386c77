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
  function get_module(host: string, name: string): LoadedModule | undefined;
  /** The old copy stays only if the file does not compile or `save` fails. */
  function reload(
    host: string,
    name: string,
  ): LuaMultiReturn<[loaded: LoadedModule, err?: undefined] | [loaded: undefined | false, err: string]>;
}
