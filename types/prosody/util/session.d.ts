/** @noSelfInFile */

/** Parts of sessions, for transports. Each gives the session. @see util/session.lua */
declare module "util.session" {
  /** `c2s` gives one of type `c2s_unauthed`. */
  function new_(type: string): object;
  function set_id<S extends object>(session: S): S;
  function set_logger<S extends object>(session: S): S;
  function set_conn<S extends object>(session: S, conn: import("net.server").Connection): S;
  function set_send<S extends object>(session: S): S;
  /** @since 13.0 */
  const set_role: Since13<(this: void, session: object, role: Role) => void>;
  export { new_ as new, set_conn, set_id, set_logger, set_role, set_send };
}
