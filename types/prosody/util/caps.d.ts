/** @noSelfInFile */

/** What clients can do (XEP-0115). @see util/caps.lua */
declare module "util.caps" {
  /** Of the `query` element of an answer to disco#info: SHA-1 in base64, and the text that it is of. */
  function calculate_hash(query: import("util.stanza").Stanza): LuaMultiReturn<[hash: string, text: string]>;
}
