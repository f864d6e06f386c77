import type { Exchange } from "../exchange.ts";

const edits: Record<string, string> = {
  set: "save",
  remove: "remove",
  subscribe: "ask",
  subscribed: "approve",
  unsubscribe: "leave",
  unsubscribed: "refuse",
};

/** Undefined where the body is no JSON. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function fields_of(body: string): Record<string, unknown> {
  const value = parse(body);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Whom a notice is about: usernames, or changes by username. */
function users_in(notice: string): string[] {
  const value = parse(notice);
  return Array.isArray(value) ? value.map(String) : Object.keys(fields_of(notice));
}

function lists_of(owners: string[]): string {
  const lists = owners.toSorted().map((name) => `${name}'s`);
  return `${lists.join(" and ")} ${lists.length === 1 ? "list has" : "lists have"} changed`;
}

/** What an exchange is about, in a few words. Users are called by their names. */
export function meaning({ asker, method, path, question }: Exchange, names: ReadonlyMap<string, string>): string {
  const name_of = (user: unknown): string => {
    const username = String(user).replace(/@.*/, "");
    return names.get(username) ?? username;
  };
  const [, fetched] = /^\/contacts\/([^/?]+)/.exec(path) ?? [];
  if (asker === "Prosody" && fetched !== undefined) return `Who is in ${name_of(fetched)}'s list?`;
  if (asker === "Prosody" && path === "/edits") {
    const { action, user, contact, from } = fields_of(question);
    const [one, other] = from === "contact" ? [contact, user] : [user, contact];
    return `May ${name_of(one)} ${edits[String(action)] ?? String(action)} ${name_of(other)}?`;
  }
  const owners = users_in(question);
  if (asker === "application" && owners.length > 0) return lists_of(owners.map(name_of));
  return `${method} ${path}`;
}

/** A body for people to read. */
export function readable(body: string): string {
  const value = parse(body);
  return value === undefined ? body : JSON.stringify(value, undefined, 2);
}
