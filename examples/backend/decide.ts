import { changed, type Contact, is_seen_by, sees, type Subscription } from "./contact.ts";

export type Action = "set" | "remove" | "subscribe" | "subscribed" | "unsubscribe" | "unsubscribed";

/** What Prosody asks (`http_roster_edit_url`), and what users ask by the application's own pages. */
export interface Question {
  action: Action;
  /** Whose contact list is meant: a bare JID, as is `contact`. */
  user: string;
  contact: string;
  /** Who has sent it. Left out, the user has. */
  from?: "user" | "contact";
  /** With `set`: left out, the contact has no name. */
  name?: string;
  groups?: string[];
  /** With `subscribe`: what is written with the request, and what the one who asks calls themselves. */
  text?: string;
  nick?: string;
}

/** Both contact lists as far as it is about the two: how the user has the contact, and the contact the user. */
export interface Both {
  /** Undefined: they are not in the user's list. */
  user: Contact | undefined;
  contact: Contact | undefined;
}

const nobody: Contact = { groups: [], subscription: "none" };

function subscription_of(to: boolean, from: boolean): Subscription {
  if (to) return from ? "both" : "to";
  return from ? "from" : "none";
}

/** The contact may see the user, or may no longer; a request of theirs is settled by that. */
function with_from(contact: Contact, from: boolean): Contact {
  const subscription = subscription_of(sees(contact), from);
  return changed(contact, { subscription, request: undefined, nick: undefined });
}

/** The user may see the contact, or may no longer; what the user asked for is settled by that. */
function with_to(contact: Contact, to: boolean): Contact {
  return changed(contact, { subscription: subscription_of(to, is_seen_by(contact)), ask: undefined });
}

/** Nothing but somebody's request, which shows in no contact list: with the request, it goes. */
function is_mere_request({ request, name, groups, ask, subscription }: Contact): boolean {
  return (
    request !== undefined && name === undefined && groups.length === 0 && ask === undefined && subscription === "none"
  );
}

/** They may not see the user, nor ask any more. */
function without_from(contact: Contact | undefined): Contact | undefined {
  return contact === undefined || is_mere_request(contact) ? undefined : with_from(contact, false);
}

/** The user may not see them, nor ask any more. */
function without_to(contact: Contact | undefined): Contact | undefined {
  return contact && with_to(contact, false);
}

type Rule = (both: Both, question: Question) => Both;

const from_user: Record<Action, Rule> = {
  set: ({ user = nobody, contact }, { name, groups }) => ({ user: changed(user, { name, groups }), contact }),

  remove: (both) => {
    if (both.user === undefined) return both;
    return { user: undefined, contact: without_to(without_from(both.contact)) };
  },

  subscribe: (both, { text, nick }) => {
    const { user = nobody, contact = nobody } = both;
    if (sees(user) || user.ask !== undefined) return both;
    // They have agreed to it before.
    if (is_seen_by(contact)) return { ...both, user: with_to(user, true) };
    const request = text === undefined || text === "" ? true : text;
    return { user: changed(user, { ask: "subscribe" }), contact: changed(contact, { request, nick }) };
  },

  // Whoever has not asked gets nothing: many clients say `subscribed` unasked, as an offer.
  subscribed: (both) => {
    if (both.user?.request === undefined) return both;
    return { user: with_from(both.user, true), contact: with_to(both.contact ?? nobody, true) };
  },

  unsubscribe: (both) => {
    if (both.user === undefined || !(sees(both.user) || both.user.ask !== undefined)) return both;
    return { user: without_to(both.user), contact: without_from(both.contact) };
  },

  unsubscribed: (both) => {
    if (both.user === undefined || !(is_seen_by(both.user) || both.user.request !== undefined)) return both;
    return { user: without_from(both.user), contact: without_to(both.contact) };
  },
};

/** Of contacts elsewhere: what their server keeps is not ours to change. */
const from_contact: Partial<Record<Action, Rule>> = {
  subscribe: (both, { text, nick }) => {
    const { user = nobody } = both;
    if (is_seen_by(user) || user.request !== undefined) return both;
    return { ...both, user: changed(user, { request: text === undefined || text === "" ? true : text, nick }) };
  },

  subscribed: (both) => {
    if (both.user?.ask === undefined) return both;
    return { ...both, user: with_to(both.user, true) };
  },

  unsubscribe: (both) => {
    if (both.user === undefined || !(is_seen_by(both.user) || both.user.request !== undefined)) return both;
    return { ...both, user: without_from(both.user) };
  },

  unsubscribed: (both) => {
    if (both.user === undefined || !(sees(both.user) || both.user.ask !== undefined)) return both;
    return { ...both, user: without_to(both.user) };
  },
};

/**
 * What becomes of the two contact lists, as on any other XMPP server. Of a contact who is not ours, the list is none of our business: what
 * is said of it means nothing then.
 */
export function decide(question: Question, both: Both): Both {
  if (question.from === "contact") return from_contact[question.action]?.(both, question) ?? both;
  return from_user[question.action](both, question);
}
