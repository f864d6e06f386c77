import { type Contacts } from "./contact";
import { type JsonArray, type JsonObject, type JsonValue } from "../json/json_value";
import { type Breathe } from "../time_slices";

/*
 * A roster as one text that Prosody's serialisation need not escape, unless names have what it escapes: that is most of what a
 * write costs, and its cost grows with each character. So what contacts have in common is said once. Each field ends in `/`:
 *
 *     3 / stamp / asked_at / number of kinds / kind … / number of hosts / host …
 *     kind: subscription / number of groups / group …, the subscription being empty for `both`, and `>to`, `>from` or `>none`, with `+` behind
 *       where the user has asked
 *     host: name / number of contacts / contact …
 *     contact: number of its kind / local part / name
 *
 * and where somebody has asked to see the user
 *
 *     number of requests / request …
 *     request: JID / text / nick
 *
 * No part of a bare JID can have a `/`. A name or a group with a `/` is written as `|` and the rest, in which `/` is `|s` and `|` is `|b`; so is
 * one that begins with `|`. Earlier versions of this module wrote `2` in front, an ETag or nothing behind `asked_at`, in each kind its host in front
 * of the subscription, and the contacts of all hosts together.
 */

/** What is kept of a user. */
export interface Stored {
  document: JsonObject;
  version: string;
  /** Unix time, in whole seconds. */
  asked_at: number;
}

const HEAD = "^[23]/([^/]+)/";
const SLASH_AND_BAR: Record<string, string> = { "/": "|s", "|": "|b" };
const UNESCAPED: Record<string, string> = { s: "/", b: "|" };
const BAR = 124;
const TWO = 50;

/** A text as a field. */
function to_field(text: string): string {
  if (string.find(text, "/", 1, true)[0] === undefined && string.byte(text) !== BAR) return text;
  const [rest] = string.gsub(text, "[/|]", SLASH_AND_BAR);
  return "|" + rest;
}

/** The text of a field. */
function from_field(field: string): string {
  if (string.byte(field) !== BAR) return field;
  const [text] = string.gsub(string.sub(field, 2), "|(.)", UNESCAPED);
  return text;
}

/** The fields of a set of groups, first how many there are. */
function groups_fields(groups: LuaSet<string>): string {
  const [first] = next(groups);
  if (first === undefined) return "0";
  if (next(groups, first)[0] === undefined) return "1/" + to_field(first as string);
  const fields: string[] = [];
  for (const group of groups) fields.push(to_field(group));
  return string.format("%d/%s", fields.length, table.concat(fields, "/"));
}

/** What contacts have in common, and the contacts themselves by their host, each with all its fields. */
interface Fields {
  kinds: string[];
  hosts: string[];
  contacts: LuaTable<string, string[]>;
  requests?: LuaMap<string, RosterItem>;
}

/** The first field of a contact's kind. */
function subscription_field(item: RosterItem): string {
  if (item.subscription === "both") return item.asked === true ? "+" : "";
  return item.asked === true ? `>${item.subscription}+` : `>${item.subscription}`;
}

/** Most of the work, of a long roster in slices; it must not change meanwhile. {@link joined} makes the text of it. */
function fields_of(held: Contacts, breathe?: Breathe): Fields {
  const kinds: string[] = [];
  const hosts: string[] = [];
  const contacts = new LuaTable<string, string[]>();
  // By their subscription, and the table of their groups, which most contacts share with others: the field of a contact.
  const numbers = new LuaTable<string, LuaTable<LuaSet<string>, string>>();
  for (const [jid, item] of held.roster) {
    if (jid !== false) {
      const subscription = subscription_field(item);
      let numbers_of_groups = numbers.get(subscription) as LuaTable<LuaSet<string>, string> | undefined;
      if (numbers_of_groups === undefined) {
        numbers_of_groups = new LuaTable();
        numbers.set(subscription, numbers_of_groups);
      }
      let number = numbers_of_groups.get(item.groups) as string | undefined;
      if (number === undefined) {
        kinds.push(subscription + ("/" + (groups_fields(item.groups) + "/")));
        number = `${kinds.length}/`;
        numbers_of_groups.set(item.groups, number);
      }
      const [at] = string.find(jid, "@", 1, true);
      const host = at === undefined ? jid : string.sub(jid, at + 1);
      let of_host = contacts.get(host) as string[] | undefined;
      if (of_host === undefined) {
        of_host = [];
        contacts.set(host, of_host);
        hosts.push(host);
      }
      const local_part = at === undefined ? "" : string.sub(jid, 1, at - 1);
      const name = item.name === undefined ? "" : to_field(item.name);
      // Of parts nested like this Lua makes one string.
      of_host.push(number + (local_part + ("/" + (name + "/"))));
    }
    if (breathe !== undefined) breathe();
  }
  return { kinds, hosts, contacts, requests: held.requests };
}

/** Those who have asked to see the user, as fields. */
function requests_text(requests: LuaMap<string, RosterItem>): string {
  const fields: string[] = [];
  for (const [jid, item] of requests) {
    const said = item.request;
    if (said !== undefined) fields.push(`${jid}/${said === true ? "" : to_field(said)}/${to_field(item.nick ?? "")}/`);
  }
  return fields[0] === undefined ? "" : string.format("%d/%s", fields.length, table.concat(fields));
}

