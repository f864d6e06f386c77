/** @noSelfInFile */

/** Of a room. @see modules/muc/muc.lib.lua */
interface MucRoomEvent {
  /** The room it is about. */
  room: MucRoom;
}

/** A stanza to a room. @see modules/muc/muc.lib.lua */
interface MucStanzaEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
}

/** A message from one who is in the room; `occupant` is nil for one who is not. @see modules/muc/muc.lib.lua */
interface MucGroupchatEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The message as it came in: what handlers change goes out. */
  stanza: import("util.stanza").Stanza;
  /** The JID of the sender, as in the stanza: a client's full one. */
  from: string;
  /** Who it is in the room: a copy. May be set: from whom it will come; nil for the room itself. */
  occupant?: MucOccupant;
}

/** A message to all: on 13.0 also presence of the room itself, with its avatar. @see modules/muc/muc.lib.lua */
interface MucMessageEvent {
  /** The room it is about. */
  room: MucRoom;
  /** As it will go out: from the address in the room, or the room itself. May be changed. */
  stanza: import("util.stanza").Stanza;
}

/** Whether a message is kept. @see modules/muc/history.lib.lua */
interface MucHistoryEvent {
  /** The room it is about. */
  room: MucRoom;
  /** As it goes out: from the address in the room, or the room itself. */
  stanza: import("util.stanza").Stanza;
}

/** What is sent to one who has come in. @see modules/muc/history.lib.lua */
interface MucGetHistoryEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The presence of who has come in. */
  stanza: import("util.stanza").Stanza;
  /** Who has come in: a client's full JID. */
  to: string;
  /** At most so many bytes of XML, if asked for. */
  maxchars?: number;
  /** At most so many messages: as asked for, and where nothing was, 20 or what the room is set to. */
  maxstanzas?: number;
  /** Unix time: none from before, if asked for. */
  since?: number;
  /** Set it: gives the next message, or nil. Until set it gives nil. */
  next_stanza(): import("util.stanza").Stanza | undefined;
}

/** Somebody comes in. @see modules/muc/muc.lib.lua */
interface MucPreJoinEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The presence as it came in. */
  stanza: import("util.stanza").Stanza;
  /** Who it will be; `nick` and `role` may be changed. Where the nickname is in use, a copy of whose it is. */
  occupant: MucOccupant;
  /** Whether nobody is in the room under that nickname yet. */
  is_first_session: boolean;
  /** True where the room was made for them; else nil. */
  is_new_room?: boolean;
}

/** A client leaves. @see modules/muc/muc.lib.lua */
interface MucPreLeaveEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The presence as it came in, `unavailable`. */
  stanza: import("util.stanza").Stanza;
  /** Who leaves: a copy. */
  occupant: MucOccupant;
  /** Whether it is the only client of theirs. */
  is_last_session: boolean;
}

/** Presence of somebody in the room, under the same nickname or another. @see modules/muc/muc.lib.lua */
interface MucPreChangeEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The presence as it came in. */
  stanza: import("util.stanza").Stanza;
  /** As they are: a copy. */
  orig_occupant: MucOccupant;
  /** As they will be: the same table where the nickname stays. */
  dest_occupant: MucOccupant;
  /** Whether nobody is in the room under the new nickname yet; nil where it stays. */
  is_first_session?: boolean;
  /** Whether it is the only client of theirs. */
  is_last_session: boolean;
}

/** Somebody has come in. @see modules/muc/muc.lib.lua */
interface MucJoinedEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The address in the room, with the nickname. */
  nick: string;
  /** Who it is, as somebody in the room. */
  occupant: MucOccupant;
  /** The presence as it came in. */
  stanza: import("util.stanza").Stanza;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
}

/** A client has come in. @see modules/muc/muc.lib.lua */
interface MucSessionNewEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The address in the room, with the nickname. */
  nick: string;
  /** Who it is, as somebody in the room. */
  occupant: MucOccupant;
  /** The presence as it came in. */
  stanza: import("util.stanza").Stanza;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The client's full JID. */
  jid: string;
}

/** Somebody has gone, or was put out: then there is no stanza of theirs. @see modules/muc/muc.lib.lua */
interface MucLeftEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The address in the room, with the nickname. */
  nick: string;
  /** Who it is, as somebody in the room. */
  occupant: MucOccupant;
  /** The presence as it came in: `unavailable`, or with the new nickname. */
  stanza?: import("util.stanza").Stanza;
  /** Whoever sent the stanza. */
  origin?: StanzaOrigin;
}

