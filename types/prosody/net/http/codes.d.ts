/** @noSelfInFile */

/**
 * HTTP's status codes with their texts, `404 Not Found`; any other number gives `299 Unassigned` or so.
 * `import codes = require("net.http.codes")`.
 * @see net/http/codes.lua
 */
declare module "net.http.codes" {
  const codes: LuaMap<number, string>;
  export = codes;
}
