/** @noSelfInFile */

/** Sessions of servers. @see core/s2smanager.lua */
declare module "core.s2smanager" {
  /** All that have come in. */
  const incoming_s2s: LuaTable<S2sSession, true>;
  /** Of type `s2sin_unauthed`, among `incoming_s2s` until it is destroyed. It can't send yet. */
  function new_incoming(conn: import("net.server").Connection): S2sSession;
  /** Puts it into the host's `s2sout`. Connects nothing. */
  function new_outgoing(from_host: string, to_host: string): S2sSession;
  /** Ends a session: stanzas that wait come back with `bounce_reason`, else with `reason`. Nil where it was over. */
  function destroy_session(session: S2sSession, reason?: unknown, bounce_reason?: unknown): true | undefined;
  /** Takes all from a session that is over. */
  function retire_session(session: S2sSession, reason?: unknown): S2sSession;
}
