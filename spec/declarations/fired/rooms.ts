import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import { type Client, log_in } from "../../support/client.ts";
import type { Recorder } from "./recorder.ts";

const host = "declared.test";
const rooms_host = `rooms.${host}`;
const room = `declared@${rooms_host}`;
const muc = "http://jabber.org/protocol/muc";

function field(name: string, value: string): Element {
  return xml("field", { var: name }, xml("value", {}, value));
}

function form(form_type: string, fields: Record<string, string>): Element {
  const filled_in = Object.entries(fields).map(([name, value]) => field(name, value));
  return xml("x", { xmlns: "jabber:x:data", type: "submit" }, field("FORM_TYPE", form_type), ...filled_in);
}

function join(nick: string, to = room): Element {
  return xml("presence", { to: `${to}/${nick}` }, xml("x", { xmlns: muc }));
}

function ask(of: "get" | "set", xmlns: string, ...children: Element[]): Element {
  return xml("iq", { type: of, to: room }, xml("query", { xmlns }, ...children));
}

const administer = (item: Record<string, string>): Element => ask("set", `${muc}#admin`, xml("item", item));
const configure = (fields: Record<string, string>): Element =>
  ask("set", `${muc}#owner`, form(`${muc}#roomconfig`, fields));
const disco = (node?: string): Element =>
  xml("iq", { type: "get", to: room }, xml("query", { xmlns: "http://jabber.org/protocol/disco#info", node }));

function to_user(kind: "invite" | "decline", username: string): Element {
  return xml("message", { to: room }, xml("x", { xmlns: `${muc}#user` }, xml(kind, { to: `${username}@${host}` })));
}

/** Makes the room, sets it up, and lets somebody else in. */
async function meet(john: Client, marie: Client): Promise<void> {
  await john.send(join("john"));
  await john.request(ask("get", `${muc}#owner`));
  await john.request(
    configure({
      "muc#roomconfig_persistentroom": "1",
      "muc#roomconfig_moderatedroom": "1",
      "muc#roomconfig_roomname": "Declared",
    }),
  );
  await john.request(disco());
  await john.request(disco("x-roomuser-item"));
  await john.send(xml("message", { to: room, type: "groupchat" }, xml("body", {}, "Hello")));
  await john.send(xml("message", { to: room, type: "groupchat" }, xml("subject", {}, "Declarations")));
  await john.until_pong();
  await marie.send(join("marie"));
  await marie.until_pong();
}

/** What is said besides messages to all. */
async function speak(john: Client, marie: Client): Promise<void> {
  await john.send(xml("message", { to: `${room}/marie`, type: "chat" }, xml("body", {}, "Psst")));
  await john.send(to_user("invite", "eve"));
  await john.send(to_user("decline", "eve"));
  await marie.send(xml("message", { to: room }, form(`${muc}#request`, { "muc#role": "participant" })));
  await marie.until_pong();
  const allowed = {
    "muc#jid": marie.jid,
    "muc#roomnick": "marie",
    "muc#role": "participant",
    "muc#request_allow": "1",
  };
  await john.send(xml("message", { to: room }, form(`${muc}#request`, allowed)));
  await john.until_pong();
}

/** Somebody rises, registers, changes nickname, is put out, and comes back to leave. */
async function change(john: Client, marie: Client): Promise<void> {
  await john.request(administer({ affiliation: "member", jid: `marie@${host}` }));
  await marie.request(ask("set", "jabber:iq:register", form(`${muc}#register`, { "muc#register_roomnick": "marie" })));
  await marie.send(join("mary"));
  await marie.until_pong();
  await john.request(administer({ role: "none", nick: "mary" }));
  await marie.send(join("marie"));
  await marie.send(xml("presence", { to: `${room}/marie`, type: "unavailable" }));
  await marie.until_pong();
  // A probe for somebody who has registered, and is not there.
  await john.send(xml("presence", { to: `${room}/marie`, type: "probe" }));
  await john.until_pong();
}

/** All that can happen in a room. */
export async function fire_of_rooms(recorder: Recorder): Promise<void> {
  // No more than one room is kept in memory.
  const component = `Component ${JSON.stringify(rooms_host)} "muc"\n  muc_room_cache_size = 1`;
  const prosody = await recorder.start({ hosts: { [host]: {} }, lua: component });
  const john = await log_in(prosody, "john");
  const marie = await log_in(prosody, "marie");
  await meet(john, marie);
  await speak(john, marie);
  await change(john, marie);
  // Nothing in Prosody does that, only other modules.
  const set_data = `
    local room = require "core.modulemanager".get_module("rooms."..module.host, "muc").get_room_from_jid((...));
    room:set_affiliation_data("marie@"..module.host, "urn:declared", "value");`;
  await prosody.lua(set_data, [room]);

  // A room that ends when it is empty, for which the other one goes to the store, to come back when somebody asks.
  await john.send(join("john", `other@${rooms_host}`));
  await john.send(xml("presence", { to: `other@${rooms_host}/john`, type: "unavailable" }));
  await john.request(disco());
  await john.request(ask("set", `${muc}#owner`, xml("destroy", { jid: `new@${rooms_host}` }, xml("reason", {}, "x"))));
}
