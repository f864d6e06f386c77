/** @noSelfInFile */

/** Sessions of clients. @see core/sessionmanager.lua */
declare module "core.sessionmanager" {
  import type { Stanza } from "util.stanza";

  /** Of type `c2s_unauthed`, for a connection, which it can send to. */
  function new_session(conn: import("net.server").Connection): C2sSession;
  /**
   * Forgets a session whose connection is gone. Fires `pre-resource-unbind` for one that is bound, which can prevent it, and
   * `resource-unbind`. Throws for an error that is no text.
   */
  function destroy_session(session: C2sSession, err?: string): void;
  /** Takes all but `id` and `log` from a session that is over. Gives it back. */
  function retire_session(session: C2sSession): C2sSession;
  /**
   * The client is who it says. With a role other than the user's own (13.0; throws for one that there is not). Nil and why for what
   * can be no username. May need to wait on 13.0.
   */
  function make_authenticated(
    session: C2sSession,
    username: string,
    ...role: ParametersSince13<[role?: string]>
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: string]>;
  /**
   * Binds a resource, a made-up one where none, or a forbidden one, is given; who had it before is disconnected, unless the option
   * `conflict_resolve` says otherwise. Fires `pre-resource-bind` and `resource-bind`. Nil and a stanza error's parts where that
   * fails. May need to wait, and throws where the session is over afterwards.
   */
  function bind_resource(
    session: C2sSession,
    resource?: string,
  ): LuaMultiReturn<
    | [ok: true, type?: undefined, condition?: undefined, text?: undefined]
    | [ok: undefined, type: import("util.stanza").ErrorType, condition: string, text?: string]
  >;
  /**
   * Gives a session another one's connection, as mod_smacks does, and fires `c2s-session-updated`. The other one is over then.
   * @since 13.0
   */
  const update_session: Since13<(this: void, to: C2sSession, from: C2sSession) => void>;
  /** To all sessions that asked for their roster. Returns how many. The stanza is not cloned. */
  function send_to_interested_resources(username: string, host: string, stanza: Stanza): number;
  /** To all sessions that are available, whatever their priority. Returns how many. The stanza is not cloned. */
  function send_to_available_resources(username: string, host: string, stanza: Stanza): number;
}
