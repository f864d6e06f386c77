import * as async from "util.async";
import * as jid from "util.jid";
import * as time from "util.time";
import { end_within, type Timed } from "../deadlines";
import { type Rosters } from "../rosters/rosters";
import { type Settings } from "../settings";
import { type Fetches } from "../upkeep/fetches";
import { may_wait } from "../user_turns";

/** Somebody who waits for something, and whether it has come. */
interface Wait extends Timed {
  is_over: boolean;
  /** Of one who pauses by now. */
  resume?: (this: void) => void;
}

function end_wait(wait: Wait): void {
  if (wait.is_over) return;
  wait.is_over = true;
  wait.ends_at = undefined;
  if (wait.resume !== undefined) wait.resume();
}

/** Starts something for a user; `done` is called once, at the end of it, for which so many seconds are waited. */
type Begin = (this: void, username: string, done: (this: void) => void, seconds: number) => void;

function ignore(this: void): void {
  // Nobody waits.
}

/**
 * Pauses the stanza or request being handled until what `begin` starts is done, or so many seconds are over. Where pausing is
 * impossible, or for no time at all, `begin` starts it all the same and nobody waits. Says whether anybody has.
 */
function wait_for(seconds: number, begin: Begin, username: string): boolean {
  if (seconds <= 0 || !may_wait()) {
    begin(username, ignore, 0);
    return false;
  }
  const wait: Wait = { is_over: false, on_time_out: end_wait };
  const done = (): void => {
    end_wait(wait);
  };
  begin(username, done, seconds);
  if (wait.is_over) return true;
  const [pause, resume] = async.waiter();
  wait.resume = resume;
  end_within(seconds, wait);
  pause();
  return true;
}

// What is known of a user may be long in coming where storage has to wait for it. With all else, a login takes the timeout and a second at most.
const STORE_PATIENCE = 0.8;

/** Falls back on the last roster known, where none is held. Gives the seconds that are left of those it may take. */
function recall(rosters: Rosters, fetches: Fetches, username: string, seconds = STORE_PATIENCE): number {
  if (rosters.get(username) !== undefined) return seconds;
  const start = time.monotonic();
  wait_for(seconds, fetches.recall, username);
  return seconds - (time.monotonic() - start);
}

/**
 * Stands where core keeps the rosters of users offline, whose loading fires no `roster-load`: core finds there what is held, as long
 * as that is believed, and never a roster that has since been refreshed.
 */
function core_cache(rosters: Rosters): HostSession["roster_cache"] {
  return {
    get(bare_jid: string): Roster | undefined {
      const [username] = jid.split(bare_jid);
      if (username === undefined || rosters.online(username) !== undefined) return undefined;
      const held = rosters.get(username);
      // Only a table that core has made has the metadata that core expects.
      if (held === undefined || !held.roster.has(false) || !rosters.is_believed(username)) return undefined;
      return held.roster;
    },
    set(): boolean {
      return true;
    },
  };
}

/** Fetches the roster of a user who logs in, before there is a session that anyone could see. */
function before_bind(
  rosters: Rosters,
  fetches: Fetches,
  settings: Settings,
  event: PreResourceBindEvent,
): false | undefined {
  const session = event.session;
  const username = session.username;
  const session_type = session.type;
  if (username === undefined) return undefined;
  let seconds = settings.timeout;
  let store_patience = STORE_PATIENCE;
  if (settings.login_wait < seconds) {
    store_patience = recall(rosters, fetches, username);
    // Where a roster is known, only as long as the admin wants it to.
    if (rosters.get(username) !== undefined) seconds = settings.login_wait;
  }
  wait_for(seconds, fetches.login, username);
  recall(rosters, fetches, username, store_patience);
  // The client may be gone by now.
  return session.type === session_type ? undefined : false;
}

/**
 * Fills the roster that core loads. Waits only where nobody is logging in, for whoever asks about a user offline. Who can't wait is
 * not shown what a notice has made doubtful.
 */
function on_roster_load(rosters: Rosters, fetches: Fetches, timeout: number, event: RosterLoadEvent): void {
  const username = event.username;
  const roster = event.roster;
  if (rosters.online(username) === undefined) {
    const has_waited = wait_for(timeout, fetches.need, username);
    if (!has_waited && rosters.is_noticed(username) && !rosters.is_believed(username)) {
      rosters.clear(roster);
      return;
    }
  }
  // While core makes a user's own table, others must not be let in.
  if (rosters.online(username) === undefined) recall(rosters, fetches, username);
  rosters.fill(username, roster);
}

export { before_bind, core_cache, on_roster_load, wait_for };
