import assert from "node:assert/strict";
import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import type { Session } from "./session.ts";
import { error_condition, roster_namespace } from "./stanza.ts";

export const subscription_types = ["subscribe", "subscribed", "unsubscribe", "unsubscribed"] as const;
export type SubscriptionType = (typeof subscription_types)[number];

/** A roster set that adds or changes a contact. */
export function roster_set(jid: string, { name, groups = [] }: { name?: string; groups?: string[] } = {}): Element {
  const item = xml("item", { jid, name }, ...groups.map((group) => xml("group", {}, group)));
  return xml("iq", { type: "set" }, xml("query", { xmlns: roster_namespace }, item));
}

export function roster_remove(jid: string): Element {
  const item = xml("item", { jid, subscription: "remove" });
  return xml("iq", { type: "set" }, xml("query", { xmlns: roster_namespace }, item));
}

export interface Words {
  text?: string;
  nick?: string;
  token?: string;
}

/** A subscription stanza, with what clients put into it. */
export function subscription(type: SubscriptionType, to: string, { text, nick, token }: Words = {}): Element {
  const presence = xml("presence", { type, to });
  if (text !== undefined) presence.append(xml("status", {}, text));
  if (nick !== undefined) presence.append(xml("nick", { xmlns: "http://jabber.org/protocol/nick" }, nick));
  if (token !== undefined) presence.append(xml("preauth", { xmlns: "urn:xmpp:pars:0", token }));
  return presence;
}

/** What a client is told of an edit that did not work. */
export interface Refusal {
  condition: string | undefined;
  type: string | undefined;
  text: string | null;
}

export function read_refusal(stanza: Element): Refusal {
  assert.equal(stanza.attrs["type"], "error", stanza.toString());
  const error = stanza.getChild("error");
  return {
    condition: error_condition(stanza),
    type: error?.attrs["type"],
    text: error?.getChildText("text") ?? null,
  };
}

/** Sends an iq that is done, and gives nothing, or is refused. */
export async function done(client: Session, iq: Element): Promise<void> {
  const answer = await client.request(iq);
  assert.equal(answer.attrs["type"], "result", answer.toString());
}

/** Sends an edit of whichever kind, and gives what the client is told against it. */
export async function refused(client: Session, edit: Element): Promise<Refusal> {
  if (edit.name === "iq") return read_refusal(await client.request(edit));
  await client.send(edit);
  return read_refusal(await client.presence(String(edit.attrs["to"]), "error"));
}
