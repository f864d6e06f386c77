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
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** The full JID of the sender. */
  from: string;
  /** Who it is, as somebody in the room. */
  occupant?: MucOccupant;
}

/** A message to all. @see modules/muc/muc.lib.lua */
interface MucMessageEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
}

/** Whether a message is kept. @see modules/muc/history.lib.lua */
interface MucHistoryEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
}

/** What is sent to one who has come in. @see modules/muc/history.lib.lua */
interface MucGetHistoryEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** The address it is for. */
  to: string;
  /** At most so many bytes. */
  maxchars?: number;
  /** At most so many messages. */
  maxstanzas?: number;
  /** Unix time. */
  since?: number;
  /** Set it: gives the next message, or nil. */
  next_stanza(): import("util.stanza").Stanza | undefined;
}

/** Somebody comes in. @see modules/muc/muc.lib.lua */
interface MucPreJoinEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** Who it is, as somebody in the room. */
  occupant: MucOccupant;
  /** Whether it is the first client of theirs; nil where one leaves. */
  is_first_session?: boolean;
  /** Of `muc-occupant-pre-leave`: whether it is the last client of theirs. */
  is_last_session?: boolean;
  /** Whether the room was made for them. */
  is_new_room?: boolean;
}

/** Somebody changes nickname. @see modules/muc/muc.lib.lua */
interface MucPreChangeEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** As they were. */
  orig_occupant: MucOccupant;
  /** As they will be. */
  dest_occupant: MucOccupant;
  /** Whether it is the first client of theirs. */
  is_first_session?: boolean;
  /** Whether it is the last client of theirs. */
  is_last_session?: boolean;
}

/** Somebody has come in. @see modules/muc/muc.lib.lua */
interface MucJoinedEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The address in the room, with the nickname. */
  nick: string;
  /** Who it is, as somebody in the room. */
  occupant: MucOccupant;
  /** The stanza as it came in, or as it will go out. */
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
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The JID it is about. */
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
  /** The stanza as it came in, or as it will go out. */
  stanza?: import("util.stanza").Stanza;
  /** Whoever sent the stanza. */
  origin?: StanzaOrigin;
}

/** Presence that is sent on. @see modules/muc/muc.lib.lua */
interface MucPresenceEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** Nil for who is in the room no more. */
  occupant?: MucOccupant;
  /** The element that is sent along. */
  x?: import("util.stanza").Stanza;
  /** The address in the room, with the nickname. */
  nick?: string;
  /** Who did it. */
  actor?: unknown;
  /** In words, for people or for the log. */
  reason?: string;
  /** The bare JID behind the nickname. */
  bare_jid?: string;
}

/** What a room says of itself. `form` and `formdata` are nil where a node was asked for. @see modules/muc/muc.lib.lua */
interface MucDiscoEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The answer so far: add to it. */
  reply: import("util.stanza").Stanza;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** Add fields. */
  form?: import("util.dataforms").FormField[];
  /** Add values. */
  formdata?: import("util.dataforms").FormValues;
}

/** A room's form. Add fields to it, as `table.insert(form, { … })`. @see modules/muc/muc.lib.lua */
interface MucConfigFormEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Nil for the server itself. */
  actor?: string;
  /** The form. */
  form: import("util.dataforms").FormField[];
}

/** A room's form was filled in. @see modules/muc/muc.lib.lua */
interface MucConfigSubmittedEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** What was filled in. */
  fields: import("util.dataforms").FormValues;
  /** What is told to all: set `"104"` for a change. */
  status_codes: Record<string, boolean>;
  /** Who did it. */
  actor: string;
  /** Of `muc-config-submitted/FIELD`. */
  field?: string;
  /** What is kept now. */
  value?: unknown;
  /** Sets one with `set_NAME`, if it is among those allowed; true where it has changed. */
  update_option: (this: void, name: string, field: string, allowed?: Record<string, unknown>) => true | undefined;
}

