import { type Contact, subscriptions } from "../../examples/backend/contact.ts";
import { is_record } from "../support/outcome.ts";
import type { RosterItem } from "../support/stanza.ts";

/** Contact JID → what clients see of the contact, as a text, so that it can be compared. */
export type Listed = ReadonlyMap<string, string>;

function text_of(fields: { name?: string; groups: readonly string[]; subscription: string; ask?: string }): string {
  const { name = "", groups, subscription, ask = "" } = fields;
  return JSON.stringify([name, groups.toSorted(), subscription, ask]);
}

/** Who is there for nothing but a request is shown to nobody. */
function is_shown({ name, groups, subscription, ask, request }: Contact): boolean {
  return (
    request === undefined || name !== undefined || groups.length > 0 || ask !== undefined || subscription !== "none"
  );
}

export function shown(contact: Contact): string | undefined {
  return is_shown(contact) ? text_of(contact) : undefined;
}

export function item_text({ name, groups, subscription = "none", ask }: RosterItem): string | undefined {
  if (subscription === "remove") return undefined;
  return text_of({ groups, subscription, ...(name !== undefined && { name }), ...(ask !== undefined && { ask }) });
}

/** The application's and Prosody's answers have the same form. */
export function read_contact(value: unknown): Contact {
  if (!is_record(value)) throw new Error(`no contact: ${JSON.stringify(value)}`);
  const { name, groups, subscription, ask, request } = value;
  return {
    groups: Array.isArray(groups) ? groups.map(String) : [],
    subscription: subscriptions.find((each) => each === subscription) ?? "both",
    ...(typeof name === "string" && { name }),
    ...(ask === "subscribe" && { ask }),
    ...((typeof request === "string" || request === true) && { request }),
  };
}

export function read_listed(document: unknown): Listed {
  if (!is_record(document)) throw new Error(`no roster: ${JSON.stringify(document)}`);
  const contacts = Object.entries(document).map(([jid, value]): [string, string | undefined] => {
    return [jid, shown(read_contact(value))];
  });
  return new Map(contacts.filter((each): each is [string, string] => each[1] !== undefined));
}

/** The same for the same contacts, whatever their order. */
export function key_of(listed: Listed): string {
  return JSON.stringify([...listed].sort(([a], [b]) => (a < b ? -1 : 1)));
}
