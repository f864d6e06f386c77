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
    load_file(names: string[]): LuaMultiReturn<[content: string | undefined, path_or_err: string, metadata?: object]>;
    /** As the function of the library. */
    load_resource(
      plugin: string,
      resource?: string,
    ): LuaMultiReturn<[content: string | undefined, path_or_err: string, metadata?: object]>;
    /** As the function of the library. */
    load_code(plugin: string, resource: string | undefined, env: object): LoadedCode;
    /** As the function of the library. */
    load_code_ext(plugin: string, resource: string, extension: string, env: object): LoadedCode;
  }

  /** A function that runs it, and the path; or nil and why. */
  type LoadedCode = LuaMultiReturn<
    [run: (this: void) => unknown, path: string, metadata?: object] | [run: undefined, err: string, nothing?: undefined]
  >;

  /** A loader of one's own, in the server's module folders. */
  function init(options?: LoaderOptions): PluginLoader;
  /**
   * What the first of these files holds that is in one of the module folders, and its path; nil and why the last could not be
   * opened.
   */
  function load_file(
    names: string[],
  ): LuaMultiReturn<[content: string | undefined, path_or_err: string, metadata?: object]>;
  /** A file that belongs to a module, wherever modules may keep them; the module's own file if none is named. */
  function load_resource(
    plugin: string,
    resource?: string,
  ): LuaMultiReturn<[content: string | undefined, path_or_err: string, metadata?: object]>;
  /** That file compiled, not run. Nil and an error for bad syntax, too. */
  function load_code(plugin: string, resource: string | undefined, env: object): LoadedCode;
  /** With an ending, `lib.lua` for example, for which `.lua` will do. */
  function load_code_ext(plugin: string, resource: string, extension: string, env: object): LoadedCode;
}
