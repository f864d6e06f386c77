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
  /** Nil for who is leaving. */
  role?: MucRole;
  /** The full JID of the client that speaks for all. */
  jid?: string;
  /** Full JID to presence. */
  sessions: LuaMap<string, import("util.stanza").Stanza>;
  /** Full JID and presence of each client. */
  each_session(): LuaIterable<LuaMultiReturn<[jid: string, presence: import("util.stanza").Stanza]>>;
  /** Of that client, or the one that speaks for all. */
  get_presence(jid?: string): import("util.stanza").Stanza | undefined;
  /** A client of theirs, with its presence. */
  set_session(jid: string, presence: import("util.stanza").Stanza, replace_primary?: boolean): void;
  /** A client has gone. */
  remove_session(jid: string): void;
  /** Another client speaks for all: its JID. */
  choose_new_primary(): string | undefined;
}

/** Done, or a stanza error's parts. */
type MucResult = LuaMultiReturn<
  | [ok: true, type?: undefined, condition?: undefined, text?: undefined]
  | [ok: undefined | false, type?: string | import("util.error").ErrorObject, condition?: string, text?: string]
>;

/**
 * A room. Save it after a change of a setting: {@link save}.
 * @see modules/muc/muc.lib.lua, modules/muc/mod_muc.lua
 */
interface MucRoom {
  /** Its address. */
  readonly jid: string;
  /** What else is kept of it, settings and all. Open to modules. */
  _data: Record<string, unknown>;
  /** JID to affiliation. */
  _affiliations: LuaMap<string, MucAffiliation>;
  /**
   * Saves it where it is persistent or the state is to be saved, with who is in it; else, if forced, takes it out of the store.
   * Nil and an error where that fails, nil alone where there was nothing to do.
   */
  save(is_forced?: boolean, with_state?: boolean): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  /** As a store keeps it; also the state if told so. */
  freeze(with_state?: boolean): LuaMultiReturn<[data: object, state?: object]>;

  /** What people call it. */
  get_name(): string | undefined;
  /** False where it was that already, as for all of these. */
  set_name(name: string | undefined): boolean;
  /** In words, for people. */
  get_description(): string | undefined;
  /** False where it was that already. */
  set_description(text: string | undefined): boolean;
  /** A tag of RFC 5646. */
  get_language(): string | undefined;
  /** False where it was that already. */
  set_language(language: string | undefined): boolean;
  /** What one needs to come in. */
  get_password(): string | undefined;
  /** Nil or `""` for none. */
  set_password(password: string | undefined): boolean;
  /** Whether it is left out of lists. */
  get_hidden(): boolean | undefined;
  /** The contrary of `set_public`. */
  set_hidden(hidden: boolean): boolean;
  /** Whether it is in lists. */
  get_public(): boolean;
  /** False where it was that already. */
  set_public(is_public: boolean): boolean;
  /** Whether it stays when nobody is in it. */
  get_persistent(): boolean | undefined;
  /** False where it was that already. */
  set_persistent(persistent: boolean): boolean;
  /** Whether only members come in. */
  get_members_only(): boolean | undefined;
  /** False where it was that already. */
  set_members_only(members_only: boolean): boolean;
  /** Whether members may invite, where only members come in. */
  get_allow_member_invites(): boolean | undefined;
  /** False where it was that already. */
  set_allow_member_invites(allowed: boolean): boolean;
  /** Whether who comes in may not speak yet. */
  get_moderated(): boolean | undefined;
  /** False where it was that already. */
  set_moderated(moderated: boolean): boolean;
  /** Whether all participants may change the subject. */
  get_changesubject(): boolean | undefined;
  /** False where it was that already. */
  set_changesubject(allowed: boolean): boolean;
  /** Who sees real JIDs. */
  get_whois(): "moderators" | "anyone";
  /** False where it was that already. */
  set_whois(whois: "moderators" | "anyone"): boolean;
  /** Whether real JIDs are kept from them. */
  is_anonymous_for(jid: string): boolean;
  /** How many messages are kept for who comes in, and at most as many as the configuration allows. */
  get_historylength(): number;
  /** Nil for what is usual. */
  set_historylength(length: number | undefined): true;
  /** Who set it, else the room itself, and the text. */
  get_subject(): LuaMultiReturn<[from: string, subject: string | undefined]>;
  /** Tells all, too. Nil or `""` for none. False where it was that already. */
  set_subject(from: string, subject: string | undefined): boolean;
  /** Roles whose presence is sent to all: true. */
  get_presence_broadcast(): Partial<Record<MucRole, boolean>>;
  /** Presence of roles left out is not sent. Nil for what is usual. False where it was that already. */
  set_presence_broadcast(roles: Partial<Record<MucRole, boolean>> | undefined): boolean;
  /** The nickname that is kept for that JID. */
  get_registered_nick(jid: string): string | undefined;
  /** Whose nickname that is. */
  get_registered_jid(nick: string): string | undefined;

