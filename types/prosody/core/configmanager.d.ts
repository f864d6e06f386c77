/** @noSelfInFile */

/**
 * The configuration. Modules mostly want `module.get_option`, which checks what it gives.
 * @see core/configmanager.lua
 */
declare module "core.configmanager" {
  /** An option of a host, or else the global one; of `*`, and of a host that has no section, the global one. */
  function get(host: string, name: string): unknown;
  /** Of that section only. What `Credential` (13.0) was to read without a folder is an error of `util.error` here. */
  function rawget(host: string, name: string): unknown;
  /**
   * Sets an option until the configuration is read again. Makes a section for a host that has none. False without a host or a name.
   */
  function set(host: string | undefined, name: string | undefined, value: unknown): boolean;
  /** A host's options, or those of the global section for `*`. Indexing looks in the global section, too; `pairs` does not. */
  type HostOptions = LuaTable<string, unknown>;

  /**
   * By host. One that has no section is not among its pairs, but indexing it gives the global section. Another table after each
   * reading.
   */
  function getconfig(): LuaTable<string, HostOptions>;
  /** Files that it was read from, those included before the one that includes them; once more for each reading. */
  function files(): string[];
  /**
   * Puts what a file says in place of the whole configuration; gives warnings last. Nil, what is at fault and why where that fails.
   * The format, `lua` alone, is told by the name unless given. Fires no `config-reloaded`.
   */
  function load(
    filename: string,
    format?: string,
  ): LuaMultiReturn<
    [ok: true, by: "parser", warnings: string[]] | [ok: undefined, fault: "file" | "parser", err: string]
  >;
  /** A path from a folder and one relative to it. @deprecated See `util.paths`. */
  const resolve_relative_path: (typeof import("util.paths"))["resolve_relative_path"];
  /**
   * Where `Credential` looks, from the next reading on.
   * @since 13.0
   */
  const set_credentials_directory: Since13<(this: void, path: string | undefined) => void>;
  /**
   * What `Credential` does without a folder, from the next reading on: `error` ends the reading; with anything else {@link get}
   * gives nil and logs a warning.
   * @since 13.0
   */
  const set_credential_fallback_mode: Since13<(this: void, mode: string) => void>;
}