/** Presence that is about to be sent. @see modules/muc/muc.lib.lua */
interface MucPresenceEvent {
  /** The room it is about. */
  room: MucRoom;
  /** What is made for this: add to it. */
  stanza: import("util.stanza").Stanza;
  /** Nil in the answer to a probe for somebody with a registered nickname who is not in the room. */
  occupant?: MucOccupant;
  /**
   * The element that will be added, with no item in it yet; not where another one is sent instead, as to the clients of who comes in.
   * Nil of copies for single clients, and in that answer.
   */
  x?: import("util.stanza").Stanza;
  /** The new nickname, where it changes; in that answer the one asked for. */
  nick?: string;
  /** The full JID of who put them out, or changed how they stand. */
  actor?: string;
  /** In words, as the actor gave it. */
  reason?: string;
  /** Only in that answer: whose nickname it is. */
  bare_jid?: string;
}

/** Presence that is about to be sent to all. @see modules/muc/muc.lib.lua */
interface MucBroadcastPresenceEvent {
  /** The room it is about. */
  room: MucRoom;
  /** What is made for this: add to it. */
  stanza: import("util.stanza").Stanza;
  /** Whose it is. */
  occupant: MucOccupant;
  /** The element that will be added, with no item in it yet; not where another one is sent instead, as to the clients of who comes in. */
  x: import("util.stanza").Stanza;
  /** The new nickname, where it changes. */
  nick?: string;
  /** The full JID of who put them out, or changed how they stand. */
  actor?: string;
  /** In words, as the actor gave it. */
  reason?: string;
}

/** What a room says of itself. @see modules/muc/muc.lib.lua */
interface MucDiscoEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The answer so far: add to it. */
  reply: import("util.stanza").Stanza;
  /** The query. */
  stanza: import("util.stanza").Stanza;
  /** Add fields. */
  form: import("util.dataforms").FormField[];
  /** Add values. */
  formdata: import("util.dataforms").FormValues;
}

/** What a room says of one of its nodes. @see modules/muc/muc.lib.lua */
interface MucDiscoNodeEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The answer so far: add to it. */
  reply: import("util.stanza").Stanza;
  /** The query. */
  stanza: import("util.stanza").Stanza;
  /** Set it, to have a form in the answer. */
  form?: import("util.dataforms").DataForm;
  /** Set it with the form: its values. */
  formdata?: import("util.dataforms").FormValues;
}

/** A room's form. Add fields to it, as `table.insert(form, { … })`. @see modules/muc/muc.lib.lua */
interface MucConfigFormEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The JID of who asks. */
  actor: string;
  /** The form. */
  form: import("util.dataforms").FormField[];
}

/** A room's form was filled in. @see modules/muc/muc.lib.lua */
interface MucConfigSubmittedEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The iq with the form. */
  stanza: import("util.stanza").Stanza;
  /** What was filled in, by name. */
  fields: import("util.dataforms").FormValues;
  /** What is told to all: set `"104"` for a change. */
  status_codes: Record<string, boolean>;
  /** The JID of who did it: a client's full one. */
  actor: string;
  /** Of `muc-config-submitted/FIELD`. */
  field?: string;
  /** What was filled in there. */
  value?: unknown;
  /**
   * Calls `set_NAME` of the room with what was filled in, if `get_NAME` gives something else and `allowed`, where given, has it as a
   * key. Then it notes `104`, and gives true.
   */
  update_option: (this: void, name: string, field: string, allowed?: Record<string, unknown>) => true | undefined;
}

/** Whether somebody's role may change. @see modules/muc/muc.lib.lua */
interface MucPreRoleEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Who asks, by full JID. The server itself is not asked about. */
  actor: string;
  /** Whose role it is: a copy. */
  occupant: MucOccupant;
  /** The new one; nil puts out. */
  role?: MucRole;
  /** Set it, to decide. */
  allowed?: boolean;
  /** Set it where it is refused: the type of the stanza error, `cancel` … */
  error?: import("util.stanza").ErrorType;
  /** Set it where it is refused: the condition of the stanza error. */
  condition?: string;
}

/** How somebody stands to the room changes, or is set again. @see modules/muc/muc.lib.lua */
interface MucAffiliationEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Nil for the server itself. */
  actor?: string;
  /** The bare JID it is about, or a host. */
  jid: string;
  /** How they stand to the room from now on. */
  affiliation: MucAffiliation;
  /** In words, as the actor gave it. */
  reason?: string;
  /** How they stood to the room before. */
  previous_affiliation: MucAffiliation;
  /** What was given to be kept with it. */
  data?: object;
  /** What was kept before. */
  previous_data?: object;
  /** Set it to false, to refuse: of `muc-pre-set-affiliation`. */
  allowed?: boolean;
  /** Set it with `allowed`, in place of `cancel` and `not-allowed`. */
  error?: {
    /** Of the stanza error: `cancel`, `auth` … */
    type: import("util.stanza").ErrorType;
    /** Of the stanza error: `not-allowed` … No text is passed on. */
    condition: string;
  };
  /** Of `muc-set-affiliation`: whether somebody in the room is meant. */
  in_room?: boolean;
}

