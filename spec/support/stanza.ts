import type { Element } from "@xmpp/xml";

export const roster_namespace = "jabber:iq:roster";

export interface RosterItem {
  jid: string;
  subscription: string | undefined;
  name?: string;
  /** In alphabetical order. */
  groups: string[];
  ask?: string;
}

export interface Roster {
  items: RosterItem[];
  ver: string | undefined;
  /** The server says that the version asked for is still good: no items are sent then. */
  unchanged: boolean;
}

export interface RosterPush {
  item: RosterItem;
  ver: string | undefined;
  from: string | undefined;
}

function roster_item(item: Element): RosterItem {
  const { jid = "", subscription, name, ask }: Record<string, string | undefined> = item.attrs;
  const groups = item
    .getChildren("group")
    .map((group) => group.text())
    .sort();
  return { jid, subscription, groups, ...(name !== undefined && { name }), ...(ask !== undefined && { ask }) };
}

export function bare(jid: string): string {
  return jid.replace(/\/.*$/s, "");
}

/** The condition of an error stanza, such as `not-allowed`. */
export function error_condition(stanza: Element): string | undefined {
  return stanza
    .getChild("error")
    ?.getChildElements()
    .find((child) => child.name !== "text")?.name;
}

/** Items in alphabetical order of their JIDs. */
export function read_roster(result: Element): Roster {
  if (result.attrs["type"] !== "result") throw new Error(`no roster but ${result.toString()}`);
  const query = result.getChild("query", roster_namespace);
  const items = query?.getChildren("item").map(roster_item) ?? [];
  items.sort((a, b) => (a.jid < b.jid ? -1 : 1));
  return { items, ver: query?.attrs["ver"], unchanged: query === undefined };
}

/** Undefined for what is no roster push. A push with several items is an error: the RFC forbids it. */
export function read_push(stanza: Element): RosterPush | undefined {
  const query =
    stanza.is("iq") && stanza.attrs["type"] === "set" ? stanza.getChild("query", roster_namespace) : undefined;
  if (query === undefined) return undefined;
  const [item, ...others] = query.getChildren("item");
  if (item === undefined || others.length > 0) throw new Error(`a push of not exactly one item: ${stanza.toString()}`);
  return { item: roster_item(item), ver: query.attrs["ver"], from: stanza.attrs["from"] };
}
