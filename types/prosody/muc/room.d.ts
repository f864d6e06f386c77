/** @noSelfInFile */

/** How somebody stands in a room, as long as they are in it. */
type MucRole = "none" | "visitor" | "participant" | "moderator";

/** How somebody stands to a room. */
type MucAffiliation = "outcast" | "none" | "member" | "admin" | "owner";

/** Somebody in a room, with all their clients under one nickname. @see modules/muc/occupant.lib.lua */
interface MucOccupant {
  /** Who it is outside the room. */
  bare_jid: string;
  /** The address in the room: `room@host/nickname`. */
  nick: string;
  /** Nil for who is leaving, and for who may not come in. */
  role?: MucRole;
  /** The full JID of the client that speaks for all. Nil before there is one. */
  jid?: string;
  /** Full JID to presence, as the room sends it on: from the address in the room, to that client. */
  sessions: LuaMap<string, import("util.stanza").Stanza>;
  /** Full JID and presence of each client. */
  each_session(): LuaIterable<LuaMultiReturn<[jid: string, presence: import("util.stanza").Stanza]>>;
  /** Of the client with that full JID, else of the one that speaks for all. */
  get_presence(jid?: string): import("util.stanza").Stanza | undefined;
  /** A client of theirs, with a copy of its presence. It speaks for all if told so, or where nobody does. */
  set_session(jid: string, presence: import("util.stanza").Stanza, replace_primary?: boolean): void;
  /** A client has gone. Another one speaks for all if it did. */
  remove_session(jid: string): void;
  /** The full JID of any client that is available. Sets nothing. */
  choose_new_primary(): string | undefined;
}

/** Who may send private messages: from that role on, those with an affiliation, or nobody. */
type MucPrivateMessages = "visitor" | "participant" | "moderator" | "affiliated" | "none";

/** Done, or a stanza error's type and condition. Where a handler has refused by `false`, whatever it said. */
type MucResult = LuaMultiReturn<
  | [ok: true, type?: undefined, condition?: undefined]
  | [ok: undefined | false, type?: import("util.stanza").ErrorType, condition?: string]
>;

/** What is sent along with presence, where it differs by who gets it. @see modules/muc/muc.lib.lua */
interface MucPresenceElements {
  /** Where there is none of the others, and for events. */
  base: import("util.stanza").Stanza;
  /** For who sees real JIDs. */
  full?: import("util.stanza").Stanza;
  /** For who does not. */
  anon?: import("util.stanza").Stanza;
  /** For the occupant's own clients. */
  self?: import("util.stanza").Stanza;
}

/**
 * A room. Save it after a change of a setting: {@link save}.
 * @see modules/muc/muc.lib.lua, modules/muc/mod_muc.lua
 */
interface MucRoom {
  /** Its address. */
  readonly jid: string;
  /** What is kept of it besides affiliations, settings and all. Open to modules. */
  _data: Record<string, unknown>;
  /** Bare JID or host to affiliation. */
  _affiliations: LuaMap<string, MucAffiliation>;
  /**
   * Saves it where it is persistent, or `with_state`, which also saves who is in it; else, if forced, takes it out of the store.
   * Nil and an error where that fails, nil alone where there was nothing to do.
   */
  save(is_forced?: boolean, with_state?: boolean): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  /** As a store keeps it. If told so, also the state: who is in it, and the last message. */
  freeze(with_state?: boolean): LuaMultiReturn<[data: object, state?: object]>;

