/**
 * The rosters in memory, and the way into this folder: documents, contacts and versions; who holds what, since when. Nothing else writes a roster.
 * It imports json, and types of the backend's; upkeep, api and admin import from it, and clients its types.
 */
import * as cache from "util.cache";
import * as time from "util.time";
import { type Known } from "../backend/queue";
import { type Change } from "./roster_document";
import { add_item, type RosterSum, sum_of, version_of } from "./roster_version";

/** What is known of one user's roster. */
export interface Holding {
  /** The very table that core uses while the user is online. */
  roster: Roster;
  /** The backend gave it; else it is the last one known. */
  from_backend: boolean;
  /** When the backend was asked for it, or gave it (monotonic seconds). */
  asked_at: number;
  /** The place of that in the order of arrival: nothing from before it counts any more. */
  as_of: number;
  /** What the text is recognised by that it was read from. */
  base: Known;
  /** The same, as long as it is what that text says: it makes the next request conditional. */
  known?: Known;
  /** The place of the first patch, in the order of arrival, that has changed it since it was what that text says. */
  patched_at?: number;
  /** Length of its JSON, in bytes: about how large the roster is. */
  size?: number;
  /** Known once somebody asked for the roster's version. */
  sum?: RosterSum;
  /** What becomes the sum once it is counted, unless something else changes meanwhile. */
  sum_to_come?: RosterSum;
  /** Core's own version of the table: another one, and somebody else has changed it. */
  core_version?: number | true;
}

/** One contact's change, as it was carried out. */
export interface AppliedChange {
  jid: string;
  before?: RosterItem;
  after?: RosterItem;
  /** The roster's version with this change and those ahead of it. */
  version: string;
}

/** Finds a change's version, once it has been called for all those ahead of it. */
export type CountVersion = (this: void, change: AppliedChange) => void;

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
  /** Carries out changes. Returns what the clients of a user online are to be told; of many the versions are still to be found. */
  apply: (
    username: string,
    holding: Holding,
    changes: Change[],
  ) => LuaMultiReturn<[applied: AppliedChange[], count?: CountVersion]>;
  /** Fills the table that core has just made with what is held. */
  fill: (username: string, roster: Roster) => void;
  version: (holding: Holding) => string;
  /** Notices where others have changed the table: it is no more what the backend gave. */
  look_for_edits: (holding: Holding) => void;
  /** The backend says that a roster has changed: what is known from before that place is not believed. */
  note_notice: (username: string, place: number) => void;
  /** The same of all; of users offline nothing is kept. */
  note_notice_of_all: (place: number) => void;
  /** `true` where a notice has come since the module was first loaded. */
  is_noticed: (username: string) => boolean;
  /** `true` where what is held is from before the last notice. */
  is_behind: (username: string) => boolean;
  /** `true` where what is held is what the backend says, as far as is known, and not too old. */
  is_believed: (username: string) => boolean;
  /** A user has gone offline. Their roster is kept, as long as there is room: most come back. */
  on_offline: (username: string) => void;
  usernames_online: () => string[];
}

/** All that is held, as it is passed on when the module is reloaded. */
export interface RosterState {
  holdings: LuaMap<string, Holding>;
  /** Users offline whose roster is held, of whom the one longest out of sight is dropped first. */
  offline: cache.Cache<string, true>;
  /** The place of the last notice about a user, and of the last one about whomever is not among these. */
  noticed: cache.Cache<string, number>;
  all_noticed: number;
}

const MOST_NOTICED = 10000;
/** How many changes are told at once; others have their turn while more are. */
const MOST_AT_ONCE = 500;

/** The version that core gives the table, where it has one. */
function core_version_of(roster: Roster): number | true | undefined {
  const metadata = roster.get(false);
  return metadata?.version;
}

/** `users` are those online. */
function new_roster_state(users: LuaMap<string, UserRecord>, cache_size: number): RosterState {
  const holdings = new LuaMap<string, Holding>();
  const state: RosterState = {
    holdings,
    offline: cache.new<string, true>(math.max(cache_size, 1), (username) => {
      if (!users.has(username)) holdings.delete(username);
    }),
    noticed: cache.new<string, number>(MOST_NOTICED, (_, place) => {
      state.all_noticed = math.max(state.all_noticed, place);
    }),
    all_noticed: 0,
  };
  return state;
}