  /** Address in the room and occupant. They are copies: the parameter is not looked at. */
  each_occupant(read_only?: boolean): LuaIterable<LuaMultiReturn<[nick: string, occupant: MucOccupant]>>;
  /** Whether anybody is in it. */
  has_occupant(): boolean;
  /** By address in the room. A copy: {@link save_occupant} puts it back. */
  get_occupant_by_nick(nick: string): MucOccupant | undefined;
  /** A copy, as above. */
  get_occupant_by_real_jid(jid: string): MucOccupant | undefined;
  /** The address in the room. */
  get_occupant_jid(real_jid: string): string | undefined;
  /** Not in the room yet. */
  new_occupant(bare_jid: string, nick: string): MucOccupant;
  /** Nil for who is out. */
  save_occupant(occupant: MucOccupant): MucOccupant | undefined;

  /** Nil where none is set; `outcast` also by its host. */
  get_affiliation(jid: string): MucAffiliation | undefined;
  /** JID, affiliation and what is kept with it. */
  each_affiliation(
    affiliation?: MucAffiliation,
  ): LuaIterable<LuaMultiReturn<[jid: string, affiliation: MucAffiliation, data: object | undefined]>>;
  /** `true` for the actor: the server itself, who may do all. */
  set_affiliation(
    actor: string | true,
    /** Its address. */
    jid: string,
    affiliation: MucAffiliation | undefined,
    reason?: string,
    data?: object | false,
  ): MucResult;
  /** All that is kept, or under one key. */
  get_affiliation_data(jid: string, key?: string): unknown;
  /** Under one key. */
  set_affiliation_data(jid: string, key: string, value: unknown): true;
  /** By address in the room. */
  get_role(nick: string): MucRole | undefined;
  /** Of who comes in, and its rank from 0. */
  get_default_role(affiliation: MucAffiliation | undefined): LuaMultiReturn<[role: MucRole | undefined, rank: number]>;
  /** Whether the actor may, and if not why. */
  may_set_role(actor: string, occupant: MucOccupant, role: MucRole | undefined): MucResult;
  /** Nil for the role puts out. */
  set_role(actor: string | true, nick: string, role: MucRole | undefined, reason?: string): MucResult;

  /** To all, and into the history. */
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
  /** Tells all of an occupant. */
  publicise_occupant_status(
    occupant: MucOccupant,
    x: import("util.stanza").Stanza,
    nick?: string,
    actor?: string,
    reason?: string,
    prev_role?: MucRole,
    force_unavailable?: boolean,
    recipient?: MucOccupant,
  ): void;
  /** Tells one of all who are in it; where presence of `none` is sent, of members outside, too: by JID, without occupant. */
  send_occupant_list(
    to: string,
    filter?: (this: void, nick_or_jid: string, occupant: MucOccupant | undefined) => boolean | undefined,
  ): void;
  /** All are out. */
  clear(x?: import("util.stanza").Stanza): void;
  /** Gone, with an address to go to if there is one. */
  destroy(new_jid?: string, reason?: string, password?: string): MucResult;
  /** The answer to a query. */
  get_disco_info(stanza: import("util.stanza").Stanza): import("util.stanza").Stanza;
  /** The answer to a query. */
  get_disco_items(stanza: import("util.stanza").Stanza): import("util.stanza").Stanza;
  /** The form to set it up with. */
  get_form_layout(actor?: string): import("util.dataforms").DataForm;
}

/**
 * What mod_muc offers: `module.depends("muc")` gives it on a component of rooms.
 * @see modules/muc/mod_muc.lua
 */
interface MucModule extends LoadedModule {
  /**
   * Nil and `invalid-jid` or `room-exists`; false where there are as many rooms as may be. Rooms are as the configuration says unless
   * `config` is given: that is all of their `_data` then.
   */
  create_room: (
    this: void,
    jid: string,
    config?: Record<string, unknown>,
  ) => LuaMultiReturn<[room: MucRoom | false | undefined, err?: "invalid-jid" | "room-exists"]>;
  /** Loads it from the store if it has to; nil where there is none, false where it can't or must not be loaded. */
  get_room_from_jid: (this: void, jid: string) => MucRoom | false | undefined;
  /** All rooms, or those in memory only. */
  each_room: (this: void, live_only?: boolean) => LuaIterable<MucRoom>;
  /** All rooms. */
  all_rooms: (this: void) => LuaIterable<MucRoom>;
  /** Those in memory. */
  live_rooms: (this: void) => LuaIterable<MucRoom>;
  /** Out of memory. */
  forget_room: (this: void, room: MucRoom) => void;
  /** Out of the store; it stays in memory. */
  delete_room: (this: void, room: MucRoom) => void;
  /** Saves all rooms in memory, with who is in them. */
  shutdown_component: (this: void) => void;
}
