/** @noSelfInFile */

/** How somebody stands in a room, as long as they are in it. */
type MucRole = "none" | "visitor" | "participant" | "moderator";

/** How somebody stands to a room. */
type MucAffiliation = "outcast" | "none" | "member" | "admin" | "owner";

/** Somebody in a room, with all their clients under one nickname. @see modules/muc/occupant.lib.lua */
interface MucOccupant {
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
  set_session(jid: string, presence: import("util.stanza").Stanza, replace_primary?: boolean): void;
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
  readonly jid: string;
  /** What else is kept of it. Open to modules; saved only with `save_state`. */
  _data: Record<string, unknown>;
  /** JID to affiliation. */
  _affiliations: LuaMap<string, MucAffiliation>;
  /** Saves it, with who is in it if told so. Nil and an error where that fails. */
  save(with_state?: boolean, is_forced?: boolean): unknown;
  /** As a store keeps it; also the state if told so. */
  freeze(with_state?: boolean): LuaMultiReturn<[data: object, state?: object]>;

  get_name(): string;
  set_name(name: string | undefined): boolean;
  get_description(): string | undefined;
  set_description(text: string | undefined): boolean;
  get_language(): string | undefined;
  set_language(language: string | undefined): boolean;
  get_password(): string | undefined;
  set_password(password: string | undefined): boolean;
  get_hidden(): boolean;
  set_hidden(hidden: boolean): boolean;
  get_public(): boolean;
  set_public(is_public: boolean): boolean;
  get_persistent(): boolean;
  set_persistent(persistent: boolean): boolean;
  get_members_only(): boolean;
  set_members_only(members_only: boolean): boolean;
  get_allow_member_invites(): boolean;
  set_allow_member_invites(allowed: boolean): boolean;
  get_moderated(): boolean;
  set_moderated(moderated: boolean): boolean;
  get_changesubject(): boolean;
  set_changesubject(allowed: boolean): boolean;
  /** Who sees real JIDs. */
  get_whois(): "moderators" | "anyone";
  set_whois(whois: "moderators" | "anyone"): boolean;
  /** Whether real JIDs are kept from them. */
  is_anonymous_for(jid: string): boolean;
  get_historylength(): number;
  set_historylength(length: number | undefined): boolean;
  /** Who set it, and the text. */
  get_subject(): LuaMultiReturn<[from: string | undefined, subject: string | undefined]>;
  set_subject(from: string, subject: string): boolean;
  /** Roles whose presence is sent to all. */
  get_presence_broadcast(): Record<MucRole, boolean>;
  set_presence_broadcast(roles: Record<string, boolean>): boolean;
  get_registered_nick(jid: string): string | undefined;
  get_registered_jid(nick: string): string | undefined;

  /** Address in the room and occupant; they are copies unless told otherwise. */
  each_occupant(read_only?: boolean): LuaIterable<LuaMultiReturn<[nick: string, occupant: MucOccupant]>>;
  has_occupant(): boolean;
  /** By address in the room. A copy: {@link save_occupant} puts it back. */
  get_occupant_by_nick(nick: string): MucOccupant | undefined;
  get_occupant_by_real_jid(jid: string): MucOccupant | undefined;
  /** The address in the room. */
  get_occupant_jid(real_jid: string): string | undefined;
  new_occupant(bare_jid: string, nick: string): MucOccupant;
  /** Nil for who is out. */
  save_occupant(occupant: MucOccupant): MucOccupant | undefined;

  get_affiliation(jid: string): MucAffiliation | undefined;
  /** JID, affiliation and what is kept with it. */
  each_affiliation(
    affiliation?: MucAffiliation,
  ): LuaIterable<LuaMultiReturn<[jid: string, affiliation: MucAffiliation, data: object | undefined]>>;
  /** `true` for the actor: the server itself, who may do all. */
  set_affiliation(
    actor: string | true,
    jid: string,
    affiliation: MucAffiliation,
    reason?: string,
    data?: object | false,
  ): MucResult;
  get_affiliation_data(jid: string, key?: string): unknown;
  set_affiliation_data(jid: string, key: string, value: unknown): MucResult;
  /** By address in the room. */
  get_role(nick: string): MucRole | undefined;
  get_default_role(affiliation: MucAffiliation | undefined): MucRole | undefined;
  may_set_role(actor: string, occupant: MucOccupant, role: MucRole | undefined): boolean;
  /** Nil for the role puts out. */
  set_role(actor: string | true, nick: string, role: MucRole | undefined, reason?: string): MucResult;

  /** To all, and into the history. */
  broadcast_message(stanza: import("util.stanza").Stanza): boolean | undefined;
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
  /** Tells one of all who are in it. */
  send_occupant_list(
    to: string,
    filter?: (this: void, nick: string, occupant: MucOccupant) => boolean | undefined,
  ): void;
  /** All are out. */
  clear(x?: import("util.stanza").Stanza): void;
  /** Gone, with an address to go to if there is one. */
  destroy(new_jid?: string, reason?: string, password?: string): MucResult;
  get_disco_info(stanza: import("util.stanza").Stanza): import("util.stanza").Stanza;
  get_disco_items(stanza: import("util.stanza").Stanza): import("util.stanza").Stanza;
  /** The form to set it up with. */
  get_form_layout(actor?: string): import("util.dataforms").DataForm;
}

/**
 * What mod_muc offers: `module.depends("muc")` gives it on a component of rooms.
 * @see modules/muc/mod_muc.lua
 */
interface MucModule extends LoadedModule {
  /** Nil and an error where a module refuses it. */
  create_room(jid: string, config?: object): LuaMultiReturn<[room: MucRoom | undefined, err?: unknown]>;
  get_room_from_jid: (this: void, jid: string) => MucRoom | undefined;
  /** All rooms, or those in memory only. */
  each_room: (this: void, live_only?: boolean) => LuaIterable<MucRoom>;
  all_rooms: (this: void, live_only?: boolean) => LuaIterable<MucRoom>;
  live_rooms: (this: void) => LuaIterable<MucRoom>;
  forget_room: (this: void, room: MucRoom) => void;
  delete_room: (this: void, room: MucRoom) => void;
  shutdown_component: (this: void) => void;
}
