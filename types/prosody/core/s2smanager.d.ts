/** @noSelfInFile */

/** Sessions of servers. @see core/s2smanager.lua */
declare module "core.s2smanager" {
  /** Those that have come in and are not over. */
  const incoming_s2s: LuaTable<S2sSession, true>;
  /** Of type `s2sin_unauthed`, among `incoming_s2s` until it is destroyed. It can't send yet. */
  function new_incoming(conn: import("net.server").Connection): S2sSession;
  /**
   * Of type `s2sout_unauthed`, put into the host's `s2sout`. Connects nothing, and can't send yet. Throws for a host that is not
   * served.
   */
  function new_outgoing(from_host: string, to_host: string): S2sSession;
  /**
   * Forgets a session whose connection is gone; nil where that was done. Of one that goes out stanzas that wait come back, with
   * `bounce_reason`, else `reason`, by its `bounce_sendq`, which mod_s2s gives it: it throws without. Fires `s2s-destroyed`, and of
   * one that was authenticated `s2sout-destroyed` or `s2sin-destroyed`.
   */
  function destroy_session(session: S2sSession, reason?: unknown, bounce_reason?: unknown): true | undefined;
  /** Takes all but `conn`, `id` and `log` from a session that is over. Gives it back. */
  function retire_session(session: S2sSession, reason?: unknown): S2sSession;
}
