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
  /** Saved or not and why. Nothing at all where there was nothing to do. */
  type Saved = LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined | false, err?: string]>;

  /** Puts a contact into the session's roster, and saves it. Nil and a stanza error's parts where that fails. */
  function add_to_roster(
    session: C2sSession,
    jid: string,
    item: RosterItem,
  ): LuaMultiReturn<
    | [ok: true, type?: undefined, condition?: undefined, text?: undefined]
    | [ok: undefined, type: import("util.stanza").ErrorType, condition: string, text: string]
  >;
  /** The contrary of {@link add_to_roster}. */
  function remove_from_roster(
    session: C2sSession,
    jid: string,
  ): LuaMultiReturn<
    | [ok: true, type?: undefined, condition?: undefined, text?: undefined]
    | [ok: undefined, type: import("util.stanza").ErrorType, condition: string, text: string]
  >;
  /** The contact has granted what the user asked for: nothing is done where nothing was. */
  function process_inbound_subscription_approval(username: string, host: string, jid: string): Saved;
  /** The contact has withdrawn, or refused, what the user has or asked for. */
  function process_inbound_subscription_cancellation(username: string, host: string, jid: string): Saved;
  /** The contact does not want to see the user any more. */
  function process_inbound_unsubscribe(username: string, host: string, jid: string): Saved;
  /** Notes on a contact in the roster that the user has asked. */
  function process_outbound_subscription_request(username: string, host: string, jid: string): Saved;
  /** Whether the contact has asked. */
  function is_contact_pending_in(username: string, host: string, jid: string): boolean;
  /** Notes that the contact has asked, and with which stanza. Nothing is done for who may see the user already. */
  function set_contact_pending_in(
    username: string,
    host: string,
    jid: string,
    stanza?: import("util.stanza").Stanza,
  ): Saved;
  /** Whether the user has asked. */
  function is_contact_pending_out(username: string, host: string, jid: string): "subscribe" | undefined;
  /** Notes that the user has asked. Makes a contact where there is none. */
  function set_contact_pending_out(username: string, host: string, jid: string): Saved;
  /** Whether the user has granted what the contact has not asked for yet. */
  function is_contact_preapproved(username: string, host: string, jid: string): boolean | undefined;
  /** Grants what the contact has asked for, or will. Makes a contact where there is none. */
  function subscribed(username: string, host: string, jid: string): Saved;
  /** Refuses, or withdraws. Also gives whether the contact had asked, and whether it could see the user. */
  function unsubscribed(
    username: string,
    host: string,
    jid: string,
  ): LuaMultiReturn<[saved: boolean | undefined, was_pending: boolean, was_subscribed: true | undefined]>;
  /** The user does not want to see the contact any more. False where it is in no roster. */
  function unsubscribe(username: string, host: string, jid: string): Saved;
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
