/** @noSelfInFile */

/** Sessions of clients. @see core/sessionmanager.lua */
declare module "core.sessionmanager" {
  import type { Stanza } from "util.stanza";

  /** To all sessions that asked for their roster. Returns how many. The stanza is not cloned. */
  function send_to_interested_resources(username: string, host: string, stanza: Stanza): number;
  /** To all sessions that have sent presence. Returns how many. The stanza is not cloned. */
  function send_to_available_resources(username: string, host: string, stanza: Stanza): number;
}