/** Whether somebody's role may change. @see modules/muc/muc.lib.lua */
interface MucPreRoleEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Who asks. The server itself is not asked about. */
  actor: string;
  /** Who it is, as somebody in the room. */
  occupant: MucOccupant;
  /** How somebody stands in the room, or what one may do. */
  role?: MucRole;
  /** Set it, to decide. */
  allowed?: boolean;
  /** Set it where it is refused: the type of the stanza error, `cancel` … */
  error?: import("util.stanza").ErrorType;
  /** Set it where it is refused: the condition of the stanza error. */
  condition?: string;
}

/** How somebody stands to the room changes. @see modules/muc/muc.lib.lua */
interface MucAffiliationEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Nil for the server itself. */
  actor?: string;
  /** The JID it is about. */
  jid: string;
  /** How somebody stands to the room. */
  affiliation: MucAffiliation;
  /** In words, for people or for the log. */
  reason?: string;
  /** How they stood to the room before. */
  previous_affiliation: MucAffiliation;
  /** What is kept with it. */
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

/** Something that is kept with an affiliation has changed. @see modules/muc/muc.lib.lua */
interface MucAffiliationDataEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The JID it is about. */
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
  /** How somebody stands to the room. */
  affiliation?: MucAffiliation;
  /** The higher, the more one may. */
  affiliation_rank?: number;
}

/** A room is to go. @see modules/muc/muc.lib.lua */
interface MucPreDestroyEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Where to go instead. */
  newjid?: string;
  /** In words, for people or for the log. */
  reason?: string;
  /** The password. */
  password?: string;
  /** The element that is sent along. */
  x: import("util.stanza").Stanza;
  /** Set it to false, to keep the room. */
  allowed: boolean;
  /** An error, in place of what would be told. */
  error?: unknown;
}

/** A room has gone. @see modules/muc/muc.lib.lua, modules/muc/mod_muc.lua */
interface MucDestroyedEvent {
  /** The room it is about. */
  room: MucRoom;
  /** In words, for people or for the log. */
  reason?: string;
  /** Where to go instead. */
  newjid?: string;
  /** The password. */
  password?: string;
}

/** A room comes out of the store. @see modules/muc/mod_muc.lua */
interface MucRestoreEvent {
  /** The JID it is about. */
  jid: string;
  /** What is kept with it. */
  data?: object;
  /** The room it is about. */
  room?: MucRoom;
}

/** An invitation, or its refusal, as it goes out. @see modules/muc/muc.lib.lua */
interface MucInviteEvent {
  /** The room it is about. */
  room: MucRoom;
  /** The stanza as it came in, or as it will go out. */
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
  /** The stanza as it came in, or as it will go out. */
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
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** Who it is, as somebody in the room. */
  occupant?: MucOccupant;
}

/** Somebody registers with a room. @see modules/muc/register.lib.lua */
interface MucRegistrationEvent {
  /** The room it is about. */
  room: MucRoom;
  /** Whoever sent the stanza. */
  origin: StanzaOrigin;
  /** The stanza as it came in, or as it will go out. */
  stanza: import("util.stanza").Stanza;
  /** What was filled in. */
  submitted_data: import("util.dataforms").FormValues;
  /** What is kept: add to it. */
  affiliation_data: Record<string, unknown>;
}

