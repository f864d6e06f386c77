/** `true` where the contact may see the user. */
function is_seen_by(subscription: Subscription | undefined): boolean {
  return subscription === "both" || subscription === "from";
}

/** `true` where the user may see the contact. */
function is_seeing(subscription: Subscription | undefined): boolean {
  return subscription === "both" || subscription === "to";
}

/**
 * What follows where a contact's subscription changes; nil stands for no contact. `shown`: the contact may see the user now,
 * and gets the presence of each available resource; `hidden`: no longer, and gets `unavailable` from each; `to_probe`: the user may see the
 * contact now, who is probed.
 */
function presence_change(
  before: RosterItem | undefined,
  after: RosterItem | undefined,
): LuaMultiReturn<[shown: boolean, hidden: boolean, to_probe: boolean]> {
  const old_subscription = before?.subscription;
  const subscription = after?.subscription;
  const was_seen = is_seen_by(old_subscription);
  const is_seen = is_seen_by(subscription);
  const to_probe = is_seeing(subscription) && !is_seeing(old_subscription);
  return $multi(is_seen && !was_seen, was_seen && !is_seen, to_probe);
}

export { is_seeing, is_seen_by, presence_change };