  /** What people call it. */
  get_name(): string | undefined;
  /** Nil or `""` for none. False where it was that already. */
  set_name(name: string | undefined): boolean;
  /** In words, for people. */
  get_description(): string | undefined;
  /** Nil or `""` for none. False where it was that already. */
  set_description(text: string | undefined): boolean;
  /** A tag such as `en`; nothing checks it. */
  get_language(): string | undefined;
  /** Nil or `""` for none. False where it was that already. */
  set_language(language: string | undefined): boolean;
  /** What one needs to come in. */
  get_password(): string | undefined;
  /** Nil or `""` for none. False where it was that already. */
  set_password(password: string | undefined): boolean;
  /** Whether it is left out of lists. */
  get_hidden(): boolean | undefined;
  /** The contrary of `set_public`. False where it was that already. */
  set_hidden(hidden: boolean | undefined): boolean;
  /** Whether it is in lists. */
  get_public(): boolean;
  /** False where it was that already. */
  set_public(is_public: boolean | undefined): boolean;
  /** Whether it stays when nobody is in it. */
  get_persistent(): boolean | undefined;
  /** False where it was that already. */
  set_persistent(persistent: boolean | undefined): boolean;
  /** Whether only members come in. */
  get_members_only(): boolean | undefined;
  /** True puts out at once who has no affiliation. False where it was that already. */
  set_members_only(members_only: boolean | undefined): boolean;
  /** Whether members may invite, where only members come in. */
  get_allow_member_invites(): boolean | undefined;
  /** False where it was that already. */
  set_allow_member_invites(allowed: boolean | undefined): boolean;
  /** Whether who comes in without an affiliation may not speak yet. */
  get_moderated(): boolean | undefined;
  /** False where it was that already. */
  set_moderated(moderated: boolean | undefined): boolean;
  /** Whether participants may change the subject, too, besides moderators. */
  get_changesubject(): boolean | undefined;
  /** False where it was that already. */
  set_changesubject(allowed: boolean | undefined): boolean;
  /** Who sees real JIDs. `moderators` unless set. */
  get_whois(): "moderators" | "anyone";
  /** Throws for anything else. False where it was that already. */
  set_whois(whois: "moderators" | "anyone"): boolean;
  /**
   * Whether real JIDs are kept from that JID: not where anyone sees them, nor from the room's admins and owners, nor, by full JID,
   * from moderators in it.
   */
  is_anonymous_for(jid: string): boolean;
  /** How many messages are kept for who comes in: 20 unless set, and at most as many as `max_history_messages` allows. */
  get_historylength(): number;
  /** Nil for what is usual. Throws for a text that is no number. */
  set_historylength(length: number | string | undefined): true;
  /** Who set it, by the address in the room, else the room itself, and the text. */
  get_subject(): LuaMultiReturn<[from: string, subject: string | undefined]>;
  /** Tells all, too. Nil or `""` for none. False where the same one had set the same. */
  set_subject(from: string, subject: string | undefined): boolean;
  /**
   * Roles whose presence is sent to all: true. Not to be changed: rooms may share the table. On 13.0 it is a text, so of no role, where
   * `muc_room_default_presence_broadcast` is one.
   */
  get_presence_broadcast(): Partial<Record<MucRole, boolean>>;
  /** Presence of roles left out is not sent. Nil for what is usual. Tells all. False where it was that already. */
  set_presence_broadcast(roles: Partial<Record<MucRole, boolean>> | undefined): boolean;
  /** Who may send private messages: `visitor`, so everyone, unless set. @since 13.0 @see modules/muc/restrict_pm.lib.lua */
  get_allow_pm: Since13<(this: MucRoom) => MucPrivateMessages>;
  /** Nil for what is usual; nothing checks it. False where it was that already, and not nil. @since 13.0 @see modules/muc/restrict_pm.lib.lua */
  set_allow_pm: Since13<(this: MucRoom, senders: MucPrivateMessages | undefined) => boolean>;
  /** Whether private messages to and from moderators are let through whatever else is set. @since 13.0 @see modules/muc/restrict_pm.lib.lua */
  get_allow_modpm: Since13<(this: MucRoom) => boolean>;
  /** False where it was that already, and not nil. @since 13.0 @see modules/muc/restrict_pm.lib.lua */
  set_allow_modpm: Since13<(this: MucRoom, allowed: boolean | undefined) => boolean>;
  /** The nickname that is kept for that bare JID. */
  get_registered_nick(jid: string): string | undefined;
  /** The bare JID that the nickname is kept for. */
  get_registered_jid(nick: string): string | undefined;

  /** Address in the room and occupant. They are copies: the parameter is not looked at. */
  each_occupant(read_only?: boolean): LuaIterable<LuaMultiReturn<[nick: string, occupant: MucOccupant]>>;
  /** Whether anybody is in it. */
  has_occupant(): boolean;
  /** By address in the room. A copy: {@link save_occupant} puts it back. */
  get_occupant_by_nick(nick: string): MucOccupant | undefined;
  /** By full JID. A copy, as above. */
  get_occupant_by_real_jid(jid: string): MucOccupant | undefined;
  /** The address in the room, by full JID. */
  get_occupant_jid(real_jid: string): string | undefined;
  /**
   * What tells somebody from others of the room under any nickname, by bare JID (XEP-0421); noted on the table of the occupant. Sent
   * unless `muc_occupant_id` is false.
   * @see modules/muc/occupant_id.lib.lua
   */
  get_occupant_id(occupant: MucOccupant): string;
  /** What these ids are made with: kept with the settings, and made up where there was none yet. @see modules/muc/occupant_id.lib.lua */
  get_salt(): string;
  /** Not in the room yet. Its role goes by its affiliation. */
  new_occupant(bare_jid: string, nick: string): MucOccupant;
  /** Keeps a copy, and gives that. Nil for who is out: without role, or without available presence. */
  save_occupant(occupant: MucOccupant): MucOccupant | undefined;

