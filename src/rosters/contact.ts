import { utf8 } from "util.encodings";
import * as jid from "util.jid";
import * as json from "util.json";
import {
  is_array,
  is_null,
  is_object,
  type JsonArray,
  type JsonObject,
  type JsonValue,
  kind_of,
  quoted,
} from "../json/json_value";

declare global {
  /** What this module keeps with a contact besides; in keys that are none of core's, which would act on them. */
  interface RosterItem {
    /** The user has asked to see the contact, who has not answered. */
    asked?: true;
    /** The contact has asked to see the user, who has not answered: with a text, or without. */
    request?: true | string;
    /** As whom the contact has asked. */
    nick?: string;
    /** No item of the roster: nothing but a request is, or was, known of it. */
    unlisted?: true;
  }
}

/** All contacts of a user: those of core's own table, and those who have asked, whether they are in that table or not. */
export interface Contacts {
  roster: Roster;
  requests?: LuaMap<string, RosterItem>;
}

const SUBSCRIPTIONS = new LuaMap<JsonValue, Subscription>();
SUBSCRIPTIONS.set("both", "both");
SUBSCRIPTIONS.set("to", "to");
SUBSCRIPTIONS.set("from", "from");
SUBSCRIPTIONS.set("none", "none");

const NULL: JsonValue = json.null;
const NOT_XML = "characters that XML can't carry";

// Most contacts have no group or one: they share these tables, which nothing changes in place.
const NO_GROUPS = new LuaSet<string>();
const single_groups = setmetatable(new LuaTable<string, LuaSet<string>>(), { __mode: "v" });

const MOST_GROUPS_COMPARED = 8;
const MAX_PLAIN_JID = 1000;

// Control characters other than tab, line feed, carriage return and delete.
const FORBIDDEN_CONTROL = "[^%C\t\n\r" + string.char(0x7f) + "]";
// U+FFFE and U+FFFF in UTF-8, which XML excludes.
const NONCHARACTER = string.char(0xef, 0xbf) + "[" + string.char(0xbe, 0xbf) + "]";

/** `true` for text that XML can carry. */
function is_xml_text(text: string): boolean {
  if (string.find(text, "[^ -~]")[0] === undefined) return true;
  if (string.find(text, FORBIDDEN_CONTROL)[0] !== undefined) return false;
  return utf8.valid(text) && string.find(text, NONCHARACTER)[0] === undefined;
}

// What no host name has, though Prosody's own preparation lets it pass.
const NOT_A_HOST = "[%c%s!\"#$%%&'()*+,/;<=>?@\\^`{|}~]";
const ENDS_IN_DOT = "%.$";

// Older parts of Prosody take a contact of the first of these names for the roster's metadata, and its JSON library one of the others for orders.
const MISTAKEN = new LuaSet<string>();
MISTAKEN.add("pending");
MISTAKEN.add("__array");
MISTAKEN.add("__hash");

/** The bare JID that a text stands for, normalised; nil where it is no JID. */
function bare_jid(text: string): string | undefined {
  // What most backends send is normal already: preparing it would cost more than all the rest.
  if (text.length <= MAX_PLAIN_JID && string.find(text, "^[a-z0-9_.-]+@[a-z0-9.-]*[a-z0-9]$")[0] !== undefined) {
    return text;
  }
  const [node, host] = jid.prepped_split(text);
  if (host === undefined || host === "" || node === "" || string.find(host, NOT_A_HOST)[0] !== undefined) {
    return undefined;
  }
  const bare = jid.join(node, host);
  if (!is_xml_text(bare) || string.find(bare, ENDS_IN_DOT)[0] !== undefined) return undefined;
  return MISTAKEN.has(bare) ? undefined : bare;
}

/** The groups of a list of names, each once. */
function group_set(names: string[]): LuaSet<string> {
  const first = names[0];
  if (first === undefined) return NO_GROUPS;
  if (names.length === 1) {
    let groups = single_groups.get(first) as LuaSet<string> | undefined;
    if (groups === undefined) {
      groups = new LuaSet();
      groups.add(first);
      single_groups.set(first, groups);
    }
    return groups;
  }
  const groups = new LuaSet<string>();
  for (const name of names) groups.add(name);
  return groups;
}

