/** @noSelfInFile */

/** Lua code in an environment of its own. @see util/envload.lua */
declare module "util.envload" {
  type Loaded = LuaMultiReturn<
    | [run: (this: void, ...args: unknown[]) => unknown, err?: undefined, code?: undefined]
    | [run: undefined, err: string, code?: number]
  >;

  /** What it is called in errors, `source`, begins with `=`, or with `@` for a file's name; without, errors show it as code. */
  function envload(code: string, source: string, environment: object): Loaded;
  /** Nil and why for what can't be opened, too, with the code of the error. The path is what it is called in errors. */
  function envloadfile(path: string, environment: object): Loaded;
}
