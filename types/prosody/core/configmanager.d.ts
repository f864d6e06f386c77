/** @noSelfInFile */

/**
 * The configuration. Modules mostly want `module.get_option`, which checks what it gives.
 * @see core/configmanager.lua
 */
declare module "core.configmanager" {
  /** An option of a host, or else of all; `*` for the global section. */
  function get(host: string, name: string): unknown;
  /** Of that section only. */
  function rawget(host: string, name: string): unknown;
  /** Sets an option, until it is read again. False without a name. */
  function set(host: string, name: string, value: unknown): boolean;
  /** A host's options, or those of the global section for `*`. Indexing looks in the global section, too; `pairs` does not. */
  type HostOptions = LuaTable<string, unknown>;

  /** By host. One that has no section is not among its pairs, but indexing it gives the global section. */
  function getconfig(): LuaTable<string, HostOptions>;
  /** Files that it was read from. */
  function files(): string[];
  /** Reads a file. Else nil, what is at fault (`file`, `parser`) and why. */
  function load(
    filename: string,
    format?: string,
  ): LuaMultiReturn<[ok: boolean | undefined, fault?: string, err?: string]>;
  /** A path from a folder and one relative to it. @deprecated See `util.paths`. */
  const resolve_relative_path: (typeof import("util.paths"))["resolve_relative_path"];
  /**
   * Where `Credential` looks.
   * @since 13.0
   */
  const set_credentials_directory: Since13<(this: void, path: string | undefined) => void>;
  /**
   * What `Credential` does without a folder: `error` ends the reading, anything else leaves the option nil with a
   * warning when it is asked for.
   * @since 13.0
   */
  const set_credential_fallback_mode: Since13<(this: void, mode: string) => void>;
}
