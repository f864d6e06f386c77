/** @noSelfInFile */

/** What has to be installed. @see util/dependencies.lua */
declare module "util.dependencies" {
  /** A library if it is there; else nil and why. */
  function softreq(name: string): LuaMultiReturn<[library: unknown, err?: string]>;
  /** Says that something is missing. */
  function missingdep(name: string, sources: object, message?: string, err?: unknown): void;
  /** Whether all is there that the server needs. */
  function check_dependencies(): boolean;
  /** Says what of it is old. */
  function log_warnings(): void;
}
