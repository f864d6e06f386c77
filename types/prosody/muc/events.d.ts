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
  /** Whether it is the first client of theirs. */
  is_first_session?: boolean;
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
  /** Nil for the server itself. */
  actor?: string;
  /** Who it is, as somebody in the room. */
  occupant: MucOccupant;
  /** How somebody stands in the room, or what one may do. */
  role?: MucRole;
  /** In words, for people or for the log. */
  reason?: string;
  /** Set it, to decide. */
  allowed?: boolean;
  /** An error, in place of what would be told. */
  error?: string;
  /** A condition of SASL or of a stanza error. */
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
  /** An error, in place of what would be told. */
  error?: string;
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
  "muc-room-created": MucRoomCreatedEvent;
  "muc-room-locked": MucRoomEvent;
  "muc-room-unlocked": MucRoomEvent;
  "muc-room-pre-restore": MucRestoreEvent;
  "muc-room-restored": MucRestoreEvent;
  "muc-pre-room-destroy": MucPreDestroyEvent;
  "muc-room-destroyed": MucDestroyedEvent;
  /** True keeps them out, once they were told so. */
  "muc-occupant-pre-join": MucPreJoinEvent;
  "muc-occupant-pre-change": MucPreChangeEvent;
  "muc-occupant-pre-leave": MucPreJoinEvent;
  /** Once for all clients of one. */
  "muc-occupant-joined": MucJoinedEvent;
  /** Once for each client. */
  "muc-occupant-session-new": MucSessionNewEvent;
  "muc-occupant-left": MucLeftEvent;
  /** True keeps it from the others. */
  "muc-occupant-groupchat": MucGroupchatEvent;
  /** True keeps it from the others. */
  "muc-broadcast-message": MucMessageEvent;
  /** False does not send it. */
  "muc-private-message": MucStanzaEvent;
  "muc-broadcast-presence": MucPresenceEvent;
  "muc-build-occupant-presence": MucPresenceEvent;
  "muc-message-is-historic": MucHistoryEvent;
  "muc-add-history": MucHistoryEvent;
  "muc-get-history": MucGetHistoryEvent;
  "muc-get-default-role": MucDefaultRoleEvent;
  "muc-pre-set-role": MucPreRoleEvent;
  "muc-pre-set-affiliation": MucAffiliationEvent;
  "muc-set-affiliation": MucAffiliationEvent;
  [event: `muc-set-affiliation-data/${string}`]: MucAffiliationDataEvent;
  "muc-disco#info": MucDiscoEvent;
  [event: `muc-disco#info/${string}`]: MucDiscoEvent;
  "muc-config-form": MucConfigFormEvent;
  "muc-config-submitted": MucConfigSubmittedEvent;
  /** For each field that was filled in. */
  [event: `muc-config-submitted/${string}`]: MucConfigSubmittedEvent;
  "muc-pre-invite": MucStanzaEvent;
  "muc-invite": MucInviteEvent;
  "muc-pre-decline": MucStanzaEvent;
  "muc-decline": MucInviteEvent;
  "muc-voice-request": MucVoiceEvent;
  "muc-voice-response": MucVoiceEvent;
  "muc-registration-submitted": MucRegistrationEvent;
}

interface ProsodyEventResults {
  "muc-private-message": boolean;
  "muc-message-is-historic": boolean;
  "muc-get-default-role": MucRole | false;
  "muc-config-form": import("util.dataforms").DataForm;
}
