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

  /** What {@link init} gives. */
  interface PluginLoader {
    /** As the function of the library. */
    load_file(names: string[]): FilteredFile;
    /** As the function of the library. */
    load_resource(plugin: string, resource?: string): FilteredFile;
    /** As the function of the library. Throws where the filter refused the last file looked for. */
    load_code(plugin: string, resource: string | undefined, env: object): LoadedCode;
    /** As the function of the library. Throws as {@link load_code}. */
    load_code_ext(plugin: string, resource: string, extension: string, env: object): LoadedCode;
  }

  /** What is in a file, its path, and what the filter gave; or nil and why the last could not be opened. */
  type LoadedFile = LuaMultiReturn<[content: string, path: string] | [content: undefined, err: string | undefined]>;
  /** The same with what the filter gave. A closed file and nothing if the last one looked for was refused. */
  type FilteredFile = LuaMultiReturn<
    | [content: string, path: string, metadata?: object]
    | [content: undefined, err: string | undefined, nothing?: undefined]
    | [closed: LuaFile, nothing?: undefined, none?: undefined]
  >;

  /** A function that runs it, and the path; or nil and why. */
  type LoadedCode = LuaMultiReturn<
    | [run: (this: void, ...args: unknown[]) => unknown, path: string, metadata?: object]
    | [run: undefined, err: string, nothing?: undefined]
  >;

  /** A loader of one's own, in the server's module folders. */
  function init(options?: LoaderOptions): PluginLoader;
  /** The first of these files that is in one of the module folders: looks for all of them in the first folder, then in the next. */
  function load_file(names: string[]): LoadedFile;
  /** A file that belongs to a module, wherever modules may keep them; the module's own file if none is named. */
  function load_resource(plugin: string, resource?: string): LoadedFile;
  /** That file compiled, not run. Nil and an error for bad syntax, too. */
  function load_code(plugin: string, resource: string | undefined, env: object): LoadedCode;
  /** With an ending, `lib.lua` for example, for which `.lua` will do. Looks for it in a module of the resource's name, too. */
  function load_code_ext(plugin: string, resource: string, extension: string, env: object): LoadedCode;
}
