import * as cache from "util.cache";
import { type Change } from "./roster_document";
import { add_item, type RosterSum, sum_of, version_of } from "./roster_version";
import { type TextBlocks } from "../json/text_blocks";

/** What is known of one user's roster. */
export interface Holding {
  /** The very table that core uses while the user is online. */
  roster: Roster;
  /** The backend gave it; else it is the last one known. */
  from_backend: boolean;
  /** When the backend was asked for it (Unix time). */
  asked_at: number;
  /** What makes the next request conditional. */
  etag?: string;
  /** Of the JSON it was read from, while it is still what that says. */
  fingerprint?: string;
  /** Of that JSON, once another has come in its place. */
  blocks?: TextBlocks;
  /** Length of that JSON, in bytes: about how large the roster is. */
  size?: number;
  /** Known once somebody asked for the roster's version. */
  sum?: RosterSum;
}

/** One contact's change, as it was carried out. */
export interface AppliedChange {
  jid: string;
  before?: RosterItem;
  after?: RosterItem;
  /** The roster's version with this change and those ahead of it. */
  version: string;
}

/**
 * The rosters in memory, of users online and, as many as fit, offline. Nothing else writes a roster.
 * @noSelf
 */
export interface Rosters {
  get: (username: string) => Holding | undefined;
  /** The user's record while a resource is bound or about to be. */
  online: (username: string) => UserRecord | undefined;
  /** Keeps a roster. For a user who is online it must be core's own table. */
  keep: (username: string, holding: Holding) => void;
  drop: (username: string) => void;
  /** Carries out changes; tells what happened where the user is online. */
  apply: (username: string, holding: Holding, changes: Change[]) => void;
  /** Fills the table that core has just made with what is held. */
  fill: (username: string, roster: Roster) => void;
  version: (holding: Holding) => string;
  /** A user has gone offline. Their roster goes, too, as it does in core: the next login asks anyway. */
  on_offline: (username: string) => void;
  usernames_online: () => string[];
  usernames_offline: () => string[];
}

/** All that is held, as it is passed on when the module is reloaded. */
export interface RosterState {
  holdings: LuaMap<string, Holding>;
  /** Users offline whose roster is held, of whom the one longest out of sight is dropped first. */
  offline: cache.Cache<string, true>;
}

/** `users` are those online. */
function new_roster_state(users: LuaMap<string, UserRecord>, cache_size: number): RosterState {
  const holdings = new LuaMap<string, Holding>();
  const offline = cache.new<string, true>(math.max(cache_size, 1), (username) => {
    if (!users.has(username)) holdings.delete(username);
  });
  return { holdings, offline };
}

function new_rosters(
  users: LuaMap<string, UserRecord>,
  state: RosterState,
  on_change: (username: string, user: UserRecord, changes: AppliedChange[]) => void,
): Rosters {
  const { holdings, offline } = state;

  /** Takes a contact's change into the roster, and into the sum if there is one. */
  function carry_out(holding: Holding, change: Change): RosterItem | undefined {
    const { roster, sum } = holding;
    const before = roster.get(change.jid);
    if (change.item === undefined) roster.delete(change.jid);
    else roster.set(change.jid, change.item);
    if (sum !== undefined) {
      if (before !== undefined) add_item(sum, change.jid, before, -1);
      if (change.item !== undefined) add_item(sum, change.jid, change.item, 1);
    }
    return before;
  }

  return {
    get: (username) => holdings.get(username),
    online: (username) => users.get(username),

    usernames_online: () => {
      const usernames: string[] = [];
      for (const [username] of users) usernames.push(username);
      return usernames;
    },

    usernames_offline: () => {
      const usernames: string[] = [];
      for (const [username] of offline.items()) usernames.push(username);
      return usernames;
    },

    keep: (username, holding) => {
      holdings.set(username, holding);
      if (users.get(username) === undefined) offline.set(username, true);
    },

    drop: (username) => {
      holdings.delete(username);
      offline.set(username, undefined);
    },

    apply: (username, holding, changes) => {
      const user = users.get(username);
      if (user === undefined && holding.sum === undefined) {
        const { roster } = holding;
        for (const { jid, item } of changes) {
          if (item === undefined) roster.delete(jid);
          else roster.set(jid, item);
        }
        return;
      }
      if (user === undefined) {
        for (const change of changes) carry_out(holding, change);
        return;
      }
      if (holding.sum === undefined) holding.sum = sum_of(holding.roster);
      const applied: AppliedChange[] = [];
      for (const change of changes) {
        const before = carry_out(holding, change);
        applied.push({ jid: change.jid, before, after: change.item, version: version_of(holding.sum) });
      }
      on_change(username, user, applied);
    },

    fill: (username, roster) => {
      const user = users.get(username);
      if (user !== undefined) offline.set(username, undefined);
      for (const [jid] of roster) {
        if (jid !== false) roster.delete(jid);
      }
      const holding = holdings.get(username);
      if (holding === undefined) return;
      for (const [jid, item] of holding.roster) {
        if (jid !== false) roster.set(jid, item);
      }
      // While this user logged in, the same may have been loaded for somebody who asked about them when they were offline.
      if (user === undefined || user.roster === roster) holding.roster = roster;
    },

    version: (holding) => {
      if (holding.sum === undefined) holding.sum = sum_of(holding.roster);
      return version_of(holding.sum);
    },

    on_offline: (username) => {
      holdings.delete(username);
    },
  };
}

export { new_roster_state, new_rosters };