/** Something that is kept with an affiliation was changed by `set_affiliation_data`; not saved yet. @see modules/muc/muc.lib.lua */
interface MucAffiliationDataEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The bare JID it is about. */
  jid: string;
  /** Under which it is kept. */
  key: string;
  /** What is kept now. */
  value?: unknown;
  /** What was kept before. */
  old_value?: unknown;
}

/** The role of somebody who comes in. @see modules/muc/muc.lib.lua */
interface MucDefaultRoleEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Nil for none. */
  affiliation?: MucAffiliation;
  /** -1 for an outcast, 0 for none, to 3 for an owner. */
  affiliation_rank: number;
}

/** A room is to go. @see modules/muc/muc.lib.lua */
interface MucPreDestroyEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Where to go instead. May be changed, as the two after it. */
  newjid?: string;
  /** In words, for people. */
  reason?: string;
  /** Of the other room. */
  password?: string;
  /** The element that is sent along. */
  x: import("util.stanza").Stanza;
  /** Set it to false, to keep the room. */
  allowed: boolean;
  /** Set it with `allowed`: the type of the stanza error `not-allowed`, in place of `cancel`, or a whole error. */
  error?: import("util.stanza").ErrorType | import("util.error").ErrorObject;
}

/** A room goes: nobody is in it any more. @see modules/muc/muc.lib.lua, modules/muc/mod_muc.lua */
interface MucDestroyedEvent {
  /** The room it is about. */
  room: MucRoom;
  /** In words, for people. */
  reason?: string;
  /** Where to go instead. */
  newjid?: string;
  /** Of the other room. */
  password?: string;
}

/** A room is about to come out of the store. @see modules/muc/mod_muc.lua */
interface MucPreRestoreEvent {
  /** The room's address. */
  jid: string;
  /** As stored: what `freeze` gave. */
  data: object;
}

/** A room has come out of the store. @see modules/muc/mod_muc.lua */
interface MucRestoredEvent {
  /** The room's address. */
  jid: string;
  /** The room it is about. */
  room: MucRoom;
}

/** An invitation, or its refusal, as it goes out. @see modules/muc/muc.lib.lua */
interface MucInviteEvent {
  /** The room it is about. */
  room: MucRoom;
  /** As it will go out: from the room, with its element `x`. May be changed. */
  stanza: import("util.stanza").Stanza;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** As it came in. */
  incoming: import("util.stanza").Stanza;
}

/** A room was made. Without `origin` and `stanza` the server itself did. @see modules/muc/muc.lib.lua, modules/muc/mod_muc.lua */
interface MucRoomCreatedEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Who has come first. */
  creator?: MucOccupant;
  /** The presence that has made it. */
  stanza?: import("util.stanza").Stanza;
  /** Whoever sent the stanza. */
  origin?: StanzaOrigin;
}

/** Somebody wants to speak, or may. @see modules/muc/request.lib.lua */
interface MucVoiceEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** What was filled in. */
  fields: import("util.dataforms").FormValues;
  /** The message with the form. */
  stanza: import("util.stanza").Stanza;
  /** Who has sent it: a copy. */
  occupant: MucOccupant;
}

/** Somebody registers with a room. @see modules/muc/register.lib.lua */
interface MucRegistrationEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The iq with the form. */
  stanza: import("util.stanza").Stanza;
  /** What was filled in, by name. */
  submitted_data: import("util.dataforms").FormValues;
  /** What is kept: add to it. */
  affiliation_data: Record<string, unknown>;
}

