/** @noSelfInFile */

/** Rosters, online or not. @see core/rostermanager.lua */
declare module "core.rostermanager" {
  /**
   * The roster of a user: of one online the shared table, of one offline from the host's `roster_cache` or the store.
   * Fires `roster-load` only when it reads the store without error. With an error the roster is empty and `broken`.
   */
  function load_roster(username: string, host: string): LuaMultiReturn<[roster: Roster, err?: string]>;
  /**
   * Counts the version up and saves. Without `roster` that of the user online; with `jid` only that contact. Asks the
   * auth provider first: nil for a user it does not know, and it may need to wait. Throws where `version` is a string.
   */
  function save_roster(
    username: string,
    host: string,
    roster?: Roster,
    jid?: string,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined | false, err?: string]>;
  /** Pushes one contact as it stands (or its removal) to the interested sessions of a user online. */
  function roster_push(username: string, host: string, jid: string): void;
  /**
   * May `jid` see the user's presence? The roster of whoever is online of the two decides; throws while an online
   * user's one still loads.
   */
  function is_contact_subscribed(
    username: string,
    host: string,
    jid: string,
  ): LuaMultiReturn<[subscribed: boolean | undefined, err?: string]>;
  /** May the user see `jid`'s presence? As above. */
  function is_user_subscribed(
    username: string,
    host: string,
    jid: string,
  ): LuaMultiReturn<[subscribed: boolean | undefined, err?: string]>;
}
