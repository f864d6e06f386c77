import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import { BoshSession } from "../../support/bosh_session.ts";
import { type Client, log_in } from "../../support/client.ts";
import type { Prosody } from "../../support/prosody.ts";
import { RawConnection } from "../../support/raw_connection.ts";
import type { Recorder } from "./recorder.ts";

const host = "declared.test";

/** Its users register in band. */
const registering = "registering.test";

/** Nobody there takes what comes for accounts. */
const quiet = "quiet.test";

const with_old_pep = "old.test";

const body = (): Element => xml("body", {}, "Hello");

const iq = (type: "get" | "set", child: Element, to?: string): Element => xml("iq", { type, to }, child);

/** Stanzas of each kind to an address of each kind. */
async function send_all_kinds(john: Client): Promise<void> {
  for (const to of [`marie@${host}`, `marie@${host}/x`, host, `john@${host}`]) {
    await john.send(xml("message", { to, type: "headline" }));
    await john.send(xml("presence", { to, type: "unavailable" }));
    for (const type of ["get", "set"] as const)
      await john.request(iq(type, xml("query", { xmlns: "urn:declared" }), to));
    await john.send(xml("iq", { to, type: "result", id: "urn:declared" }));
    await john.send(xml("iq", { to, type: "error", id: "urn:declared" }, xml("error", { type: "cancel" })));
  }
}

async function send_messages(john: Client): Promise<void> {
  // Whoever has not logged in has accounts' messages kept.
  await john.send(xml("message", { to: `eve@${host}`, type: "chat" }, body()));
  await john.send(xml("message", { to: `eve@${host}`, type: "groupchat" }, body()));
  await john.until_pong();
}

async function ask_for_services(john: Client): Promise<void> {
  for (const name of ["info", "items"]) {
    const xmlns = `http://jabber.org/protocol/disco#${name}`;
    for (const to of [undefined, host]) {
      for (const node of [undefined, "urn:declared"]) await john.request(iq("get", xml("query", { xmlns, node }), to));
    }
  }
  const xmlns = "urn:xmpp:extdisco:2";
  await john.request(iq("get", xml("services", { xmlns, type: "turn" }), host));
  const service = xml("service", { type: "turn", host: "turn.test" });
  await john.request(iq("get", xml("credentials", { xmlns }, service), host));
}

async function tell_of_oneself(john: Client): Promise<void> {
  await john.request(iq("set", xml("vCard", { xmlns: "vcard-temp" }, xml("FN", {}, "John"))));
}

/** A push where there is a message for a user who is away. */
async function be_pushed(prosody: Prosody, john: Client): Promise<void> {
  const frank = await log_in(prosody, "frank");
  const enable = xml("enable", { xmlns: "urn:xmpp:push:0", jid: "push.test", node: "urn:declared" });
  await frank.request(iq("set", enable));
  await frank.stop();
  await john.send(xml("message", { to: `frank@${host}`, type: "chat" }, body()));
  await john.until_pong();
}

/** Nobody looks at a client for some time: what is not urgent waits for what is. */
async function look_away(recorder: Recorder, prosody: Prosody, john: Client): Promise<void> {
  const marie = await log_in(prosody, "marie", { resource: "phone" });
  await marie.available();
  await marie.send(xml("inactive", { xmlns: "urn:xmpp:csi:0" }));
  await recorder.until_fired("host", "csi-client-inactive");
  await john.send(xml("message", { to: marie.jid, type: "headline" }));
  await john.send(xml("message", { to: marie.jid, type: "chat" }, body()));
  await marie.stanza((stanza) => stanza.getChild("body") !== undefined, "a message");
  await marie.send(xml("active", { xmlns: "urn:xmpp:csi:0" }));
  await marie.until_pong();
  await marie.stop();
}

async function register(prosody: Prosody): Promise<void> {
  const stranger = new RawConnection(prosody, registering);
  await stranger.open();
  const account = xml(
    "query",
    { xmlns: "jabber:iq:register" },
    xml("username", {}, "new"),
    xml("password", {}, "secret"),
  );
  await stranger.request(iq("set", account));
  stranger.drop();
}

async function fail_to_log_in(prosody: Prosody): Promise<void> {
  const stranger = new RawConnection(prosody);
  await stranger.open();
  await stranger.raw("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AA==</auth>");
  await stranger.stanza(({ name }) => name === "failure", "a failure");
  stranger.drop();
}

async function send_to_oneself(prosody: Prosody): Promise<void> {
  const john = await log_in(prosody, "john", { host: quiet });
  await john.send(xml("message", { to: `john@${quiet}` }));
  await john.send(xml("presence"));
  await john.until_pong();
}

async function publish(prosody: Prosody): Promise<void> {
  const john = await log_in(prosody, "john", { host: with_old_pep });
  const published = xml("publish", { node: "urn:declared" }, xml("item", {}, xml("x", { xmlns: "urn:declared" })));
  await john.request(iq("set", xml("pubsub", { xmlns: "http://jabber.org/protocol/pubsub" }, published)));
}

/** What comes over HTTP. */
async function log_in_by_http(prosody: Prosody): Promise<void> {
  const bosh = new BoshSession(prosody);
  await bosh.authenticate("john");
  await bosh.bind("bosh");
  await bosh.stop();
  const websocket = await log_in(prosody, "john", { transport: "websocket" });
  await websocket.stop();
}

/** All that clients do while their connections are good. */
export async function fire_of_clients(recorder: Recorder): Promise<void> {
  const pep_modules = ["bookmarks", "pep"];
  const prosody = await recorder.start({
    hosts: {
      [host]: {},
      [registering]: { authentication: "internal_plain", allow_registration: true, modules_enabled: ["register_ibr"] },
      [quiet]: { modules_disabled: ["message", "presence", ...pep_modules] },
      [with_old_pep]: { modules_enabled: ["pep_simple"], modules_disabled: pep_modules },
    },
    modules_enabled: [
      ...pep_modules,
      ...["bosh", "carbons", "csi_simple", "external_services", "mam", "vcard", "websocket"],
      ...(recorder.version === "13.0" ? ["cloud_notify"] : []),
    ],
    options: {
      external_services: [{ type: "turn", host: "turn.test", port: 3478, transport: "udp", secret: "secret" }],
      statistics: "internal",
    },
  });
  const john = await log_in(prosody, "john");
  await john.roster();
  await john.available();
  await send_all_kinds(john);
  await send_messages(john);
  await ask_for_services(john);
  await tell_of_oneself(john);
  if (recorder.version === "13.0") await be_pushed(prosody, john);
  await look_away(recorder, prosody, john);
  await register(prosody);
  await fail_to_log_in(prosody);
  await send_to_oneself(prosody);
  await publish(prosody);
  await log_in_by_http(prosody);
  await john.stop();
}
