/** @noSelfInFile */

/** The configuration file, as it was last read. @see core/configmanager.lua */
declare module "core.configmanager" {
  /** A host's options, or those of the global section for `*`. Indexing looks in the global section, too; `pairs` does not. */
  type HostOptions = LuaTable<string, unknown>;

  /** By host. One that has no section is not among its pairs, but indexing it gives the global section. */
  function getconfig(): LuaTable<string, HostOptions>;
}