/**
 * The groups that a `groups` field leaves of the `held` ones: an array of names replaces them, of an object the keys are added, and
 * removed where they are `null`.
 */
function read_groups(
  held: LuaSet<string>,
  value: JsonValue | undefined,
): LuaMultiReturn<[groups: LuaSet<string>] | [groups: undefined, problem: string]> {
  const names: string[] = [];
  const seen = new LuaSet<string>();
  if (is_array(value)) {
    for (const [, name] of value) {
      if (typeof name !== "string")
        return $multi(undefined, `one of its groups is ${kind_of(name)}, expected a string`);
      if (name !== "" && !seen.has(name)) {
        seen.add(name);
        names.push(name);
      }
    }
  } else if (is_object(value)) {
    for (const name of held) {
      if (value.get(name) === undefined) names.push(name);
    }
    for (const [name, flag] of value) {
      if (name !== "" && !is_null(flag)) names.push(name);
    }
  } else {
    return $multi(undefined, `its "groups" is ${kind_of(value)}, expected an array of strings`);
  }
  for (const name of names) {
    if (!is_xml_text(name)) return $multi(undefined, `one of its groups has ${NOT_XML}`);
  }
  return $multi(group_set(names));
}

// Set once, by the options of the host.
let are_requests_read = false;

/** Says whether `ask`, `request` and `nick` count in what the backend gives: only where it is asked about what clients want. */
function read_requests(on: boolean): void {
  are_requests_read = on;
}

/** What is known of a contact. */
function held_of(contacts: Contacts, jid: string): RosterItem | undefined {
  const listed = contacts.roster.get(jid);
  if (listed !== undefined || contacts.requests === undefined) return listed;
  return contacts.requests.get(jid);
}

/** Keeps a contact among all that is held. */
function keep_contact(contacts: Contacts, jid: string, item: RosterItem | undefined): void {
  if (item === undefined || item.unlisted === true) contacts.roster.delete(jid);
  else contacts.roster.set(jid, item);
  if (item === undefined || (item.unlisted !== true && item.request === undefined)) {
    if (contacts.requests !== undefined) contacts.requests.delete(jid);
    return;
  }
  if (contacts.requests === undefined) contacts.requests = new LuaMap();
  contacts.requests.set(jid, item);
}

/** Copies all that is held of a user: of such a copy, what it is does not change. */
function copy_contacts(held: Contacts, copy: Contacts): void {
  for (const [jid, item] of held.roster) {
    if (jid !== false) keep_contact(copy, jid, item);
  }
  for (const [jid, item] of held.requests ?? new LuaMap<string, RosterItem>()) keep_contact(copy, jid, item);
}

/** A field that is a text, `held` where it is left out; or nil and what is wrong with it, a text in quotes or a word. */
function read_text(
  name: string,
  value: JsonValue | undefined,
  held: string | undefined,
): LuaMultiReturn<[text: string | undefined, problem?: string]> {
  if (value === undefined) return $multi(held);
  if (is_null(value) || value === "") return $multi(undefined);
  if (typeof value !== "string") return $multi(undefined, `its "${name}" is ${kind_of(value)}, expected a string`);
  if (!is_xml_text(value)) return $multi(undefined, `its "${name}" has ${NOT_XML}`);
  return $multi(value);
}

