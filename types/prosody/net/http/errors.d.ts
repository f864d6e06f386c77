/** @noSelfInFile */

/** Errors of `net.http`, and what they are to XMPP. @see net/http/errors.lua */
declare module "net.http.errors" {
  import type { ErrorObject, ErrorTemplate } from "util.error";

  /** By the code, and by the text where there was no answer. */
  function new_(code: number, body: string | undefined, context?: Record<string, unknown>): ErrorObject;
  const registry: LuaMap<number | string, ErrorTemplate>;

  export { new_ as new, registry };
}
