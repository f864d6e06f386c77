import assert from "node:assert/strict";
import { xml } from "@xmpp/client";
import { type Client, log_in, type LoginOptions } from "./client.ts";
import type { Prosody } from "./prosody.ts";
import { read_roster, roster_namespace, type RosterItem } from "./stanza.ts";

/** A roster item as clients see it, both ways unless said otherwise. */
export function contact(jid: string, fields: Partial<RosterItem> = {}): RosterItem {
  return { jid, subscription: "both", groups: [], ...fields };
}

/** Logs in and asks for the roster, but sends no presence, so that nothing but pushes can come of a change. */
export async function log_in_with_roster(
  prosody: Prosody,
  username: string,
  options: LoginOptions = {},
): Promise<Client> {
  const client = await log_in(prosody, username, options);
  await client.roster();
  return client;
}

/** Logs in, asks for the roster and sends presence, as clients do. What the server sent up to then is taken out of the way. */
export async function go_online(prosody: Prosody, username: string, options: LoginOptions = {}): Promise<Client> {
  const client = await log_in_with_roster(prosody, username, options);
  await client.available();
  await client.until_pong();
  return client;
}

/** The one push that the server has sent meanwhile, and nothing else. */
export async function only_push(client: Client): Promise<RosterItem> {
  const { item } = await client.push();
  await client.nothing_until_pong();
  return item;
}

/** The server holds these contacts for the user, and has sent the client no word of it. */
export async function unchanged(client: Client, items: readonly RosterItem[]): Promise<void> {
  await client.nothing_until_pong();
  assert.deepEqual((await client.roster()).items, items);
}

/** The client knows of the contact: from its roster, or, where that could not be had yet, from a push within so long. Gives how long it took. */
export async function learns_of(client: Client, jid: string, milliseconds?: number): Promise<number> {
  const start = performance.now();
  const query = xml("query", { xmlns: roster_namespace });
  const answer = await client.request(xml("iq", { type: "get" }, query));
  const is_there = answer.attrs["type"] === "result" && read_roster(answer).items.some((item) => item.jid === jid);
  if (!is_there) await client.push(({ item }) => item.jid === jid && item.subscription !== "remove", milliseconds);
  return performance.now() - start;
}
