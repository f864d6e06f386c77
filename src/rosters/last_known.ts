import * as async from "util.async";
import * as time from "util.time";
import { decode } from "../json/json_text";
import { is_object } from "../json/json_value";
import { read_roster, roster_text } from "./roster_document";
import { type Holding, type Rosters } from "./rosters";

/** What the store `http_roster` keeps of a user. */
export interface StoredRoster {
  /** The document, in JSON. */
  roster: string;
  etag?: string;
  /** When the backend was asked for it (Unix time). */
  asked_at?: number;
  /** What the document amounts to: the same, and it need not be written again. */
  version: string;
}

/** A roster that is to be written. */
export interface Draft {
  holding: Holding;
  due_at: number;
}

/**
 * Each user's roster as last known, in Prosody's storage: for when the backend is away.
 * @noSelf
 */
export interface LastKnown {
  /** What the store has, or will have. */
  recall: (username: string) => Holding | undefined;
  /** The roster is not what was last noted: it is written before long. */
  note: (username: string, holding: Holding) => void;
  /** Soon now: the user has gone. */
  hasten: (username: string) => void;
  forget: (username: string) => void;
  /** Writes all that waits. */
  flush: () => void;
}

// A write costs what the roster holds, so the larger it is, the longer changes are gathered.
const BYTES_PER_SECOND = 2000;
const SHORTEST_PAUSE = 1;
const TICK = 0.5;
const TICK_BUDGET = 0.01;
const LAST_BUDGET = 2;
const PAUSE_AFTER_ERROR = 60;

function new_last_known(
  host: string,
  store: KeyvalStore<StoredRoster>,
  rosters: Rosters,
  drafts: LuaMap<string, Draft>,
): LastKnown {
  let is_failing = false;
  let retry_at = 0;

  /** Reports the first of a row of failures: the admin needs one line, not one a user. */
  function note_result(problem: string | undefined): void {
    if (problem !== undefined && !is_failing) {
      module.log(
        "warn",
        "The store http_roster fails, so that rosters may be missing while the backend is away: %s",
        problem,
      );
    } else if (problem === undefined && is_failing) {
      module.log("info", "The store http_roster works again");
    }
    is_failing = problem !== undefined;
  }

  function get_or_throw(username: string): StoredRoster | undefined {
    const [stored, err] = store.get(username);
    return err === undefined ? stored : error(err, 0);
  }

  function set_or_throw(username: string, stored: StoredRoster | undefined): void {
    const [, err] = store.set(username, stored);
    if (err !== undefined) error(err, 0);
  }

  /** The stored roster; nil where there is none or it can't be read. */
  function load(username: string): StoredRoster | undefined {
    const [ok, stored] = pcall(get_or_throw, username);
    if (!ok) note_result(stored);
    return ok && type(stored) === "table" ? stored : undefined;
  }

  function save(username: string, stored: StoredRoster | undefined): boolean {
    const [ok, problem] = pcall(set_or_throw, username, stored);
    note_result(ok ? undefined : problem);
    return ok;
  }

  function write(username: string, draft: Draft): void {
    drafts.delete(username);
    const version = rosters.version(draft.holding);
    if (load(username)?.version === version) return;
    const { etag, asked_at } = draft.holding;
    if (!save(username, { roster: roster_text(draft.holding.roster), etag, asked_at, version })) {
      retry_at = time.now() + PAUSE_AFTER_ERROR;
      drafts.set(username, draft);
      // Where storage has kept us waiting, the last tick may have found nothing to do.
      tick_while_needed();
    }
  }

  /** Writes what is due by some time, for so many seconds. Returns how many are left. */
  function write_due(due_at: number, seconds: number): number {
    if (is_failing && time.now() < retry_at) return 0;
    // Names first: writing changes the table.
    const names: string[] = [];
    for (const [username, draft] of drafts) {
      if (draft.due_at <= due_at) names.push(username);
    }
    const end = time.monotonic() + seconds;
    let left = names.length;
    for (const username of names) {
      const draft = drafts.get(username);
      if (draft !== undefined) write(username, draft);
      left--;
      // What failed for one will fail for the next, and each failure is a line in core's log.
      if (is_failing || time.monotonic() > end) break;
    }
    return left;
  }

  // Storage may wait, which only a runner can.
  const writer = async.runner<number>((now) => {
    write_due(now, TICK_BUDGET);
  });

  let is_ticking = false;

  /** Looks for what is due, as long as there is anything to write. */
  function tick_while_needed(): void {
    if (is_ticking || next(drafts)[0] === undefined) return;
    is_ticking = true;
    module.add_timer(TICK, (now) => {
      is_ticking = next(drafts)[0] !== undefined;
      if (!is_ticking) return undefined;
      writer.run(now);
      return TICK;
    });
  }

  tick_while_needed();

  return {
    recall: (username) => {
      const draft = drafts.get(username);
      if (draft !== undefined) return draft.holding;
      const stored = load(username);
      if (stored === undefined) return undefined;
      const [document] = decode(stored.roster);
      if (!is_object(document)) return undefined;
      const roster = new LuaTable() as unknown as Roster;
      for (const change of read_roster(document, roster, `${username}@${host}`).changes) {
        if (change.item !== undefined) roster.set(change.jid, change.item);
      }
      return { roster, from_backend: false, asked_at: stored.asked_at ?? 0, etag: stored.etag };
    },

    note: (username, holding) => {
      const draft = drafts.get(username);
      if (draft === undefined) {
        const due_at = time.now() + SHORTEST_PAUSE + (holding.size ?? 0) / BYTES_PER_SECOND;
        drafts.set(username, { holding, due_at });
        tick_while_needed();
      } else {
        draft.holding = holding;
      }
    },

    hasten: (username) => {
      const draft = drafts.get(username);
      if (draft !== undefined) draft.due_at = math.min(draft.due_at, time.now() + SHORTEST_PAUSE);
    },

    forget: (username) => {
      drafts.delete(username);
      if (load(username) !== undefined) save(username, undefined);
    },

    flush: () => {
      const left = write_due(math.huge, LAST_BUDGET);
      if (left > 0) module.log("warn", "%d rosters were not written to the store http_roster for want of time", left);
    },
  };
}

export { new_last_known };
