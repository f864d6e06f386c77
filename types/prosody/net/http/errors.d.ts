/** @noSelfInFile */

/** Errors of `net.http`, and what they are to XMPP. @see net/http/errors.lua */
declare module "net.http.errors" {
  import type { ErrorObject, ErrorTemplate } from "util.error";

  /** By the code, and by the text where the code is 0, as there was no answer. */
  function new_(code: number, body: string | undefined, context?: Record<string, unknown>): ErrorObject;
  /** Templates by HTTP status, and by the reason where the code was 0. Any other number has one, too: `undefined-condition`. */
  const registry: LuaMap<number | string, ErrorTemplate>;

  export { new_ as new, registry };
}
