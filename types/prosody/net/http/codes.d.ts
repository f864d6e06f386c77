/** @noSelfInFile */

/** Texts of HTTP's status codes; `import codes = require("net.http.codes")`. @see net/http/codes.lua */
declare module "net.http.codes" {
  const codes: LuaMap<number, string>;
  export = codes;
}
