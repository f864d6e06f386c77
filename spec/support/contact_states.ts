import assert from "node:assert/strict";
import { type Contact, is_seen_by, sees, subscriptions } from "../../examples/backend/contact.ts";

/** What can be said of somebody in a contact list (RFC 6121, appendix A), in a few words; `""`: they are not in it. */
export const contact_states = [
  "",
  "none",
  "none ask",
  "none request",
  "none ask request",
  "to",
  "to request",
  "from",
  "from ask",
  "both",
] as const;

export type ContactState = (typeof contact_states)[number];

/** The same, as the other one has it. */
export const mirrored: Record<ContactState, ContactState> = {
  "": "",
  none: "none",
  "none ask": "none request",
  "none request": "none ask",
  "none ask request": "none ask request",
  to: "from",
  "to request": "from ask",
  from: "to",
  "from ask": "to request",
  both: "both",
};

/** A contact in that state; with a name and a group, so that it is in the list for its own sake. */
export function contact_in(state: Exclude<ContactState, "">, fields: Partial<Contact> = {}): Contact {
  const [subscription, ...others] = state.split(" ");
  const known = subscriptions.find((each) => each === subscription);
  assert.ok(known);
  return {
    name: "N.",
    groups: ["G"],
    subscription: known,
    ...(others.includes("ask") && { ask: "subscribe" }),
    ...(others.includes("request") && { request: true }),
    ...fields,
  };
}

export function state_of(contact: Contact | undefined): ContactState {
  if (contact === undefined) return "";
  const words = [contact.subscription, contact.ask && "ask", contact.request !== undefined && "request"];
  const text = words.filter((word) => typeof word === "string").join(" ");
  const state = contact_states.find((each) => each === text);
  assert.ok(state !== undefined, `no state of the RFC: ${text}`);
  return state;
}

export const may_see = (state: ContactState): boolean => state !== "" && sees(contact_in(state));
export const may_be_seen = (state: ContactState): boolean => state !== "" && is_seen_by(contact_in(state));
export const has_asked = (state: ContactState): boolean => state.includes("ask");
export const is_asked = (state: ContactState): boolean => state.includes("request");
