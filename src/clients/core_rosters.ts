import * as jid from "util.jid";
import { type Fetches } from "../upkeep/fetches";
import { type Rosters } from "../rosters/rosters";
import { wait_for } from "./waiting";

/**
 * Stands where core keeps the rosters of users offline, whose loading fires no `roster-load`: core finds there what is held, as long
 * as that is believed, and never a roster that has since been refreshed.
 */
function core_cache(rosters: Rosters, fetches: Fetches): HostSession["roster_cache"] {
  return {
    get(bare_jid: string): Roster | undefined {
      const [username] = jid.split(bare_jid);
      if (username === undefined || rosters.online(username) !== undefined) return undefined;
      const held = rosters.get(username);
      // Only a table that core has made has the metadata that core expects.
      if (held === undefined || !held.roster.has(false) || !fetches.is_believed(held)) return undefined;
      return held.roster;
    },
    set(): boolean {
      return true;
    },
  };
}

/** Fetches the roster of a user who logs in, before there is a session that anyone could see. */
function before_bind(fetches: Fetches, timeout: number, event: PreResourceBindEvent): false | undefined {
  const { session } = event;
  const { username, type: session_type } = session;
  if (username === undefined) return undefined;
  wait_for(timeout, (done) => {
    fetches.login(username, done);
  });
  // The client may be gone by now.
  return session.type === session_type ? undefined : false;
}

/** Fills the roster that core loads. Waits only where nobody is logging in, for whoever asks about a user offline. */
function on_roster_load(rosters: Rosters, fetches: Fetches, timeout: number, event: RosterLoadEvent): void {
  const { username, roster } = event;
  if (rosters.online(username) === undefined) {
    wait_for(timeout, (done) => {
      fetches.need(username, done);
    });
  }
  fetches.recall(username);
  rosters.fill(username, roster);
}

export { before_bind, core_cache, on_roster_load };
