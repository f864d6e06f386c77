import type { Exchange } from "../exchange.ts";

const edits: Record<string, string> = {
  set: "save",
  remove: "remove",
  subscribe: "ask",
  subscribed: "approve",
  unsubscribe: "leave",
  unsubscribed: "refuse",
};

function fields_of(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** What an exchange is about, in a few words. Users are called by their names. */
export function meaning({ asker, method, path, question }: Exchange, names: ReadonlyMap<string, string>): string {
  const name_of = (user: unknown): string => {
    const username = String(user).replace(/@.*/, "");
    return names.get(username) ?? username;
  };
  const [, fetched] = /^\/contacts\/([^/?]+)/.exec(path) ?? [];
  if (asker === "Prosody" && fetched !== undefined) return `Who is in ${name_of(decodeURIComponent(fetched))}'s list?`;
  if (asker === "Prosody" && path === "/edits") {
    const { action, user, contact, from } = fields_of(question);
    const [one, other] = from === "contact" ? [contact, user] : [user, contact];
    return `May ${name_of(one)} ${edits[String(action)] ?? String(action)} ${name_of(other)}?`;
  }
  if (asker === "application" && method === "PATCH") return lists_in(fields_of(question), name_of);
  if (asker === "application" && method === "POST") return "Look again";
  return `${method} ${path}`;
}

function lists_in(changes: Record<string, unknown>, name_of: (user: unknown) => string): string {
  const owners = Object.keys(changes).map((user) => `${name_of(user)}'s`);
  return `${owners.join(" and ")} ${owners.length === 1 ? "list has" : "lists have"} changed`;
}

/** A body for people to read. */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
