/** Who sees whose presence: `to`, the user the contact's; `from`, the contact the user's. */
export type Subscription = (typeof subscriptions)[number];

export const subscriptions = ["none", "to", "from", "both"] as const;

/** One entry of a user's contact list, as Prosody is told of it. */
export interface Contact {
  name?: string;
  groups: string[];
  subscription: Subscription;
  /** The user has asked to see the contact, who has not answered. */
  ask?: "subscribe";
  /** The contact has asked to see the user, who has not answered: what they wrote, or `true`. */
  request?: string | true;
  /** What the contact who asks calls themselves. */
  nick?: string;
}

/** Changes of one contact, as a JSON merge patch (RFC 7396): `null` removes the field, or the contact. */
export type Change = { [Field in keyof Contact]?: Contact[Field] | null } | null;

export const sees = ({ subscription }: Contact): boolean => subscription === "to" || subscription === "both";

export const is_seen_by = ({ subscription }: Contact): boolean => subscription === "from" || subscription === "both";

/** With these fields changed; those that are undefined are gone. */
export function changed(contact: Contact, fields: { [Field in keyof Contact]?: Contact[Field] | undefined }): Contact {
  const { name, groups, subscription, ask, request, nick } = { ...contact, ...fields };
  return {
    groups: groups ?? [],
    subscription: subscription ?? "none",
    ...(name !== undefined && { name }),
    ...(ask !== undefined && { ask }),
    ...(request !== undefined && { request }),
    ...(request !== undefined && nick !== undefined && { nick }),
  };
}

/**
 * The contact as a change that makes it this, whatever Prosody holds: it may not have been told yet of what this was before, and would take a
 * new contact without a `subscription` for `both`.
 */
export function whole(contact: Contact | undefined): Change {
  if (contact === undefined) return null;
  return { name: null, ask: null, request: null, nick: null, ...contact };
}

/** What makes `after` of `before`; undefined where that is nothing. */
export function change_of(before: Contact | undefined, after: Contact | undefined): Change | undefined {
  if (after === undefined) return before === undefined ? undefined : null;
  const old: Partial<Contact> = before ?? {};
  const fields = ["name", "groups", "subscription", "ask", "request", "nick"] as const;
  const different = fields.filter((field) => JSON.stringify(old[field]) !== JSON.stringify(after[field]));
  if (different.length === 0) return undefined;
  return Object.fromEntries(different.map((field) => [field, after[field] ?? null]));
}
