/** @noSelfInFile */

/** What this version of Prosody can do. @see core/features.lua */
declare module "core.features" {
  /** `permissions`, `keyval+` …: what the lines `--% requires:` of modules name. */
  const available: import("util.set").Set<string>;
}
