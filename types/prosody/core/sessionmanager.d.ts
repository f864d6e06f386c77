/** @noSelfInFile */

/** Sessions of clients. @see core/sessionmanager.lua */
declare module "core.sessionmanager" {
  import type { Stanza } from "util.stanza";

  /** For a connection: what transports begin with. */
  function new_session(conn: import("net.server").Connection): C2sSession;
  /** Ends a session. Fires `resource-unbind` for one that is bound. */
  function destroy_session(session: C2sSession, err?: unknown): void;
  /** Takes all from a session that is over. */
  function retire_session(session: C2sSession): C2sSession;
  /** The client is who it says. A role (13.0) other than the user's own. */
  function make_authenticated(
    session: C2sSession,
    username: string,
    ...role: ParametersSince13<[role?: string]>
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: string]>;
  /** Binds a resource, a made-up one where none is given. Nil and a stanza error's parts where that fails. May wait. */
  function bind_resource(
    session: C2sSession,
    resource?: string,
  ): LuaMultiReturn<
    | [ok: true, type?: undefined, condition?: undefined, text?: undefined]
    | [ok: undefined, type: import("util.stanza").ErrorType, condition: string, text: string]
  >;
  /**
   * Gives a session another one's connection, as mod_smacks does.
   * @since 13.0
   */
  const update_session: Since13<(this: void, to: C2sSession, from: C2sSession) => void>;
  /** To all sessions that asked for their roster. Returns how many. The stanza is not cloned. */
  function send_to_interested_resources(username: string, host: string, stanza: Stanza): number;
  /** To all sessions that have sent presence. Returns how many. The stanza is not cloned. */
  function send_to_available_resources(username: string, host: string, stanza: Stanza): number;
}
