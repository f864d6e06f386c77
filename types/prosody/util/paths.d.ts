/** @noSelfInFile */

/** Paths of files. @see util/paths.lua */
declare module "util.paths" {
  /** In the parent folder, unless it is absolute. Takes away a `./` before it, not `..`. */
  function resolve_relative_path(parent: string, path: string): string;
  function resolve_relative_path(parent: string, path: string | undefined): string | undefined;
  /** With `/`, or what the system has, in between. */
  function join(first: string, ...others: string[]): string;
  /** `*.lua` as a pattern of Lua's, for the whole text. `*` and `?` stand for any character, `/` too. */
  function glob_to_pattern(glob: string): string;
  /**
   * Adds `share/lua/5.4`, or as the Lua is, in that folder to `package.path`, unless the folder is there. Leaves `package.cpath` alone.
   */
  function complement_lua_path(folder: string): void;
}