interface ProsodyEvents {
  /** Before a room is made by the first who comes. */
  "muc-room-pre-create": MucStanzaEvent;
  /** The first occupant is in already; there is none where a module made the room. */
  "muc-room-created": MucRoomCreatedEvent;
  /** Before it is: nobody else can come in until it is configured, or some minutes have gone. */
  "muc-room-locked": MucRoomEvent;
  /** Before it is. */
  "muc-room-unlocked": MucRoomEvent;
  /** With `data` as stored, without `room`. False keeps it out. */
  "muc-room-pre-restore": MucRestoreEvent;
  /** With `room`, without `data`. */
  "muc-room-restored": MucRestoreEvent;
  /** Where an owner or a module destroys it; not where an empty room ends. */
  "muc-pre-room-destroy": MucPreDestroyEvent;
  /** With no reason where it was empty and not persistent. */
  "muc-room-destroyed": MucDestroyedEvent;
  /** True keeps them out, once they were told so. */
  "muc-occupant-pre-join": MucPreJoinEvent;
  /** Any presence from one who is in the room, with or without a new nickname. True keeps it from being handled. */
  "muc-occupant-pre-change": MucPreChangeEvent;
  /** True keeps it from being handled. Not for those who are put out. */
  "muc-occupant-pre-leave": MucPreJoinEvent;
  /** Once for all clients of one. */
  "muc-occupant-joined": MucJoinedEvent;
  /** Once for each client. */
  "muc-occupant-session-new": MucSessionNewEvent;
  /** Once the last client of one is gone; also at a change of nickname. */
  "muc-occupant-left": MucLeftEvent;
  /** True keeps it from the others. */
  "muc-occupant-groupchat": MucGroupchatEvent;
  /** True keeps it from the others. */
  "muc-broadcast-message": MucMessageEvent;
  /** False does not send it. */
  "muc-private-message": MucStanzaEvent;
  /** Presence to all, not to one; after `muc-build-occupant-presence`. `nick`, `actor` and `reason` may be changed. */
  "muc-broadcast-presence": MucPresenceEvent;
  /** Add to `stanza`: it is made for this. What has no `x` is for one who comes in. */
  "muc-build-occupant-presence": MucPresenceEvent;
  /** At -1 those with a body, encryption or a chat marker are, unless a hint says otherwise. */
  "muc-message-is-historic": MucHistoryEvent;
  /** Room history takes it at -1, mod_muc_mam at 0. */
  "muc-add-history": MucHistoryEvent;
  /** Set `next_stanza`, and return true; else the room's own history is sent. */
  "muc-get-history": MucGetHistoryEvent;
  /** By affiliation at -1: `moderator` for admins and owners, else `participant`. */
  "muc-get-default-role": MucDefaultRoleEvent;
  /** Decide by `allowed`; what is left nil goes by affiliation and role. */
  "muc-pre-set-role": MucPreRoleEvent;
  /** After the room's own checks; refuse by `allowed`, or change `data`. */
  "muc-pre-set-affiliation": MucAffiliationEvent;
  /** Stored, and told to the room. */
  "muc-set-affiliation": MucAffiliationEvent;
  /** By key; only where the value has changed. */
  [event: `muc-set-affiliation-data/${string}`]: MucAffiliationDataEvent;
  /** Of the room itself: with `form` and `formdata`. */
  "muc-disco#info": MucDiscoEvent;
  /** By node; without `form` and `formdata`. */
  [event: `muc-disco#info/${string}`]: MucDiscoEvent;
  /** Each time it is shown, and each time it is read. */
  "muc-config-form": MucConfigFormEvent;
  /** Before the events of single fields; not saved yet. */
  "muc-config-submitted": MucConfigSubmittedEvent;
  /** For each field that was filled in. */
  [event: `muc-config-submitted/${string}`]: MucConfigSubmittedEvent;
  /** True keeps it from being sent; the sender must then be answered. */
  "muc-pre-invite": MucStanzaEvent;
  /** True: `stanza` is not sent. Without a result it goes out as changed here. */
  "muc-invite": MucInviteEvent;
  /** True keeps it from being sent. */
  "muc-pre-decline": MucStanzaEvent;
  /** True: `stanza` is not sent. */
  "muc-decline": MucInviteEvent;
  /** Sent on to moderators by the room. */
  "muc-voice-request": MucVoiceEvent;
  /** A moderator's: the room makes the asker a participant. */
  "muc-voice-response": MucVoiceEvent;
  /** Before it is stored; not where the nickname stays the same. */
  "muc-registration-submitted": MucRegistrationEvent;
}

/** @see modules/muc/muc.lib.lua, modules/muc/history.lib.lua, modules/muc/mod_muc.lua */
interface ProsodyEventResults {
  /** False: it is not sent. */
  "muc-private-message": boolean;
  /** False: the room is not restored, as if there were none. */
  "muc-room-pre-restore": false;
  /** True: it is kept. */
  "muc-message-is-historic": boolean;
  /** False: nobody may come in. */
  "muc-get-default-role": MucRole | false;
  /** In place of the form. */
  "muc-config-form": import("util.dataforms").DataForm;
}
