/** @noSelfInFile */

/** What has to be installed. @see util/dependencies.lua */
declare module "util.dependencies" {
  /** A library if it is there; else nil and why. */
  function softreq(name: string): LuaMultiReturn<[library: unknown, err?: string]>;
  /** Prints that something is missing, and where it is to be had: pairs of a system and a command. `err` is not looked at. */
  function missingdep(
    name: string,
    sources: readonly (readonly [system: string, command: string])[],
    message?: string,
    err?: unknown,
  ): void;
  /** Whether all is there that the server needs; prints what is not. */
  function check_dependencies(): boolean;
  /** Logs what of it is old. */
  function log_warnings(): void;
}
