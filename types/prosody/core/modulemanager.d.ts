/** @noSelfInFile */

/** Loaded modules. Names without `mod_`; host `*` for global ones. @see core/modulemanager.lua */
declare module "core.modulemanager" {
  /** Nil, not false, where it is not. */
  function is_loaded(host: string, name: string): true | undefined;
  function get_module(host: string, name: string): LoadedModule | undefined;
  /** The old copy stays only if the file does not compile or `save` fails. */
  function reload(
    host: string,
    name: string,
  ): LuaMultiReturn<[loaded: LoadedModule, err?: undefined] | [loaded: undefined | false, err: string]>;
}
