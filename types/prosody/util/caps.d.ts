/** @noSelfInFile */

/** What clients can do (XEP-0115). @see util/caps.lua */
declare module "util.caps" {
  /** Of a disco answer: the hash, and what it is of. */
  function calculate_hash(query: import("util.stanza").Stanza): LuaMultiReturn<[hash: string, text: string]>;
}
