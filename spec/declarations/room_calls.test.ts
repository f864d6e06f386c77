import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { for_each_prosody } from "../support/each_prosody.ts";
import type { ProsodyVersion } from "../support/prosody_process.ts";
import { type Json, type Prosody, start_prosody } from "../support/prosody.ts";

/** Calls of rooms' methods, where a declaration says something that is easily got wrong: Lua that returns what is seen. */
const calls: { what: string; lua: string; seen: Json | ((version: ProsodyVersion) => Json) }[] = [
  {
    what: "create_room gives a room, which is not saved, or nil and why",
    lua: `
      local room = muc.create_room("made@"..muc_host);
      local stored = muc.module:open_store("config"):get("made");
      local none, exists = muc.create_room("made@"..muc_host);
      local nobody, invalid = muc.create_room("made@"..muc_host.."/x");
      return { room.jid, tostring(stored), tostring(none), exists, tostring(nobody), invalid };`,
    seen: ["made@rooms.declared.test", "nil", "nil", "room-exists", "nil", "invalid-jid"],
  },
  {
    what: "settings say whether they were changed, and take back what they give",
    lua: `
      return { room:set_persistent(room:get_persistent()), room:set_persistent(true), room:set_persistent(true),
        room:set_name(""), room:set_language("en"), room:set_hidden(not room:get_hidden()), room:set_historylength("30"),
        room:get_historylength(), room:set_historylength(nil), room:get_historylength() };`,
    seen: [false, true, false, false, true, true, true, 30, true, 20],
  },
  {
    what: "set_whois and set_historylength throw for what makes no sense",
    lua: `return { pcall(room.set_whois, room, "nobody"), (pcall(room.set_historylength, room, "many")) };`,
    seen: [false, false],
  },
  {
    what: "a subject that the same one sets again is no change",
    lua: `
      local from, text = room:get_subject();
      return { from == room.jid, tostring(text), room:set_subject("x", "Hello"), room:set_subject("x", "Hello"), room:set_subject("y", "Hello") };`,
    seen: [true, "nil", true, false, true],
  },
  {
    what: "set_affiliation keeps what was kept with it, unless told otherwise",
    lua: `
      local jid, seen = "marie@"..module.host, {};
      local function set(...)
        table.insert(seen, (room:set_affiliation(true, jid.."/phone", ...)));
        table.insert(seen, tostring(room:get_affiliation_data(jid, "key")));
      end
      set("member", nil, { key = "value" });
      set("admin");
      set("admin", nil, false);
      set("admin", nil, { key = "other" });
      set("none");
      return { seen, tostring(room:get_affiliation(jid)) };`,
    seen: [[true, "value", true, "value", true, "nil", true, "other", true, "nil"], "nil"],
  },
  {
    what: "set_affiliation and set_role give nil, and a stanza error's type and condition",
    lua: `
      local function results(...) return { n = select("#", ...), tostring((...)), select(2, ...) }; end
      local affiliation = results(room:set_affiliation("eve@"..module.host, "marie@"..module.host, "owner"));
      local role = results(room:set_role("eve@"..module.host, room.jid.."/nobody", "visitor"));
      return { affiliation.n, affiliation, role.n, role };`,
    seen: [3, ["nil", "cancel", "not-allowed"], 3, ["nil", "modify", "item-not-found"]],
  },
  {
    what: "outcasts may be whole hosts",
    lua: `
      room:set_affiliation(true, "far.test", "outcast");
      return { room:get_affiliation("eve@far.test"), tostring(room:get_affiliation("eve@elsewhere.test")) };`,
    seen: ["outcast", "nil"],
  },
  {
    what: "administrators of the server own all rooms on 0.12",
    lua: `return tostring(room:get_affiliation("admin@"..module.host))`,
    seen: (version) => (version === "0.12" ? "owner" : "nil"),
  },
  {
    what: "get_default_role gives a role and its rank, by affiliation",
    lua: `
      local seen = {};
      for _, affiliation in ipairs({ "outcast", "none", "member", "admin", "owner" }) do
        local role, rank = room:get_default_role(affiliation);
        table.insert(seen, tostring(role).." "..rank);
      end
      return seen;`,
    seen: ["nil 0", "participant 2", "participant 2", "moderator 3", "moderator 3"],
  },
  {
    what: "an occupant is in the room once saved with a client that is available",
    lua: `
      local occupant = room:new_occupant("marie@"..module.host, room.jid.."/marie");
      local before = tostring(room:save_occupant(occupant));
      local phone = "marie@"..module.host.."/phone";
      occupant:set_session(phone, st.presence());
      local other = occupant:choose_new_primary();
      local saved = room:save_occupant(occupant);
      local copy = room:get_occupant_by_real_jid(phone);
      occupant:remove_session(phone);
      return { before, occupant.role, other == phone, saved.jid == phone, copy ~= saved, tostring(occupant.jid),
        saved:get_presence().attr.from == room.jid.."/marie", room:get_occupant_jid(phone), tostring(room:get_occupant_jid("x@y/z")) };`,
    seen: ["nil", "participant", true, true, true, "nil", true, "made@rooms.declared.test/marie", "nil"],
  },
  {
    what: "the form is for somebody",
    lua: `return { (pcall(room.get_form_layout, room, "marie@"..module.host)), (pcall(room.get_form_layout, room)) };`,
    seen: (version) => [true, version === "0.12"],
  },
  {
    what: "an occupant's id goes by bare JID and salt, under any nickname",
    lua: `
      local marie = room:get_occupant_by_nick(room.jid.."/marie");
      local again = room:new_occupant(marie.bare_jid, room.jid.."/other");
      local other = room:new_occupant("eve@"..module.host, room.jid.."/eve");
      local id = room:get_occupant_id(marie);
      return { id == room:get_occupant_id(again), id == room:get_occupant_id(other), room:get_salt() == room:get_salt(), type(room:get_salt()) };`,
    seen: [true, false, true, "string"],
  },
  {
    what: "who may send private messages is said on 13.0",
    lua: `
      if not room.get_allow_pm then return {}; end
      return { room:get_allow_pm(), room:set_allow_pm("visitor"), room:set_allow_pm("none"), room:get_allow_pm(), room:set_allow_pm(nil),
        room:get_allow_pm(), room:get_allow_modpm(), room:set_allow_modpm(false), room:set_allow_modpm(true), room:get_allow_modpm() };`,
    seen: (version) =>
      version === "0.12" ? {} : ["visitor", false, true, "none", true, "visitor", false, false, true, true],
  },
  {
    what: "presence can be sent with an element for each kind of recipient",
    lua: `
      local x = st.stanza("x", { xmlns = "http://jabber.org/protocol/muc#user" });
      local occupant = room:get_occupant_by_nick(room.jid.."/marie");
      return (pcall(room.publicise_occupant_status, room, occupant, { base = x, self = x }));`,
    seen: true,
  },
  {
    what: "save gives true where there is something to do, else nothing",
    lua: `
      local persistent = { room:save() };
      room:set_persistent(false);
      return { persistent, select("#", room:save()), (room:save(true)) };`,
    seen: [[true], 0, true],
  },
  {
    what: "a room that a handler keeps out of memory is false, and one that was never made nil",
    lua: `
      muc.create_room("kept@"..muc_host):save(true, true);
      muc.forget_room(muc.get_room_from_jid("kept@"..muc_host));
      local function keep_out() return false; end
      local rooms = module:context(muc_host);
      rooms:hook("muc-room-pre-restore", keep_out);
      local kept_out = muc.get_room_from_jid("kept@"..muc_host);
      prosody.hosts[muc_host].events.remove_handler("muc-room-pre-restore", keep_out);
      return { kept_out, tostring((muc.get_room_from_jid("never@"..muc_host))), muc.get_room_from_jid("kept@"..muc_host).jid };`,
    seen: [false, "nil", "kept@rooms.declared.test"],
  },
  {
    what: "destroy gives false and the handler's error, or true",
    lua: `
      local function keep(event) event.allowed, event.error = false, "auth"; end
      local rooms = module:context(muc_host);
      rooms:hook("muc-pre-room-destroy", keep);
      local kept = { room:destroy() };
      prosody.hosts[muc_host].events.remove_handler("muc-pre-room-destroy", keep);
      return { kept, { room:destroy(nil, "x") }, tostring((muc.get_room_from_jid(room.jid))) };`,
    seen: [[false, "auth"], [true], "nil"],
  },
];

for_each_prosody("calls of rooms", (version) => {
  let prosody: Prosody;

  before(async () => {
    prosody = await start_prosody({
      version,
      hosts: { "declared.test": {} },
      modules_disabled: ["http_roster_admin"],
      options: { admins: ["admin@declared.test"] },
      lua: 'Component "rooms.declared.test" "muc"\n',
    });
  });

  after(async () => {
    await prosody.stop();
  });

  for (const { what, lua, seen } of calls) {
    test(what, async () => {
      const found = await prosody.lua(`
        local st = require "util.stanza";
        local muc_host = "rooms."..module.host;
        local muc = require "core.modulemanager".get_module(muc_host, "muc");
        local room = muc.get_room_from_jid("made@"..muc_host);
        ${lua}`);
      assert.deepEqual(found, typeof seen === "function" ? seen(version) : seen);
    });
  }
});
