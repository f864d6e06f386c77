/** Who may see whose presence, from the roster owner's side (RFC 6121). */
type Subscription = "none" | "to" | "from" | "both";

/**
 * One contact, as kept in a roster table.
 * @see core/rostermanager.lua, modules/mod_roster.lua
 */
interface RosterItem {
  /** `remove` is never kept: such a contact is gone from the table. */
  subscription: Subscription;
  /** As the user calls the contact; nil, not empty, without one. */
  name?: string;
  /** A set: `{ [group] = true }`. Never left out: core iterates it unchecked. */
  groups: LuaSet<string>;
  /** A subscription request was sent and not yet answered. */
  ask?: "subscribe";
  /** Pre-approved by the user (RFC 6121 3.4). A string, not a boolean. */
  approved?: "true";
}

/**
 * What a roster keeps under the key `false`. It is saved with the contacts.
 * @see core/rostermanager.lua
 */
interface RosterMetadata {
  /** Counted up by every `save_roster`. `true` is kept as it is; a text that is no number makes `save_roster` throw. */
  version?: number | true;
  /** Inbound subscription requests: contact JID to the stanza, as `preserialize` of `util.stanza` gives it, or `true`. Core reads it unchecked. */
  pending: LuaMap<string, object | true>;
  /** The storage's error that kept the roster from loading: such a roster is never saved. */
  broken?: unknown;
}

/**
 * A user's roster: contact JID to {@link RosterItem}, and `false` to {@link RosterMetadata}. All sessions of a user
 * share one table: change it in place. Core iterates it while it sends, and what is called then may not add keys, or Lua throws.
 *
 * Iterating gives both kinds: `for (const [jid, item] of roster) if (jid !== false) …` becomes `for jid, item in
 * pairs(roster)`.
 * @see core/rostermanager.lua
 */
interface Roster
  extends
    Iterable<[jid: string, item: RosterItem] | [jid: false, metadata: RosterMetadata]>,
    LuaIterationExtension<"Pairs"> {
  /** Becomes `roster[jid]`. */
  get: LuaTableGetMethod<string, RosterItem | undefined> & LuaTableGetMethod<false, RosterMetadata | undefined>;
  /** Becomes `roster[jid] = item`. */
  set: LuaTableSetMethod<string, RosterItem> & LuaTableSetMethod<false, RosterMetadata>;
  /** Becomes `roster[jid] ~= nil`. */
  has: LuaTableHasMethod<string | false>;
  /** Becomes `roster[jid] = nil`. */
  delete: LuaTableDeleteMethod<string | false>;
}
