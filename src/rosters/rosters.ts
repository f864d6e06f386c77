/**
 * The rosters in memory, and the way into this folder: documents, contacts and versions; who holds what, since when. Nothing else writes a roster.
 * It imports json, and types of the backend's; upkeep, api and admin import from it, and clients its types.
 */
import * as cache from "util.cache";
import * as time from "util.time";
import * as timer from "util.timer";
import { type Known } from "../backend/queue";
import { type Contacts, held_of, keep_contact } from "./contact";
import { type Breathe } from "../time_slices";
import { type Change } from "./roster_document";
import { add_item, type RosterSum, stamp_of, sum_of, version_of } from "./roster_version";

/** What is known of one user's roster. */
export interface Holding extends Contacts {
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
  /** The place of the last patch. */
  last_patched_at?: number;
  /** What the store has of the user, as {@link Rosters.stamp} says it; "" for nothing, nil where that is unknown. */
  stored?: string;
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
  /** What is held, or what to begin with: the table that core has of a user online, or an empty one. */
  held_or_begun: (username: string) => Holding;
  /** The user's record while a resource is bound or about to be. */
  online: (username: string) => UserRecord | undefined;
  /** Keeps a roster. For a user who is online it must be core's own table. */
  keep: (username: string, holding: Holding) => void;
  /** Lets go of what is held; and of what may still come from before that place in the order of arrival. */
  drop: (username: string, place: number) => void;
  /** The place of what was last known of a user, held or let go. */
  last_place: (username: string) => number;
  /** `true` where a whole roster that arrived at some place comes too late. */
  is_superseded: (username: string, place: number) => boolean;
  /**
   * Carries out changes. Returns them, where somebody is to be told; of many for the clients of a user online, the versions are still to
   * be found.
   */
  apply: (
    username: string,
    holding: Holding,
    changes: Change[],
  ) => LuaMultiReturn<[applied: AppliedChange[], count?: CountVersion]>;
  /** Takes all contacts out of a table that core has just made. */
  clear: (roster: Roster) => void;
  /** Fills the table that core has just made with what is held. */
  fill: (username: string, roster: Roster) => void;
  version: (holding: Holding) => string;
  /** What stands for all that is held, requests too, which are no part of the version that clients know. */
  stamp: (holding: Holding) => string;
  /** The same of so long a roster that it is found in slices, as of now: of what is held now there is a copy, which nobody changes. */
  version_of_copy: (holding: Holding, copy: Roster, breathe: Breathe) => string;
  /** Notices where others have changed the table: it is no more what the backend gave. */
  look_for_edits: (holding: Holding) => void;
  /** The backend says that a roster has changed: what is known from before that place is not believed. */
  note_notice: (username: string, place: number) => void;
  /** The same of all; of users offline nothing is kept, unless an answer is to come that may say no more than that it is unchanged. */
  note_notice_of_all: (place: number, is_asked: (this: void, username: string) => boolean) => void;
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
  /** Users of whom nothing is held any more, and the place of what was; and the last place of whoever was let go and is not among these. */
  let_go: cache.Cache<string, number>;
  all_let_go: number;
  /** The place of the last notice about a user, and of the last one about whomever is not among these. */
  noticed: cache.Cache<string, number>;
  all_noticed: number;
}

const MOST_NOTICED = 10000;
// They matter only to what arrived before them and is still being read, or is on its way.
const MOST_LET_GO = 10000;
/** How many changes are told at once; others have their turn while more are. */
const MOST_AT_ONCE = 500;

/** The version that core gives the table, where it has one. */
function core_version_of(roster: Roster): number | true | undefined {
  const metadata = roster.get(false);
  return metadata?.version;
}

/** Nothing is held of a user any more; what arrived before some place, or before what was held, is not to come back. */
function let_go(state: RosterState, username: string, place: number): void {
  const holdings = state.holdings;
  const held_as_of = holdings.get(username)?.as_of ?? 0;
  holdings.delete(username);
  const last_place = math.max(place, held_as_of, state.let_go.get(username) ?? 0);
  if (last_place > 0) state.let_go.set(username, last_place);
}

/** `users` are those online. */
function new_roster_state(users: LuaMap<string, UserRecord>, cache_size: number): RosterState {
  const state: RosterState = {
    holdings: new LuaMap(),
    offline: cache.new<string, true>(math.max(cache_size, 1), (username) => {
      if (!users.has(username)) let_go(state, username, 0);
    }),
    let_go: cache.new<string, number>(MOST_LET_GO, (_, place) => {
      state.all_let_go = math.max(state.all_let_go, place);
    }),
    all_let_go: 0,
    noticed: cache.new<string, number>(MOST_NOTICED, (_, place) => {
      state.all_noticed = math.max(state.all_noticed, place);
    }),
    all_noticed: 0,
  };
  return state;
}

/** Counts what a contact was and is, where that is in the roster. */
function count_change(
  sum: RosterSum,
  jid: string,
  before: RosterItem | undefined,
  after: RosterItem | undefined,
): void {
  if (before !== undefined && before.unlisted !== true) add_item(sum, jid, before, -1);
  if (after !== undefined && after.unlisted !== true) add_item(sum, jid, after, 1);
}

/** Takes a contact's change into the roster, and into the sum if there is one. Returns what the contact was. */
function carry_out(holding: Holding, change: Change): RosterItem | undefined {
  const jid = change.jid;
  const item = change.item;
  const before = held_of(holding, jid);
  keep_contact(holding, jid, item);
  if (holding.sum !== undefined) count_change(holding.sum, jid, before, item);
  return before;
}