/** What asks and requests make of an item whose other fields are there. Gives what is wrong with them. */
function merge_requests(held: RosterItem | undefined, fields: JsonObject, item: RosterItem): string | undefined {
  const ask = fields.get("ask");
  if (ask === undefined) item.asked = held?.asked;
  else if (ask === "subscribe") item.asked = true;
  else if (!is_null(ask)) return `its "ask" is ${kind_of(ask)}, expected "subscribe"`;

  const request = fields.get("request");
  if (request === undefined) {
    item.request = held?.request;
  } else if (request === true || request === "") {
    item.request = true;
  } else if (!is_null(request)) {
    if (typeof request !== "string") return `its "request" is ${kind_of(request)}, expected true or a string`;
    if (!is_xml_text(request)) return `its "request" has ${NOT_XML}`;
    item.request = request;
  }

  // Without a request nobody looks at it, in the short way of reading a contact either.
  if (item.request !== undefined) {
    const [nick, problem] = read_text("nick", fields.get("nick"), held?.nick);
    if (problem !== undefined) return problem;
    item.nick = nick;
  }
  const subscription = fields.get("subscription");
  const is_default = subscription === undefined ? held === undefined : is_null(subscription);
  if (is_default && (item.asked === true || item.request !== undefined)) item.subscription = "none";
  if (item.subscription === "to" || item.subscription === "both") item.asked = undefined;
  if (item.subscription === "from" || item.subscription === "both") {
    item.request = undefined;
    item.nick = undefined;
  }
  const is_bare = item.subscription === "none" && item.name === undefined && item.asked === undefined;
  const is_unlisted = item.request !== undefined || held?.unlisted === true;
  if (is_bare && is_unlisted && next(item.groups)[0] === undefined) item.unlisted = true;
  return undefined;
}

/**
 * The roster item that a contact becomes when fields from outside are laid over it: a field left out stays as `held`, `null` sets
 * it back. Or nil and what is wrong with the fields.
 */
function merge_contact(
  held: RosterItem | undefined,
  fields: JsonValue,
): LuaMultiReturn<[item: RosterItem] | [item: undefined, problem: string]> {
  if (!is_object(fields)) return $multi(undefined, `it is ${kind_of(fields)}, expected an object`);
  let name = held?.name;
  let groups = held === undefined ? NO_GROUPS : held.groups;
  let subscription: Subscription = held === undefined ? "both" : held.subscription;

  const [new_name, name_problem] = read_text("name", fields.get("name"), name);
  if (name_problem !== undefined) return $multi(undefined, name_problem);
  name = new_name;

  const new_groups = fields.get("groups");
  if (is_null(new_groups)) {
    groups = NO_GROUPS;
  } else if (new_groups !== undefined) {
    const [read, problem] = read_groups(groups, new_groups);
    if (read === undefined) return $multi(undefined, problem);
    groups = read;
  }

  const new_subscription = fields.get("subscription");
  if (is_null(new_subscription)) {
    subscription = "both";
  } else if (new_subscription !== undefined) {
    const known = SUBSCRIPTIONS.get(new_subscription);
    if (known === undefined) {
      const given = typeof new_subscription === "string" ? quoted(new_subscription) : kind_of(new_subscription);
      return $multi(undefined, `its "subscription" is ${given}, expected "both", "to", "from" or "none"`);
    }
    subscription = known;
  }
  const item: RosterItem = { subscription, name, groups };
  const problem = are_requests_read ? merge_requests(held, fields, item) : undefined;
  if (problem !== undefined) return $multi(undefined, problem);
  return $multi(item);
}

/** `true` where both have the same groups. */
function same_groups(a: LuaSet<string>, b: LuaSet<string>): boolean {
  if (a === b) return true;
  for (const group of a) {
    if (!b.has(group)) return false;
  }
  for (const group of b) {
    if (!a.has(group)) return false;
  }
  return true;
}

/** `true` where a client would see no difference. */
function looks_same(a: RosterItem, b: RosterItem): boolean {
  if (a.name !== b.name || a.subscription !== b.subscription || a.ask !== b.ask || a.asked !== b.asked) return false;
  return same_groups(a.groups, b.groups);
}

/** `true` where there is no difference. */
function same_item(a: RosterItem, b: RosterItem): boolean {
  if (a.request !== b.request || a.nick !== b.nick || a.unlisted !== b.unlisted) return false;
  return looks_same(a, b);
}

