import * as st from "util.stanza";
import type { Stanza } from "util.stanza";
import { assert_type } from "./assert_type";

module.hook("muc-occupant-pre-join", (event) => {
  assert_type<boolean>()(event.is_first_session);
  assert_type<boolean | undefined>()(event.is_new_room);
  event.occupant.nick = `${event.room.jid}/somebody`;
  // @ts-expect-error: only of who leaves
  return event.is_last_session === true ? true : undefined;
});
module.hook("muc-occupant-pre-leave", ({ is_last_session }) => (is_last_session ? true : undefined));

module.hook("muc-build-occupant-presence", (event) => {
  assert_type<MucOccupant | undefined>()(event.occupant);
  // @ts-expect-error: who answers a probe may have none
  module.log("debug", "%s", event.occupant.nick);
});
module.hook("muc-broadcast-presence", ({ occupant, x }) => {
  assert_type<string>()(occupant.nick);
  assert_type<Stanza>()(x);
});

module.hook("muc-disco#info", ({ form, formdata }) => {
  table.insert(form, { name: "muc#roominfo_subject" });
  formdata["muc#roominfo_subject"] = "x";
});
module.hook("muc-disco#info/x-declared", (event) => {
  assert_type<boolean>()(event.form === undefined);
});

// @ts-expect-error: no room yet
module.hook("muc-room-pre-restore", ({ room }) => assert_type<MucRoom>()(room));
module.hook("muc-room-pre-restore", ({ data }) => (next(data)[0] === undefined ? false : undefined));
module.hook("muc-room-restored", ({ room }) => assert_type<MucRoom>()(room));

module.hook("muc-pre-room-destroy", (event) => {
  event.allowed = false;
  event.error = "auth";
  // @ts-expect-error: no type of a stanza error
  event.error = "fatal";
});

module.hook("muc-get-default-role", ({ affiliation_rank }) => (affiliation_rank > 0 ? undefined : false));
module.hook("muc-voice-request", ({ occupant }) => assert_type<MucRole | undefined>()(occupant.role));

export function set_up(room: MucRoom, occupant: MucOccupant): void {
  room.set_persistent(room.get_persistent());
  room.set_historylength("20");
  const x = st.stanza("x");
  room.publicise_occupant_status(occupant, { base: x, self: x });
  // @ts-expect-error: where there is none for somebody
  room.publicise_occupant_status(occupant, { self: x });
  room.get_form_layout("john@example.com").form();
  assert_type<string>()(room.get_occupant_id(occupant));
  assert_type<string>()(room.get_salt());
  // @ts-expect-error: only in 13.0
  room.get_allow_pm();
  if (room.set_allow_modpm !== undefined) assert_type<boolean>()(room.set_allow_modpm(true));
  // @ts-expect-error: 13.0 throws where nobody asks
  room.get_form_layout();

  const [is_done, type, condition] = room.set_affiliation(true, "john@example.com", "member");
  if (is_done !== true) module.log("warn", "%s, %s", type, condition);
  const [is_gone, err] = room.destroy();
  if (!is_gone && typeof err === "string") module.log("warn", "%s", err);
}
