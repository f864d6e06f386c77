/** @noSelfInFile */

/**
 * Times as XMPP writes them (XEP-0082), always UTC. Unix times; whole ones only in 0.12, which throws on fractions with Lua 5.3 or
 * later.
 * @see util/datetime.lua
 */
declare module "util.datetime" {
  /** `2024-01-31T12:00:00Z`, of now without an argument. 13.0 writes fractions. */
  function datetime(time?: number): string;
  /** `2024-01-31`. */
  function date(time?: number): string;
  /** `12:00:00`, without the `Z`. 13.0 writes fractions. */
  function time(time?: number): string;
  /**
   * `20240131T12:00:00`, as XEP-0091 had it.
   * @deprecated That has been replaced: use {@link datetime}.
   */
  function legacy(time?: number): string;
  /**
   * Of a date with a time, UTC unless it says otherwise, also as {@link legacy} writes it. Nil for what can't be read; what is
   * too much, as a month 13, is carried over. 0.12 drops fractions.
   */
  function parse(text: string | undefined): number | undefined;
}