  /**
   * Nil where none is set; `outcast` also by its host. `owner` for the server's administrators, where
   * `component_admins_as_room_owners` is set, as on 0.12 it is by default.
   */
  get_affiliation(jid: string): MucAffiliation | undefined;
  /** Bare JID or host, affiliation and what is kept with it. */
  each_affiliation(
    affiliation?: MucAffiliation,
  ): LuaIterable<LuaMultiReturn<[jid: string, affiliation: MucAffiliation, data: object | undefined]>>;
  /**
   * Saves it, and tells the room. `true` for the actor is the server itself, whose own affiliation is not asked for. The JID is taken
   * bare, or is a host. What was kept with it stays where `data` is left out; `false` and an empty table clear it, as does the
   * affiliation of nobody.
   */
  set_affiliation(
    actor: string | true,
    jid: string,
    affiliation: MucAffiliation | undefined,
    reason?: string,
    data?: object | false,
  ): MucResult;
  /** All that is kept with that bare JID's affiliation, or under one key. */
  get_affiliation_data(jid: string, key?: string): unknown;
  /** Under one key, by bare JID. Saves the room. */
  set_affiliation_data(jid: string, key: string, value: unknown): true;
  /** By address in the room. */
  get_role(nick: string): MucRole | undefined;
  /** Of who comes in, and its rank: 0 for none to 3 for `moderator`. */
  get_default_role(affiliation: MucAffiliation | undefined): LuaMultiReturn<[role: MucRole | undefined, rank: number]>;
  /** Whether the actor, by full JID, may, and if not why. */
  may_set_role(actor: string, occupant: MucOccupant, role: MucRole | undefined): MucResult;
  /** By full JID, or `true` for the server itself, and address in the room. Nil for the role puts out. */
  set_role(actor: string | true, nick: string, role: MucRole | undefined, reason?: string): MucResult;

  /** To all and into the history, unless handlers of `muc-broadcast-message` and `muc-message-is-historic` are against it. */
  broadcast_message(stanza: import("util.stanza").Stanza): true;
  /** To all, or those for whom it gives true. */
  broadcast(
    stanza: import("util.stanza").Stanza,
    filter?: (this: void, nick: string, occupant: MucOccupant) => boolean | undefined,
  ): void;
  /** To all clients of one. */
  route_to_occupant(occupant: MucOccupant, stanza: import("util.stanza").Stanza): void;
  /** To its `to`. */
  route_stanza(stanza: import("util.stanza").Stanza): void;
  /**
   * Tells all of an occupant, or only the recipient. The element may be another for who sees real JIDs, for others and for the occupant.
   * `nick` is a new nickname, `actor` the full JID of who did it. Where presence of `prev_role` was sent and that of the role now is not,
   * and where forced, others are told that the occupant has gone.
   */
  publicise_occupant_status(
    occupant: MucOccupant,
    x: import("util.stanza").Stanza | MucPresenceElements,
    nick?: string,
    actor?: string,
    reason?: string,
    prev_role?: MucRole,
    force_unavailable?: boolean,
    recipient?: MucOccupant,
  ): void;
  /**
   * Tells one of those in it whose presence is sent, itself included; where that of the role `none` is, of who has an affiliation and is
   * not in it, too, if real JIDs are seen or a nickname is kept for them. For these the filter gets the JID, and no occupant.
   */
  send_occupant_list(
    to: string,
    filter?: (this: void, nick_or_jid: string, occupant: MucOccupant | undefined) => boolean | undefined,
  ): void;
  /** Puts all out, and sends that element along, else an empty one. */
  clear(x?: import("util.stanza").Stanza): void;
  /** Puts all out, with an address to go to if there is one. False where a handler is against it, with its error if it gave one. */
  destroy(
    new_jid?: string,
    reason?: string,
    password?: string,
  ): LuaMultiReturn<
    [ok: true, err?: undefined] | [ok: false, err?: import("util.stanza").ErrorType | import("util.error").ErrorObject]
  >;
  /** The answer to a query for `disco#info`, by its node if it has one. */
  get_disco_info(stanza: import("util.stanza").Stanza): import("util.stanza").Stanza;
  /** The answer to a query for `disco#items`: an empty one. */
  get_disco_items(stanza: import("util.stanza").Stanza): import("util.stanza").Stanza;
  /** The form to set it up with, for who has that JID. */
  get_form_layout(actor: string): import("util.dataforms").DataForm;
}

/**
 * What mod_muc offers: `module.depends("muc")` gives it on a component of rooms.
 * @see modules/muc/mod_muc.lua
 */
interface MucModule extends LoadedModule {
  /**
   * Nil and `invalid-jid`, for what is no bare JID, or `room-exists`; false where there are as many rooms as may be. Rooms are
   * as the configuration says unless `config` is given: that is all of their `_data` then. Not saved yet.
   */
  create_room: (
    this: void,
    jid: string,
    config?: Record<string, unknown>,
  ) => LuaMultiReturn<[room: MucRoom | false | undefined, err?: "invalid-jid" | "room-exists"]>;
  /**
   * Loads it from the store if it has to; nil where there is none, false where a handler is against it or there are as many rooms as
   * may be. Where the store fails, a room that answers who comes with an error.
   */
  get_room_from_jid: (this: void, jid: string) => MucRoom | false | undefined;
  /** All rooms, or those in memory only. */
  each_room: (this: void, live_only?: boolean) => LuaIterable<MucRoom>;
  /** All rooms. */
  all_rooms: (this: void) => LuaIterable<MucRoom>;
  /** Those in memory. */
  live_rooms: (this: void) => LuaIterable<MucRoom>;
  /** Out of memory; not saved before. */
  forget_room: (this: void, room: MucRoom) => void;
  /** Out of the store; it stays in memory. */
  delete_room: (this: void, room: MucRoom) => void;
  /** Saves all rooms in memory, with who is in them. */
  shutdown_component: (this: void) => void;
}
