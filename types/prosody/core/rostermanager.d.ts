/** @noSelfInFile */

/** Rosters, online or not. @see core/rostermanager.lua */
declare module "core.rostermanager" {
  /**
   * The roster of a user: of one online the shared table, of one offline from the host's `roster_cache` or the store. Fires
   * `roster-load` only when it reads the store without error. With an error the roster is empty and `broken`; who asks for that of
   * a user offline later gets the same without the error. May need to wait. Throws for a host that is not served.
   */
  function load_roster(username: string, host: string): LuaMultiReturn<[roster: Roster, err?: unknown]>;
  /**
   * Counts the version up and saves. Without `roster` that of the user online; with `jid` only that contact, and the metadata. Nil
   * without an error for a user that `usermanager.user_exists` does not know, or that is to be online and is not; nil and a text for a
   * roster that is `broken`. May need to wait.
   */
  function save_roster(username: string, host: string, roster?: Roster, jid?: string): Saved;
  /** What {@link save_roster} gives. Nothing at all where there was nothing to do, unless said otherwise. */
  type Saved = LuaMultiReturn<[ok: true, result?: unknown] | [ok: undefined | false, err?: unknown]>;

  /**
   * Puts a contact into the session's roster, and saves it. Where that fails the contact is as before: nil and a stanza error's
   * parts. Pushes nothing.
   */
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
  /** Notes on a contact that the user has asked: nothing is done for one that is not in the roster, or that the user may see. */
  function process_outbound_subscription_request(username: string, host: string, jid: string): Saved;
  /** Whether the contact has asked and has no answer yet. */
  function is_contact_pending_in(username: string, host: string, jid: string): boolean;
  /** Notes that the contact has asked, and with which stanza. Nothing is done for who may see the user already. */
  function set_contact_pending_in(
    username: string,
    host: string,
    jid: string,
    stanza?: import("util.stanza").Stanza,
  ): Saved;
  /** Whether the user has asked and has no answer yet. */
  function is_contact_pending_out(username: string, host: string, jid: string): "subscribe" | undefined;
  /** Notes that the user has asked. Makes a contact where there is none. True where there was nothing to do. */
  function set_contact_pending_out(username: string, host: string, jid: string): Saved;
  /** Whether the user has granted it in advance, `approved` in the roster. Nil for a contact that is not in it. */
  function is_contact_preapproved(username: string, host: string, jid: string): boolean | undefined;
  /** Grants what the contact has asked for, or notes that it is granted in advance. Makes a contact where there is none. */
  function subscribed(username: string, host: string, jid: string): Saved;
  /**
   * Refuses, or withdraws; `approved` stays as it is. Also gives whether the contact had asked, and whether it could see the user;
   * without both nothing is saved.
   */
  function unsubscribed(
    username: string,
    host: string,
    jid: string,
  ): LuaMultiReturn<[saved: boolean | undefined, was_pending: boolean, was_subscribed: true | undefined]>;
  /**
   * The user does not want to see the contact any more. False where it is not in the roster, true where there was nothing to do.
   */
  function unsubscribe(username: string, host: string, jid: string): Saved;
  /**
   * Pushes one contact as it stands, but for `approved`, or its removal, to the interested sessions of a user online. Changes
   * nothing.
   */
  function roster_push(username: string, host: string, jid: string): void;
  /**
   * May `jid`, a bare one, see the user's presence? The user's roster says it, but where only the contact is online here, the
   * contact's. Nil where both are offline and `jid` is not in it. Throws while the roster of one of them who is online still loads.
   */
  function is_contact_subscribed(
    username: string,
    host: string,
    jid: string,
  ): LuaMultiReturn<[subscribed: boolean | undefined, err?: unknown]>;
  /** May the user see `jid`'s presence? By the same roster as {@link is_contact_subscribed}. */
  function is_user_subscribed(
    username: string,
    host: string,
    jid: string,
  ): LuaMultiReturn<[subscribed: boolean | undefined, err?: unknown]>;
}
