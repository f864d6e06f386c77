import { lua_string } from "../spec/support/lua_literal.ts";

/** The host that Prosody serves. */
export const host = "chat.test";

/** A host that Prosody can't reach: it drops what goes there, as it does for any remote host with s2s switched off. */
const far_host = "far.test";

/**
 * One contact in so many lives on the same host, and is offline; the others are remote. The first is a local one, and
 * contacts have no roster that anybody would be asked for.
 */
const one_local_in = 4;

/** What a roster says of each contact: its name alone, or its name and a group. */
export type Fields = "names" | "groups";

export interface Contact {
  jid: string;
  name: string;
  group: string;
}

export function contact(index: number): Contact {
  const domain = index % one_local_in === 0 ? host : far_host;
  return { jid: `contact${index}@${domain}`, name: `Contact ${index}`, group: `Group ${index % 5}` };
}

/** The username says what roster the user has. */
export function username(contacts: number, index: number, fields: Fields = "groups"): string {
  return `user${index}-${fields}-${contacts}`;
}

export function usernames(contacts: number, count: number, first = 0, fields: Fields = "groups"): string[] {
  return Array.from({ length: count }, (_, index) => username(contacts, first + index, fields));
}

export interface Shape {
  contacts: number;
  fields: Fields;
}

/** Undefined for whoever has no roster. */
export function shape_of(name: string): Shape | undefined {
  const [, fields, contacts] = /^user\d+-(names|groups)-(\d+)$/.exec(name) ?? [];
  if (contacts === undefined) return undefined;
  return { contacts: Number(contacts), fields: fields === "groups" ? "groups" : "names" };
}

export function contacts_of(name: string): number {
  return shape_of(name)?.contacts ?? 0;
}

/** The contact that comes and goes. */
const newcomer: Contact = { jid: "somebody-new@chat.test", name: "New", group: "Group 0" };

export const newcomer_jid = newcomer.jid;

/** As the backend says it. A group goes out as an object's key, which every contestant understands. */
export function contact_document({ name, group }: Contact, fields: Fields): Record<string, unknown> {
  return fields === "groups" ? { name, groups: { [group]: true } } : { name };
}

export const newcomer_document = (fields: Fields): Record<string, unknown> => contact_document(newcomer, fields);

function members({ contacts }: Shape, extra: boolean): Contact[] {
  const all = Array.from({ length: contacts }, (_, index) => contact(index));
  if (extra) all.push(newcomer);
  return all;
}

/** What the backend answers, possibly with one contact more. */
export function roster_json(shape: Shape, extra: boolean): string {
  const entries = members(shape, extra).map((each) => [each.jid, contact_document(each, shape.fields)] as const);
  return JSON.stringify(Object.fromEntries(entries));
}

/** The same roster as a file of Prosody's internal storage. */
export function roster_file(shape: Shape): string {
  const items = members(shape, false).map(({ jid, name, group }) => {
    const groups = shape.fields === "groups" ? `[${lua_string(group)}] = true` : "";
    const item = `["subscription"] = "both"; ["name"] = ${lua_string(name)}; ["groups"] = { ${groups} }`;
    return `[${lua_string(jid)}] = { ${item} };\n`;
  });
  return `return {\n[false] = { ["version"] = 1 };\n${items.join("")}};\n`;
}