/** The whole text. `version`: the roster's stamp. */
function joined({ kinds, hosts, contacts, requests }: Fields, version: string, asked_at: number): string {
  const head = string.format("3/%s/%d/%d/", version, asked_at, kinds.length);
  const parts = [head, table.concat(kinds), `${hosts.length}/`];
  for (const host of hosts) {
    const of_host = contacts.get(host);
    parts.push(`${host}/${of_host.length}/`);
    parts.push(table.concat(of_host));
  }
  if (requests !== undefined) parts.push(requests_text(requests));
  return table.concat(parts);
}

/** A roster, and what else is kept of it, as a text. */
function to_text(contacts: Contacts, version: string, asked_at: number): string {
  return joined(fields_of(contacts), version, asked_at);
}

/** Reads one field of a text after another. */
interface FieldReader {
  text: string;
  at: number;
}

/** The next field; nil at the end. */
function next_field(reader: FieldReader): string | undefined {
  const text = reader.text;
  const at = reader.at;
  const [slash] = string.find(text, "/", at, true);
  if (slash === undefined) return undefined;
  reader.at = slash + 1;
  return string.sub(text, at, slash - 1);
}

/** The next field as a number; nil where it is none. */
function next_number(reader: FieldReader): number | undefined {
  const field = next_field(reader);
  return field !== undefined && string.find(field, "^%d+$")[0] !== undefined ? tonumber(field) : undefined;
}

/** What contacts of one kind have in common. */
interface Kind {
  /** Empty but in the earlier form. */
  host: string;
  subscription: string;
  is_asked: boolean;
  groups: JsonArray;
}

/** The next kind; nil where it is broken. */
function next_kind(reader: FieldReader, has_host: boolean): Kind | undefined {
  const [host, subscription, plus] = string.match(next_field(reader) ?? "", "^([^>+]*)>?([^+]*)(%+?)$");
  const count = next_number(reader);
  if (host === undefined || subscription === undefined || count === undefined) return undefined;
  if ((host !== "") !== has_host) return undefined;
  const groups: JsonArray = new LuaTable();
  for (const place of $range(1, count)) {
    const group = next_field(reader);
    if (group === undefined) return undefined;
    groups.set(place, from_field(group));
  }
  return { host, subscription, is_asked: plus === "+", groups };
}

/** Reads the next contact into a document as a backend would give it. Gives whether that was possible. */
function read_contact(
  reader: FieldReader,
  kinds: Kind[],
  host_of_all: string | undefined,
  document: JsonObject,
): boolean {
  const number = next_number(reader);
  const local = next_field(reader);
  const name = next_field(reader);
  if (number === undefined || local === undefined || name === undefined) return false;
  const kind = kinds[number - 1];
  if (kind === undefined) return false;
  const host = host_of_all ?? kind.host;
  const contact = new LuaTable<string, JsonValue>();
  if (name !== "") contact.set("name", from_field(name));
  if (kind.subscription !== "") contact.set("subscription", kind.subscription);
  if (kind.is_asked) contact.set("ask", "subscribe");
  contact.set("groups", kind.groups);
  document.set(local === "" ? host : `${local}@${host}`, contact);
  return true;
}

/** Reads so many contacts. Gives whether that was possible. */
function read_contacts(reader: FieldReader, kinds: Kind[], host: string | undefined, document: JsonObject): boolean {
  const count = next_number(reader);
  if (count === undefined) return false;
  for (const _ of $range(1, count)) {
    if (!read_contact(reader, kinds, host, document)) return false;
  }
  return true;
}

/** Reads the contacts of all hosts. Gives whether that was possible. */
function read_hosts(reader: FieldReader, kinds: Kind[], document: JsonObject): boolean {
  const count = next_number(reader);
  if (count === undefined) return false;
  for (const _ of $range(1, count)) {
    const host = next_field(reader);
    if (host === undefined || !read_contacts(reader, kinds, host, document)) return false;
  }
  return true;
}

/** Reads the next request into a document. Gives whether that was possible. */
function read_request(reader: FieldReader, document: JsonObject): boolean {
  const jid = next_field(reader);
  const said = next_field(reader);
  const nick = next_field(reader);
  if (jid === undefined || said === undefined || nick === undefined) return false;
  let contact = document.get(jid) as JsonObject | undefined;
  if (contact === undefined) {
    contact = new LuaTable();
    document.set(jid, contact);
  }
  contact.set("request", said === "" ? true : from_field(said));
  if (nick !== "") contact.set("nick", from_field(nick));
  return true;
}

/** What a text says; nil where it is no such text, or not whole. */
function from_text(text: string): Stored | undefined {
  const [version] = string.match(text, HEAD);
  if (version === undefined) return undefined;
  const reader: FieldReader = { text, at: version.length + 4 };
  const is_earlier = string.byte(text) === TWO;
  const asked_at = next_number(reader);
  if (is_earlier) next_field(reader);
  const kind_count = next_number(reader);
  if (asked_at === undefined || kind_count === undefined) return undefined;
  const kinds: Kind[] = [];
  for (const _ of $range(1, kind_count)) {
    const kind = next_kind(reader, is_earlier);
    if (kind === undefined) return undefined;
    kinds.push(kind);
  }
  const document = new LuaTable<string, JsonValue>();
  const is_read = is_earlier ? read_contacts(reader, kinds, undefined, document) : read_hosts(reader, kinds, document);
  if (!is_read) return undefined;
  if (reader.at <= text.length) {
    const request_count = next_number(reader);
    if (request_count === undefined) return undefined;
    for (const _ of $range(1, request_count)) {
      if (!read_request(reader, document)) return undefined;
    }
  }
  if (reader.at <= text.length) return undefined;
  return { document, version, asked_at };
}

export { fields_of, from_text, joined, to_text };
