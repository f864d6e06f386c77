/** @noSelfInFile */

/** What finds modules' files. @see util/pluginloader.lua */
declare module "util.pluginloader" {
  /** What may be loaded. @see util/pluginloader.lua */
  interface LoaderOptions {
    /** Given the path and what is in the file, says what is loaded, or nothing. */
    load_filter_cb?: (
      this: void,
      path: string,
      content: string,
    ) => LuaMultiReturn<[path?: string, content?: string, metadata?: object]>;
  }

  interface PluginLoader {
    /** What is in a file of that module, and its path. */
    load_file(names: string[]): LuaMultiReturn<[content: string | undefined, path_or_err: string]>;
    load_resource(
      plugin: string,
      resource?: string,
    ): LuaMultiReturn<[content: string | undefined, path_or_err: string]>;
    load_code(plugin: string, resource: string | undefined, env: object): LoadedCode;
    load_code_ext(plugin: string, resource: string, extension: string, env: object): LoadedCode;
  }

  /** A function that runs it, and the path; or nil and why. */
  type LoadedCode = LuaMultiReturn<
    [run: (this: void) => unknown, path: string, metadata?: object] | [run: undefined, err: string, nothing?: undefined]
  >;

  function init(options?: LoaderOptions): PluginLoader;
  function load_file(names: string[]): LuaMultiReturn<[content: string | undefined, path_or_err: string]>;
  function load_resource(
    plugin: string,
    resource?: string,
  ): LuaMultiReturn<[content: string | undefined, path_or_err: string]>;
  function load_code(plugin: string, resource: string | undefined, env: object): LoadedCode;
  function load_code_ext(plugin: string, resource: string, extension: string, env: object): LoadedCode;
}
