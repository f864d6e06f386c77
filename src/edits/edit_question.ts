import * as json from "util.json";
import { type ErrorType, type Stanza } from "util.stanza";
import { type JsonValue } from "../json/json_value";
import { bare_jid } from "../rosters/contact";
import array = require("util.array");

/** What a presence that asks for, grants or ends a subscription is (RFC 6121 3). */
export type SubscriptionKind = "subscribe" | "subscribed" | "unsubscribe" | "unsubscribed";

/** What the backend is asked about: what a user's client, or a contact elsewhere, wants. */
export interface Question {
  action: "set" | "remove" | SubscriptionKind;
  /** Bare JIDs, as is `contact`. */
  user: string;
  contact: string;
  name?: string;
  groups?: string[];
  /** Whose stanza it is that asks. */
  from?: "user" | "contact";
  text?: string;
  nick?: string;
  token?: string;
}

/** What a client is told where it can't be. */
export interface StanzaError {
  type: ErrorType;
  condition: string;
  text?: string;
}

const LONGEST_NAME = 1023;
const LONGEST_TEXT = 1023;
const NICK = "http://jabber.org/protocol/nick";
const PREAUTHENTICATION = "urn:xmpp:pars:0";
// All bytes of UTF-8 but those that go on with a character.
const BEGINS_CHARACTER = "[^" + string.char(0x80) + "-" + string.char(0xbf) + "]";

const KINDS = new LuaMap<string, SubscriptionKind>();
for (const kind of ["subscribe", "subscribed", "unsubscribe", "unsubscribed"] as const) KINDS.set(kind, kind);

/** The kind of a presence that is about a subscription; nil for any other. */
function subscription_kind(stanza: Stanza): SubscriptionKind | undefined {
  const presence_type = stanza.attr.type;
  return presence_type === undefined ? undefined : KINDS.get(presence_type);
}

/** A text of at most so many characters. */
function cut(text: string, characters: number): string {
  if (text.length <= characters) return text;
  let at: number | undefined = 0;
  for (const _ of $range(1, characters + 1)) {
    [at] = string.find(text, BEGINS_CHARACTER, at + 1);
    if (at === undefined) return text;
  }
  return string.sub(text, 1, at - 1);
}

/** A text that somebody sent along, cut; nil where there is none. */
function text_sent(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  return cut(text, LONGEST_TEXT);
}

function modify(condition: string, text: string): StanzaError {
  return { type: "modify", condition, text };
}

/** The names of an item's groups; or what is wrong with them (RFC 6121 2.3.3). */
function read_groups(item: Stanza): LuaMultiReturn<[groups: string[]] | [undefined, StanzaError]> {
  const groups: string[] = [];
  const seen = new LuaSet<string>();
  for (const group of item.childtags("group")) {
    const name = group.get_text() ?? "";
    if (name === "") return $multi(undefined, modify("not-acceptable", "A group has no name"));
    if (name.length > LONGEST_NAME) return $multi(undefined, modify("not-acceptable", "A group's name is too long"));
    if (seen.has(name)) return $multi(undefined, modify("bad-request", "A group is named twice"));
    seen.add(name);
    groups.push(name);
  }
  return $multi(groups);
}

/** What a user's roster set (RFC 6121 2.3, 2.5) asks; or what is wrong with it. */
function read_roster_set(
  query: Stanza | undefined,
  user: string,
): LuaMultiReturn<[question: Question] | [undefined, StanzaError]> {
  const tags = query === undefined ? [] : query.tags;
  const item = tags[0];
  if (item?.name !== "item" || tags[1] !== undefined) {
    return $multi(undefined, modify("bad-request", "A roster set has one item"));
  }
  const contact = bare_jid(item.attr.jid ?? "");
  if (contact === undefined) return $multi(undefined, modify("bad-request", "The item has no JID that is one"));
  if (contact === user) {
    return $multi(undefined, { type: "cancel", condition: "not-allowed", text: "Nobody is a contact of their own" });
  }
  if (item.attr.subscription === "remove") return $multi({ action: "remove", user, contact });
  const name = item.attr.name === "" ? undefined : item.attr.name;
  if (name !== undefined && name.length > LONGEST_NAME) {
    return $multi(undefined, modify("not-acceptable", "The name is too long"));
  }
  const [groups, problem] = read_groups(item);
  if (groups === undefined) return $multi(undefined, problem);
  return $multi({ action: "set", user, contact, name, groups });
}

/** What a subscription stanza asks. */
function read_subscription(
  stanza: Stanza,
  action: SubscriptionKind,
  user: string,
  contact: string,
  from: "user" | "contact",
): Question {
  const text = text_sent(stanza.get_child_text("status"));
  const nick = text_sent(stanza.get_child_text("nick", NICK));
  const preauthentication = stanza.get_child("preauth", PREAUTHENTICATION);
  let token: string | undefined;
  if (preauthentication !== undefined) token = text_sent(preauthentication.attr.token);
  return { action, user, contact, from, text, nick, token };
}

/** A question as the backend gets it. */
function to_json(question: Question): string {
  const fields = new LuaTable<string, JsonValue>();
  for (const [name, value] of pairs(question)) fields.set(name, value as JsonValue);
  if (question.groups !== undefined) fields.set("groups", array(question.groups) as unknown as JsonValue);
  return json.encode(fields);
}

export { NICK, cut, read_roster_set, read_subscription, subscription_kind, to_json };