interface ProsodyEvents {
  /** Before a room is made by the first who comes. True keeps it from being made, once they were told so. */
  "muc-room-pre-create": MucStanzaEvent;
  /** The first occupant is in already; where a module made the room there is none, and `save` does nothing yet. */
  "muc-room-created": MucRoomCreatedEvent;
  /** Before it is: nobody else can come in until it is configured, or `muc_room_lock_timeout` is over. */
  "muc-room-locked": MucRoomEvent;
  /** Before it is. */
  "muc-room-unlocked": MucRoomEvent;
  /** Not in memory yet. */
  "muc-room-pre-restore": MucPreRestoreEvent;
  /** It is in memory, with who was in it, where that was stored. */
  "muc-room-restored": MucRestoredEvent;
  /** Where an owner or a module destroys it; not where an empty room ends. */
  "muc-pre-room-destroy": MucPreDestroyEvent;
  /**
   * With nothing but the room where that was empty and not persistent. mod_muc takes it out of memory and store at 0; in place of a
   * persistent one it stores at -10 that it was destroyed, unless `muc_tombstones` is false.
   */
  "muc-room-destroyed": MucDestroyedEvent;
  /** True keeps them out, once they were told so. */
  "muc-occupant-pre-join": MucPreJoinEvent;
  /** Available presence from one who is in the room, with or without a new nickname. True keeps it from being handled. */
  "muc-occupant-pre-change": MucPreChangeEvent;
  /** True keeps it from being handled. Not for those who are put out. */
  "muc-occupant-pre-leave": MucPreLeaveEvent;
  /** The first client under a nickname has come in; not at a mere change of nickname. */
  "muc-occupant-joined": MucJoinedEvent;
  /** For each client that has come in, and again where one comes in that is in already. */
  "muc-occupant-session-new": MucSessionNewEvent;
  /** Once the last client of one is gone; also at a change of nickname. */
  "muc-occupant-left": MucLeftEvent;
  /** Also from who is not in the room: refused at 50. True keeps it from the others. */
  "muc-occupant-groupchat": MucGroupchatEvent;
  /** True keeps it from the others. */
  "muc-broadcast-message": MucMessageEvent;
  /** False does not send it: on 13.0 from 1 on, where the room's `get_allow_pm` is against it. */
  "muc-private-message": MucStanzaEvent;
  /** After `muc-build-occupant-presence`, with the same table. `nick`, `actor` and `reason` may be changed. */
  "muc-broadcast-presence": MucBroadcastPresenceEvent;
  /** Of what goes to all, or answers a probe, and then of each copy for one client: the occupant's own, or one that comes in. */
  "muc-build-occupant-presence": MucPresenceEvent;
  /** At -1 those with a body, encryption or a chat marker are, unless a hint says otherwise. */
  "muc-message-is-historic": MucHistoryEvent;
  /** Room history takes it at -1, mod_muc_mam at 0. */
  "muc-add-history": MucHistoryEvent;
  /** Set `next_stanza`, and return true; else the room's own history is sent. */
  "muc-get-history": MucGetHistoryEvent;
  /** By affiliation at -1: `moderator` for admins and owners, `participant` for members and others, none for outcasts. */
  "muc-get-default-role": MucDefaultRoleEvent;
  /** Decide by `allowed`; what is left nil goes by affiliation and role. */
  "muc-pre-set-role": MucPreRoleEvent;
  /** After the room's own checks; refuse by `allowed`, or set `data` where none was given. */
  "muc-pre-set-affiliation": MucAffiliationEvent;
  /** Saved, and told to the room. */
  "muc-set-affiliation": MucAffiliationEvent;
  /** By key; only where the value has changed. */
  [event: `muc-set-affiliation-data/${string}`]: MucAffiliationDataEvent;
  /** Of the room itself. */
  "muc-disco#info": MucDiscoEvent;
  /** By node. The answer goes out whether there is such a node or not. */
  [event: `muc-disco#info/${string}`]: MucDiscoNodeEvent;
  /** Each time it is shown, and each time it is read. */
  "muc-config-form": MucConfigFormEvent;
  /** Before the events of single fields; not saved yet. */
  "muc-config-submitted": MucConfigSubmittedEvent;
  /** For each field of the form that was filled in, `FORM_TYPE` included. */
  [event: `muc-config-submitted/${string}`]: MucConfigSubmittedEvent;
  /** True keeps it from being sent: answer the sender. */
  "muc-pre-invite": MucStanzaEvent;
  /** True: `stanza` is not sent. */
  "muc-invite": MucInviteEvent;
  /** True keeps it from being sent. */
  "muc-pre-decline": MucStanzaEvent;
  /** True: `stanza` is not sent. */
  "muc-decline": MucInviteEvent;
  /** From who is no moderator. A visitor's is sent on to moderators by the room. */
  "muc-voice-request": MucVoiceEvent;
  /** A moderator's: where it allows, the room makes the asker a participant. */
  "muc-voice-response": MucVoiceEvent;
  /** Before it is stored; not where the nickname stays the same. */
  "muc-registration-submitted": MucRegistrationEvent;
}

/** @see modules/muc/muc.lib.lua, modules/muc/history.lib.lua, modules/muc/mod_muc.lua */
interface ProsodyEventResults {
  /** False: it is not sent. */
  "muc-private-message": boolean;
  /** False: the room is not restored. Who sends something to it is told `resource-constraint`. */
  "muc-room-pre-restore": false;
  /** True: it is kept. */
  "muc-message-is-historic": boolean;
  /** False: none. */
  "muc-get-default-role": MucRole | false;
  /** In place of the form. */
  "muc-config-form": import("util.dataforms").DataForm;
}
