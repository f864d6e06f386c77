/** @noSelfInFile */

/** Lua code in an environment of its own. @see util/envload.lua */
declare module "util.envload" {
  type Loaded = LuaMultiReturn<
    [run: (this: void, ...args: unknown[]) => unknown, err?: undefined] | [run: undefined, err: string]
  >;

  /** `source` is what it is called in errors, after `=`. */
  function envload(code: string, source: string, environment: object): Loaded;
  /** Nil and why for what can't be opened, too. The path is what it is called in errors. */
  function envloadfile(path: string, environment: object): Loaded;
}