/** Keeps many of whom nobody asks what they were before. */
function keep_contacts(contacts: Contacts, changes: Change[]): void {
  const roster = contacts.roster;
  for (const change of changes) {
    const jid = change.jid;
    const item = change.item;
    const is_plain = item !== undefined && item.request === undefined && item.unlisted !== true;
    if (is_plain && contacts.requests === undefined) roster.set(jid, item);
    else keep_contact(contacts, jid, item);
  }
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
    count_change(sum, change.jid, change.before, change.after);
    change.version = version_of(sum);
    left--;
    if (left > 0 || holding.sum_to_come !== sum) return;
    holding.sum = sum;
    holding.sum_to_come = undefined;
  });
}

/** What is held of a contact of a user; nil also where no roster is. */
function item_of(rosters: Rosters, username: string, contact: string): RosterItem | undefined {
  const held = rosters.get(username);
  return held === undefined ? undefined : held_of(held, contact);
}

/**
 * `is_shared`: core itself changes rosters, too, where it handles subscription stanzas. `tells_all`: somebody is to be told of what
 * changes in rosters of users offline, too. `cache_size`: how many are kept of users offline;
 * of 0, each as long as it takes to log in by it, or to answer who has asked.
 */
function new_rosters(
  users: LuaMap<string, UserRecord>,
  state: RosterState,
  max_age: number,
  is_shared: boolean,
  tells_all: boolean,
  cache_size: number,
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

  function drop(username: string, place: number): void {
    let_go(state, username, place);
    offline.set(username, undefined);
  }

  /** Keeps what is held of a user offline, as long as there is room. */
  function keep_offline(username: string): void {
    offline.set(username, true);
    if (cache_size > 0) return;
    timer.add_task(0, () => {
      if (!users.has(username)) drop(username, 0);
    });
  }

  function last_place(username: string): number {
    return math.max(holdings.get(username)?.as_of ?? 0, state.let_go.get(username) ?? 0);
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

  function clear(roster: Roster): void {
    for (const [jid] of roster) {
      if (jid !== false) roster.delete(jid);
    }
  }

  function version(holding: Holding): string {
    look_for_edits(holding);
    if (holding.sum === undefined) holding.sum = sum_of(holding.roster);
    return version_of(holding.sum);
  }

  return {
    get: (username) => holdings.get(username),

    held_or_begun: (username) => {
      const held = holdings.get(username);
      if (held !== undefined) return held;
      const user = users.get(username);
      const roster = user?.roster ?? (new LuaTable() as unknown as Roster);
      const core_version = core_version_of(roster);
      return { roster, from_backend: false, asked_at: 0, as_of: 0, base: {}, core_version };
    },

    online: (username) => users.get(username),
    clear,
    drop,
    is_behind,
    last_place,
    look_for_edits,

    is_superseded: (username, place) => {
      if (last_place(username) >= place) return true;
      // Of one of so many let go lately, nobody knows any more; those of the same place were handed over by the same body.
      return holdings.get(username) === undefined && !users.has(username) && state.all_let_go > place;
    },

    usernames_online: () => {
      const usernames: string[] = [];
      for (const [username] of users) usernames.push(username);
      return usernames;
    },

    keep: (username, holding) => {
      holdings.set(username, holding);
      if (users.get(username) === undefined) keep_offline(username);
    },

    apply: (username, holding, changes) => {
      const user = users.get(username);
      const applied: AppliedChange[] = [];
      holding.sum_to_come = undefined;
      if (user === undefined) {
        if (changes.length > MOST_AT_ONCE) holding.sum = undefined;
        if (!tells_all && holding.sum === undefined) {
          keep_contacts(holding, changes);
          return $multi(applied);
        }
        for (const change of changes) {
          const before = carry_out(holding, change);
          if (tells_all) applied.push({ jid: change.jid, before, after: change.item, version: "" });
        }
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
      clear(roster);
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

    version,

    stamp: (holding) => stamp_of(version(holding), holding.requests),

    version_of_copy: (holding, copy, breathe) => {
      look_for_edits(holding);
      if (holding.sum !== undefined) return version_of(holding.sum);
      const awaited: RosterSum = [0, 0];
      holding.sum_to_come = awaited;
      const sum = sum_of(copy, breathe);
      if (holding.sum_to_come === awaited) {
        holding.sum = sum;
        holding.sum_to_come = undefined;
      }
      return version_of(sum);
    },

    note_notice: (username, place) => {
      noticed.set(username, math.max(place, noticed.get(username) ?? 0));
    },

    note_notice_of_all: (place, is_asked) => {
      state.all_noticed = math.max(place, state.all_noticed);
      const awaited: string[] = [];
      for (const [username] of offline.items()) {
        if (!users.has(username)) {
          if (is_asked(username)) awaited.push(username);
          else let_go(state, username, 0);
        }
      }
      offline.clear();
      for (const username of awaited) keep_offline(username);
    },

    is_noticed: (username) => noticed_at(username) > 0,

    is_believed: (username) => {
      const holding = holdings.get(username);
      if (holding?.from_backend !== true || is_behind(username)) return false;
      return max_age === 0 || time.monotonic() - holding.asked_at < max_age;
    },

    on_offline: (username) => {
      if (holdings.has(username)) keep_offline(username);
    },
  };
}

export { item_of, MOST_AT_ONCE, new_roster_state, new_rosters };
