/** @noSelfInFile */

/** Of a room. @see modules/muc/muc.lib.lua */
interface MucRoomEvent {
  room: MucRoom;
}

/** A stanza to a room. @see modules/muc/muc.lib.lua */
interface MucStanzaEvent {
  room: MucRoom;
  origin: StanzaOrigin;
  stanza: import("util.stanza").Stanza;
}

/** A message from one who is in the room; `occupant` is nil for one who is not. @see modules/muc/muc.lib.lua */
interface MucGroupchatEvent {
  room: MucRoom;
  origin: StanzaOrigin;
  stanza: import("util.stanza").Stanza;
  from: string;
  occupant?: MucOccupant;
}

/** A message to all. @see modules/muc/muc.lib.lua */
interface MucMessageEvent {
  room: MucRoom;
  stanza: import("util.stanza").Stanza;
}

/** Whether a message is kept. @see modules/muc/history.lib.lua */
interface MucHistoryEvent {
  room: MucRoom;
  stanza: import("util.stanza").Stanza;
}

/** What is sent to one who has come in. @see modules/muc/history.lib.lua */
interface MucGetHistoryEvent {
  room: MucRoom;
  stanza: import("util.stanza").Stanza;
  to: string;
  maxchars?: number;
  maxstanzas?: number;
  /** Unix time. */
  since?: number;
  /** Set it: gives the next message, or nil. */
  next_stanza(): import("util.stanza").Stanza | undefined;
}

/** Somebody comes in. @see modules/muc/muc.lib.lua */
interface MucPreJoinEvent {
  room: MucRoom;
  origin: StanzaOrigin;
  stanza: import("util.stanza").Stanza;
  occupant: MucOccupant;
  is_first_session?: boolean;
  is_new_room?: boolean;
}

/** Somebody changes nickname. @see modules/muc/muc.lib.lua */
interface MucPreChangeEvent {
  room: MucRoom;
  origin: StanzaOrigin;
  stanza: import("util.stanza").Stanza;
  orig_occupant: MucOccupant;
  dest_occupant: MucOccupant;
  is_first_session?: boolean;
  is_last_session?: boolean;
}

/** Somebody has come in. @see modules/muc/muc.lib.lua */
interface MucJoinedEvent {
  room: MucRoom;
  nick: string;
  occupant: MucOccupant;
  stanza: import("util.stanza").Stanza;
  origin: StanzaOrigin;
}

/** A client has come in. @see modules/muc/muc.lib.lua */
interface MucSessionNewEvent {
  room: MucRoom;
  nick: string;
  occupant: MucOccupant;
  stanza: import("util.stanza").Stanza;
  origin: StanzaOrigin;
  jid: string;
}

/** Somebody has gone, or was put out: then there is no stanza of theirs. @see modules/muc/muc.lib.lua */
interface MucLeftEvent {
  room: MucRoom;
  nick: string;
  occupant: MucOccupant;
  stanza?: import("util.stanza").Stanza;
  origin?: StanzaOrigin;
}

/** Presence that is sent on. @see modules/muc/muc.lib.lua */
interface MucPresenceEvent {
  room: MucRoom;
  stanza: import("util.stanza").Stanza;
  /** Nil for who is in the room no more. */
  occupant?: MucOccupant;
  x?: import("util.stanza").Stanza;
  nick?: string;
  actor?: unknown;
  reason?: string;
  bare_jid?: string;
}

/** What a room says of itself. `form` and `formdata` are nil where a node was asked for. @see modules/muc/muc.lib.lua */
interface MucDiscoEvent {
  room: MucRoom;
  reply: import("util.stanza").Stanza;
  stanza: import("util.stanza").Stanza;
  /** Add fields. */
  form?: import("util.dataforms").FormField[];
  /** Add values. */
  formdata?: import("util.dataforms").FormValues;
}

/** A room's form. Add fields to it, as `table.insert(form, { … })`. @see modules/muc/muc.lib.lua */
interface MucConfigFormEvent {
  room: MucRoom;
  /** Nil for the server itself. */
  actor?: string;
  form: import("util.dataforms").FormField[];
}

