import { is_seeing, is_seen_by } from "../clients/presence_rules";
import { type SubscriptionKind } from "./edit_question";

/** `true` where the contact may see the user. */
function is_seen(item: RosterItem | undefined): boolean {
  return item !== undefined && is_seen_by(item.subscription);
}

/** `true` where the contact has asked to see the user, and waits for an answer. */
function has_request(item: RosterItem | undefined): item is RosterItem & Required<Pick<RosterItem, "request">> {
  if (item === undefined) return false;
  return item.request !== undefined;
}

/** `true` where the contact may see the user, or has asked to. */
function is_seen_or_asked(item: RosterItem | undefined): boolean {
  return is_seen(item) || has_request(item);
}

/** `true` where the user has asked to see the contact. */
function has_asked(item: RosterItem | undefined): boolean {
  return item?.asked === true;
}

/** `true` where the user may see the contact, or has asked to. */
function is_seeing_or_asks(item: RosterItem | undefined): boolean {
  return item !== undefined && (is_seeing(item.subscription) || item.asked === true);
}

/** What is said to a contact elsewhere of whom the roster says something else now. */
function kinds_to_say(before: RosterItem | undefined, after: RosterItem | undefined): SubscriptionKind[] {
  const kinds: SubscriptionKind[] = [];
  if (is_seen(after) && !is_seen(before)) kinds.push("subscribed");
  if (is_seen_or_asked(before) && !is_seen_or_asked(after)) kinds.push("unsubscribed");
  if (has_asked(after) && !has_asked(before)) kinds.push("subscribe");
  if (is_seeing_or_asks(before) && !is_seeing_or_asks(after)) kinds.push("unsubscribe");
  return kinds;
}

/** `true` where the roster says what such a stanza of the user's says. */
function stands(kind: SubscriptionKind, item: RosterItem | undefined): boolean {
  if (kind === "subscribed") return is_seen(item);
  if (kind === "unsubscribed") return !is_seen_or_asked(item);
  return kind === "subscribe" ? is_seeing_or_asks(item) : !is_seeing_or_asks(item);
}

/** What a removal takes from the other user, whose item of the one who removes was `before` and is `after`. */
function kinds_of_removal(before: RosterItem | undefined, after: RosterItem | undefined): SubscriptionKind[] {
  const kinds: SubscriptionKind[] = [];
  if (is_seen_or_asked(before) && !is_seen_or_asked(after)) kinds.push("unsubscribe");
  if (is_seeing_or_asks(before) && !is_seeing_or_asks(after)) kinds.push("unsubscribed");
  return kinds;
}

/** `true` where a contact's stanza, of whom the roster said that, means anything. */
function takes_or_gives(kind: SubscriptionKind, before: RosterItem | undefined): boolean {
  if (kind === "unsubscribe") return is_seen_or_asked(before);
  return kind !== "unsubscribed" || is_seeing_or_asks(before);
}

/** What a kind takes back. */
function opposite(kind: SubscriptionKind): SubscriptionKind {
  if (kind === "subscribe") return "unsubscribe";
  if (kind === "subscribed") return "unsubscribed";
  return kind === "unsubscribe" ? "subscribe" : "subscribed";
}

/** What would be said to a contact in answer to theirs, if it were not theirs: nothing is. */
function echo_of(kind: SubscriptionKind): SubscriptionKind | undefined {
  if (kind === "unsubscribe") return "unsubscribed";
  return kind === "unsubscribed" ? "unsubscribe" : undefined;
}

export { echo_of, has_request, is_seen, kinds_of_removal, kinds_to_say, opposite, stands, takes_or_gives };
