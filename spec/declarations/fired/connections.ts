import { connect } from "node:net";
import { xml } from "@xmpp/client";
import { type Client, log_in } from "../../support/client.ts";
import type { Prosody } from "../../support/prosody.ts";
import { RawConnection } from "../../support/raw_connection.ts";
import type { Recorder } from "./recorder.ts";

const host = "declared.test";
const smacks = "urn:xmpp:sm:3";

const to = ({ jid }: { jid: string }): ReturnType<typeof xml> =>
  xml("message", { to: jid, type: "chat" }, xml("body", {}, "Hello"));

/** With a session that may be resumed, whose id comes with its connection, or with one that may not. */
async function managed(prosody: Prosody, username: string, may_resume: boolean): Promise<[RawConnection, id: string]> {
  const connection = new RawConnection(prosody);
  await connection.authenticate(username);
  await connection.bind("phone");
  await connection.send(xml("enable", { xmlns: smacks, ...(may_resume && { resume: "true" }) }));
  const { attrs } = await connection.stanza(({ name }) => name === "enabled", "enabled");
  return [connection, String(attrs["id"])];
}

/** A client that acknowledges nothing loses its connection, and comes back. */
async function hibernate(recorder: Recorder, prosody: Prosody, john: Client): Promise<void> {
  const [phone, id] = await managed(prosody, "marie", true);
  await john.send(to(phone));
  await recorder.until_fired("host", "smacks-ack-delayed");
  phone.drop();
  await recorder.until_fired("host", "smacks-hibernation-start");
  await john.send(to(phone));
  await john.until_pong();
  const again = new RawConnection(prosody);
  await again.authenticate("marie");
  await again.send(xml("resume", { xmlns: smacks, h: "0", previd: id }));
  await again.stanza(({ name }) => name === "resumed", "resumed");
  await again.raw("</stream:stream>");
}

/** A client goes for good with something not acknowledged. */
async function be_lost(recorder: Recorder, prosody: Prosody, john: Client): Promise<void> {
  const [phone] = await managed(prosody, "eve", false);
  await john.send(to(phone));
  await phone.stanza(({ name }) => name === "message", "a message");
  phone.drop();
  await recorder.until_fired("host", "delivery/failure");
}

/** Connections that are silent, and one that does not say which host it is for. */
async function be_silent(recorder: Recorder): Promise<void> {
  const prosody = await recorder.start({
    hosts: { [host]: {} },
    options: { network_settings: { read_timeout: 1, opportunistic_writes: true } },
  });
  await log_in(prosody, "john");
  const nowhere = connect({ port: prosody.c2s_port, host: "127.0.0.1" });
  nowhere.on("error", () => undefined);
  nowhere.write("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>");
  const silent = connect({ port: prosody.c2s_port, host: "127.0.0.1" });
  silent.on("error", () => undefined);
  await recorder.until_fired("host", "c2s-read-timeout");
  await recorder.until_fired("global", "c2s-read-timeout");
}

/** All that happens to clients' connections, with stream management and without. */
export async function fire_of_connections(recorder: Recorder): Promise<void> {
  const prosody = await recorder.start({
    hosts: { [host]: {} },
    modules_enabled: ["smacks"],
    options: { smacks_max_ack_delay: 0.1 },
  });
  const john = await log_in(prosody, "john");
  await hibernate(recorder, prosody, john);
  await be_lost(recorder, prosody, john);
  await be_silent(recorder);
}
