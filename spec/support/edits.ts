import { type Change, change_of, type Contact, type Subscription } from "../../examples/backend/contact.ts";
import { type Action, decide, type Question } from "../../examples/backend/decide.ts";
import { is_record } from "./outcome.ts";

/** A question about what a client, or a contact elsewhere, wants to change. */
export interface EditQuestion extends Question {
  token?: string;
}

/** username → contact → what changes: what the backend answers, and tells by `PATCH`. */
export type Changes = Record<string, Record<string, Change>>;

const actions: readonly string[] = ["set", "remove", "subscribe", "subscribed", "unsubscribe", "unsubscribed"];
const subscriptions: readonly unknown[] = ["none", "to", "from", "both"];

const is_action = (value: unknown): value is Action => typeof value === "string" && actions.includes(value);
const is_subscription = (value: unknown): value is Subscription => subscriptions.includes(value);

export function host_of(jid: string): string {
  return jid.replace(/^.*@/s, "");
}

/** Undefined for a body that is no question of the form promised. */
export function read_question(body: string): EditQuestion | undefined {
  let question: unknown;
  try {
    question = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!is_record(question)) return undefined;
  const { action, user, contact, from, groups, name, text, nick, token, ...others } = question;
  if (!is_action(action) || typeof user !== "string" || typeof contact !== "string") return undefined;
  const texts = Object.entries({ name, text, nick, token }).filter(([, value]) => value !== undefined);
  if (Object.keys(others).length > 0 || texts.some(([, value]) => typeof value !== "string")) return undefined;
  if (groups !== undefined && !(Array.isArray(groups) && groups.every((group) => typeof group === "string"))) {
    return undefined;
  }
  if (from !== undefined && from !== "user" && from !== "contact") return undefined;
  return {
    action,
    user,
    contact,
    ...(from !== undefined && { from }),
    ...(groups !== undefined && { groups: groups.map(String) }),
    ...Object.fromEntries(texts.map(([field, value]) => [field, String(value)])),
  };
}

function read_contact(value: unknown): Contact | undefined {
  if (!is_record(value)) return undefined;
  const { name, groups, subscription, ask, request, nick } = value;
  const is_asked = ask !== undefined || request !== undefined;
  const by_default: Subscription = is_asked ? "none" : "both";
  return {
    groups: Array.isArray(groups) ? groups.map(String) : [],
    subscription: is_subscription(subscription) ? subscription : by_default,
    ...(typeof name === "string" && { name }),
    ...(ask === "subscribe" && { ask }),
    ...((request === true || typeof request === "string") && { request }),
    ...(typeof nick === "string" && { nick }),
  };
}

/** The name under which a roster of a user is kept: the JID where there is such a one, else the username. */
function key_of(rosters: ReadonlyMap<string, unknown>, jid: string): string {
  return rosters.has(jid) ? jid : jid.replace(/@.*$/s, "");
}

function contact_in(rosters: ReadonlyMap<string, unknown>, owner: string, jid: string): Contact | undefined {
  const roster = rosters.get(key_of(rosters, owner));
  return is_record(roster) ? read_contact(roster[jid]) : undefined;
}

function keep(rosters: Map<string, unknown>, owner: string, jid: string, contact: Contact | undefined): void {
  const key = key_of(rosters, owner);
  const roster = rosters.get(key);
  const contacts = new Map(Object.entries(is_record(roster) ? roster : {}));
  if (contact === undefined) contacts.delete(jid);
  else contacts.set(jid, contact);
  rosters.set(key, Object.fromEntries(contacts));
}

/**
 * Changes the rosters as section 6.4 of the contract says, and gives what changed, by bare JIDs. A contact of other hosts than the user's
 * and these, or without a roster, is elsewhere.
 */
export function edit_by_the_table(
  rosters: Map<string, unknown>,
  question: EditQuestion,
  our_hosts: ReadonlySet<string>,
): Changes {
  const { user, contact } = question;
  const is_our_host = host_of(contact) === host_of(user) || our_hosts.has(host_of(contact));
  const is_ours = is_our_host && rosters.has(key_of(rosters, contact));
  const before = {
    user: contact_in(rosters, user, contact),
    contact: is_ours ? contact_in(rosters, contact, user) : undefined,
  };
  const after = decide(question, before);
  const changes: Changes = {};
  const note = (owner: string, jid: string, was: Contact | undefined, is: Contact | undefined): void => {
    const change = change_of(was, is);
    if (change === undefined) return;
    keep(rosters, owner, jid, is);
    changes[owner] = { [jid]: change };
  };
  note(user, contact, before.user, after.user);
  if (is_ours) note(contact, user, before.contact, after.contact);
  return changes;
}