/** Takes a contact's change into the roster, and into the sum if there is one. Returns what the contact was. */
function carry_out(holding: Holding, change: Change): RosterItem | undefined {
  const roster = holding.roster;
  const sum = holding.sum;
  const before = roster.get(change.jid);
  if (change.item === undefined) roster.delete(change.jid);
  else roster.set(change.jid, change.item);
  if (sum !== undefined) {
    if (before !== undefined) add_item(sum, change.jid, before, -1);
    if (change.item !== undefined) add_item(sum, change.jid, change.item, 1);
  }
  return before;
}

/** Carries out many changes: what their versions are is found out later. */
function apply_many(holding: Holding, changes: Change[]): LuaMultiReturn<[AppliedChange[], CountVersion]> {
  const sum = holding.sum ?? sum_of(holding.roster);
  holding.sum = undefined;
  holding.sum_to_come = sum;
  const applied: AppliedChange[] = [];
  for (const change of changes) {
    applied.push({ jid: change.jid, before: carry_out(holding, change), after: change.item, version: "" });
  }
  let left = changes.length;
  return $multi(applied, (change) => {
    if (change.before !== undefined) add_item(sum, change.jid, change.before, -1);
    if (change.after !== undefined) add_item(sum, change.jid, change.after, 1);
    change.version = version_of(sum);
    left--;
    if (left > 0 || holding.sum_to_come !== sum) return;
    holding.sum = sum;
    holding.sum_to_come = undefined;
  });
}

/** `is_shared`: core itself changes rosters, too, where it handles subscription stanzas. */
function new_rosters(
  users: LuaMap<string, UserRecord>,
  state: RosterState,
  max_age: number,
  is_shared: boolean,
): Rosters {
  const holdings = state.holdings;
  const offline = state.offline;
  const noticed = state.noticed;

  function noticed_at(username: string): number {
    return math.max(noticed.get(username) ?? 0, state.all_noticed);
  }

  function is_behind(username: string): boolean {
    const holding = holdings.get(username);
    return holding !== undefined && holding.as_of < noticed_at(username);
  }

  function look_for_edits(holding: Holding): void {
    const roster = holding.roster;
    const sum = holding.sum;
    const version = core_version_of(roster);
    let is_edited = version !== holding.core_version;
    if (is_shared && sum !== undefined && !is_edited) {
      const found = sum_of(roster);
      is_edited = found[0] !== sum[0] || found[1] !== sum[1];
    }
    if (!is_edited) return;
    holding.core_version = version;
    holding.sum = undefined;
    holding.sum_to_come = undefined;
    holding.known = undefined;
    holding.base = {};
  }

  return {
    get: (username) => holdings.get(username),
    online: (username) => users.get(username),
    is_behind,
    look_for_edits,

    usernames_online: () => {
      const usernames: string[] = [];
      for (const [username] of users) usernames.push(username);
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
      const applied: AppliedChange[] = [];
      holding.sum_to_come = undefined;
      if (user === undefined) {
        if (changes.length > MOST_AT_ONCE) holding.sum = undefined;
        for (const change of changes) carry_out(holding, change);
        return $multi(applied);
      }
      if (changes.length > MOST_AT_ONCE) return apply_many(holding, changes);
      if (holding.sum === undefined) holding.sum = sum_of(holding.roster);
      for (const change of changes) {
        const before = carry_out(holding, change);
        applied.push({ jid: change.jid, before, after: change.item, version: version_of(holding.sum) });
      }
      return $multi(applied);
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
      if (user === undefined || user.roster === roster) {
        holding.roster = roster;
        holding.core_version = core_version_of(roster);
      }
    },

    version: (holding) => {
      look_for_edits(holding);
      if (holding.sum === undefined) holding.sum = sum_of(holding.roster);
      return version_of(holding.sum);
    },

    note_notice: (username, place) => {
      noticed.set(username, math.max(place, noticed.get(username) ?? 0));
    },

    note_notice_of_all: (place) => {
      state.all_noticed = math.max(place, state.all_noticed);
      for (const [username] of offline.items()) {
        if (!users.has(username)) holdings.delete(username);
      }
      offline.clear();
    },

    is_noticed: (username) => noticed_at(username) > 0,

    is_believed: (username) => {
      const holding = holdings.get(username);
      if (holding?.from_backend !== true || is_behind(username)) return false;
      return max_age === 0 || time.monotonic() - holding.asked_at < max_age;
    },

    on_offline: (username) => {
      if (holdings.has(username)) offline.set(username, true);
    },
  };
}

export { core_version_of, MOST_AT_ONCE, new_roster_state, new_rosters };