/** `true` for a short list that has nothing twice; of a long one it would take too long to say. */
function is_distinct(list: JsonArray): boolean {
  for (const [a, value] of list) {
    if (a > MOST_GROUPS_COMPARED) return false;
    for (const [b, other] of list) {
      if (a !== b && value === other) return false;
    }
  }
  return true;
}

/** The groups that a `groups` field names, if that is none or one that has been met before; nil for any other field. */
function known_groups(value: JsonValue): LuaSet<string> | undefined {
  if (type(value) !== "table" || value === NULL) return undefined;
  const [key, flag] = next(value as JsonObject);
  if (key === undefined) return NO_GROUPS;
  if (next(value as JsonObject, key)[0] !== undefined) return undefined;
  if (type(key) !== "string") return single_groups.get(flag as string);
  return flag !== true && is_null(flag as JsonValue) ? undefined : single_groups.get(key as string);
}

/** `true` where a `groups` field names the groups held. */
function names_groups(value: JsonValue, groups: LuaSet<string>): boolean {
  if (is_null(value)) return next(groups)[0] === undefined;
  if (type(value) !== "table") return false;
  let named = 0;
  for (const [key, flag] of value as JsonObject) {
    const is_key = type(key) === "string";
    if (!groups.has((is_key ? key : flag) as string) || (is_key && is_null(flag))) return false;
    named++;
  }
  let held = 0;
  for (const _ of groups) held++;
  // An array may name one group twice and another not at all.
  return named === held && (!is_array(value) || is_distinct(value));
}

/** `true` where a contact's fields say that somebody has asked, and that counts. */
function has_requests(fields: JsonObject): boolean {
  return are_requests_read && (fields.get("ask") !== undefined || fields.get("request") !== undefined);
}

/**
 * `true` where a contact in a backend's document is what is held already, found without building anything. `false` says nothing:
 * it may be the same in other words. For a refresh this is the work a contact costs, so it calls as little as it can.
 */
function is_unchanged(item: RosterItem, value: JsonValue): boolean {
  if (type(value) !== "table" || value === NULL || (value as JsonArray).get(1) !== undefined) return false;
  if (item.ask !== undefined) return false;
  const fields = value as JsonObject;
  if (item.asked !== undefined || item.request !== undefined || has_requests(fields)) return false;
  const name = fields.get("name");
  if (name !== item.name && !(item.name === undefined && is_null(name))) return false;
  const subscription = fields.get("subscription");
  if (subscription !== item.subscription) {
    if (item.subscription !== "both" || !(subscription === undefined || is_null(subscription))) return false;
  }
  const groups = fields.get("groups");
  if (groups === undefined) return next(item.groups)[0] === undefined;
  return known_groups(groups) === item.groups || names_groups(groups, item.groups);
}

/**
 * The roster item that a contact in a backend's document stands for; or nil and what is wrong with it. Contacts as they mostly are
 * are read here, all others where every case is thought of.
 */
function read_item(
  value: JsonValue,
): LuaMultiReturn<[item: RosterItem, problem?: undefined] | [item: undefined, problem: string]> {
  if (type(value) !== "table" || value === NULL || (value as JsonArray).get(1) !== undefined) {
    return merge_contact(undefined, value);
  }
  const fields = value as JsonObject;
  if (has_requests(fields)) return merge_contact(undefined, fields);
  const name = fields.get("name");
  if (name !== undefined && (typeof name !== "string" || name === "" || string.find(name, "[^ -~]")[0] !== undefined)) {
    return merge_contact(undefined, fields);
  }
  const given_subscription = fields.get("subscription");
  const subscription = given_subscription === undefined ? "both" : SUBSCRIPTIONS.get(given_subscription);
  const given_groups = fields.get("groups");
  const groups = given_groups === undefined ? NO_GROUPS : known_groups(given_groups);
  if (subscription === undefined || groups === undefined) return merge_contact(undefined, fields);
  return $multi({ subscription, name, groups });
}

export {
  bare_jid,
  copy_contacts,
  held_of,
  is_unchanged,
  is_xml_text,
  keep_contact,
  looks_same,
  merge_contact,
  read_item,
  read_requests,
  same_item,
};
