/** @noSelfInFile */

/** Parts of sessions, for transports. All but `set_role` give the session. @see util/session.lua */
declare module "util.session" {
  /** `c2s` gives one of type `c2s_unauthed`. `since`, when it was made, is new in 13.0. */
  function new_(type: string): { type: string; base_type: string; since: Since13<number> };
  /** Sets `id`: its `base_type` and its address in memory, so unique only among those alive. */
  function set_id<S extends object>(session: S): S;
  /** Sets `log`, under the name in `id`: after {@link set_id}. */
  function set_logger<S extends object>(session: S): S;
  /** Sets `conn` and `ip`. */
  function set_conn<S extends object>(session: S, conn: import("net.server").Connection): S;
  /** Sets `send`, through the session's filters. Gives true, or false and why. Without `conn` it drops what is sent, and gives false. */
  function set_send<S extends object>(session: S): S;
  /**
   * Sets `role`. Gives nothing.
   * @since 13.0
   */
  const set_role: Since13<(this: void, session: object, role: Role) => void>;
  export { new_ as new, set_conn, set_id, set_logger, set_role, set_send };
}