/** A room's form was filled in. @see modules/muc/muc.lib.lua */
interface MucConfigSubmittedEvent {
  room: MucRoom;
  origin: StanzaOrigin;
  stanza: import("util.stanza").Stanza;
  fields: import("util.dataforms").FormValues;
  /** What is told to all: set `"104"` for a change. */
  status_codes: Record<string, boolean>;
  actor: string;
  /** Of `muc-config-submitted/FIELD`. */
  field?: string;
  value?: unknown;
  /** Sets one with `set_NAME`, if it is among those allowed; true where it has changed. */
  update_option: (this: void, name: string, field: string, allowed?: Record<string, unknown>) => true | undefined;
}

/** Whether somebody's role may change. @see modules/muc/muc.lib.lua */
interface MucPreRoleEvent {
  room: MucRoom;
  /** Nil for the server itself. */
  actor?: string;
  occupant: MucOccupant;
  role?: MucRole;
  reason?: string;
  /** Set it, to decide. */
  allowed?: boolean;
  error?: string;
  condition?: string;
}

/** How somebody stands to the room changes. @see modules/muc/muc.lib.lua */
interface MucAffiliationEvent {
  room: MucRoom;
  /** Nil for the server itself. */
  actor?: string;
  jid: string;
  affiliation: MucAffiliation;
  reason?: string;
  previous_affiliation: MucAffiliation;
  data?: object;
  previous_data?: object;
  /** Set it to false, to refuse: of `muc-pre-set-affiliation`. */
  allowed?: boolean;
  error?: string;
  /** Of `muc-set-affiliation`: whether somebody in the room is meant. */
  in_room?: boolean;
}

/** Something that is kept with an affiliation has changed. @see modules/muc/muc.lib.lua */
interface MucAffiliationDataEvent {
  room: MucRoom;
  jid: string;
  key: string;
  value?: unknown;
  old_value?: unknown;
}

/** The role of somebody who comes in. @see modules/muc/muc.lib.lua */
interface MucDefaultRoleEvent {
  room: MucRoom;
  affiliation?: MucAffiliation;
  affiliation_rank?: number;
}

/** A room is to go. @see modules/muc/muc.lib.lua */
interface MucPreDestroyEvent {
  room: MucRoom;
  newjid?: string;
  reason?: string;
  password?: string;
  x: import("util.stanza").Stanza;
  /** Set it to false, to keep the room. */
  allowed: boolean;
  error?: unknown;
}

/** A room has gone. @see modules/muc/muc.lib.lua, modules/muc/mod_muc.lua */
interface MucDestroyedEvent {
  room: MucRoom;
  reason?: string;
  newjid?: string;
  password?: string;
}

/** A room comes out of the store. @see modules/muc/mod_muc.lua */
interface MucRestoreEvent {
  jid: string;
  data?: object;
  room?: MucRoom;
}

/** An invitation, or its refusal, as it goes out. @see modules/muc/muc.lib.lua */
interface MucInviteEvent {
  room: MucRoom;
  stanza: import("util.stanza").Stanza;
  origin: StanzaOrigin;
  /** As it came in. */
  incoming: import("util.stanza").Stanza;
}

/** A room was made. Without `origin` and `stanza` the server itself did. @see modules/muc/muc.lib.lua, modules/muc/mod_muc.lua */
interface MucRoomCreatedEvent {
  room: MucRoom;
  creator?: MucOccupant;
  stanza?: import("util.stanza").Stanza;
  origin?: StanzaOrigin;
}

/** Somebody wants to speak, or may. @see modules/muc/request.lib.lua */
interface MucVoiceEvent {
  room: MucRoom;
  stanza: import("util.stanza").Stanza;
  occupant?: MucOccupant;
}

/** Somebody registers with a room. @see modules/muc/register.lib.lua */
interface MucRegistrationEvent {
  room: MucRoom;
  origin: StanzaOrigin;
  stanza: import("util.stanza").Stanza;
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
