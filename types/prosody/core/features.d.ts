/** @noSelfInFile */

/** What this version of Prosody can do. @see core/features.lua */
declare module "core.features" {
  /**
   * `permissions`, `keyval+` …: what the lines `--% requires:` and `--% conflicts:` of modules name. On 0.12 only `mod_bookmarks`.
   * 13.0 also has it as `prosody.features`.
   */
  const available: import("util.set").Set<string>;
}
