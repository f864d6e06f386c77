/** @noSelfInFile */

/** Paths of files. @see util/paths.lua */
declare module "util.paths" {
  /** Relative to the parent, unless it is absolute. */
  function resolve_relative_path(parent: string, path: string): string;
  function resolve_relative_path(parent: string, path: string | undefined): string | undefined;
  /** With `/` in between. */
  function join(first: string, ...others: string[]): string;
  /** `*.lua` as a pattern of Lua's. */
  function glob_to_pattern(glob: string): string;
  /** Adds the folder to those that `require` looks into. */
  function complement_lua_path(folder: string): void;
}
