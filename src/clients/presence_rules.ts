/** What a change of subscription means for presence between the user and the contact. */
export interface PresenceChange {
  /** The contact may see the user now: it gets the presence of each available resource. */
  shown: boolean;
  /** The contact may no longer see the user: it gets `unavailable` from each. */
  hidden: boolean;
  /** The user may see the contact now: the contact is probed. */
  probe: boolean;
}

/** `true` where the contact may see the user. */
function is_seen_by(subscription: Subscription | undefined): boolean {
  return subscription === "both" || subscription === "from";
}

/** `true` where the user may see the contact. */
function is_seeing(subscription: Subscription | undefined): boolean {
  return subscription === "both" || subscription === "to";
}

/** What follows from a contact's subscription before and after a change; nil stands for no contact. */
function presence_change(before: Subscription | undefined, after: Subscription | undefined): PresenceChange {
  return {
    shown: is_seen_by(after) && !is_seen_by(before),
    hidden: is_seen_by(before) && !is_seen_by(after),
    probe: is_seeing(after) && !is_seeing(before),
  };
}

export { is_seeing, is_seen_by, presence_change };
