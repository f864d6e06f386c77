import * as async from "util.async";
import * as time from "util.time";
import { decode } from "../json/json_text";
import { is_object } from "../json/json_value";
import { type Breathe, in_one_go, in_slices } from "../time_slices";
import { dequeue, enqueue, length_of, new_line } from "../waiting_line";
import { type Contacts, copy_contacts } from "./contact";
import { is_long, read_first } from "./roster_document";
import { stamp_of } from "./roster_version";
import { type Holding, type Rosters } from "./rosters";
import { fields_of, from_text, joined, type Stored, to_text } from "./stored_text";

/** What the store `http_roster` keeps of a user: one text, since in a database each field is a row of its own. */
export interface StoredRoster {
  /** In the form of stored_text.ts; earlier versions of this module kept JSON, which begins with `{`, and the other fields. */
  roster: string;
  asked_at?: number;
  version?: string;
}

type RosterStore = Pick<KeyvalStore<StoredRoster>, "get" | "set">;

/** A roster that is to be written. */
export interface Draft {
  /** None where the store is to forget the user. */
  holding?: Holding;
  /** By the clock that never jumps. */
  due_at: number;
  /** The store was asked what it has, so as not to write the same again, or asking has failed. */
  is_compared?: boolean;
  /** What is to be stored, of a long roster: made in slices, of what it was at some time. */
  text?: string;
  version?: string;
  /** How often writing it has failed. */
  failures?: number;
}

/** What outlives a reload of the module. What an older copy still has to write, the newest one does. */
export interface LastKnownState {
  drafts: LuaMap<string, Draft>;
  /** What the store was given, or is about to be, and has not confirmed yet: nobody else gives it anything of those users meanwhile. */
  under_way: LuaMap<string, Draft>;
  /** Looks for what is due at some time, if not before. */
  wake_by: (this: void, due_at: number) => void;
}

/**
 * Each user's roster as last known, in Prosody's storage: for when the backend is away. None of these waits.
 * @noSelf
 */
export interface LastKnown {
  /** Tells once what the store has, or will have: at once where the store does not wait, else later, if it ever answers. */
  look_up: (username: string, done: (holding: Holding | undefined) => void) => void;
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
// What waits to be written is kept in memory: while more than so many do, half of the time is spent on them.
const MOST_AT_EASE = 1000;
const LAST_BUDGET = 2;
// What fails for one user may fail for that one alone: with each failure in a row all wait a second longer.
const LONGEST_PAUSE = 60;
const PAUSE_OF_USER = 60;
const MOST_DOUBLINGS = 6;
const MOST_LAST_FAILURES = 3;
const PATIENCE = 10;
// Of those that nobody else holds.
const MOST_WHILE_FAILING = 1000;

function new_last_known_state(): LastKnownState {
  return { drafts: new LuaMap(), under_way: new LuaMap(), wake_by: () => undefined };
}

/** What went wrong, in one line. */
function in_one_line(problem: unknown): string {
  const [line] = string.match(tostring(problem), "^[^\r\n]*");
  return line ?? "";
}

/** `Holding.asked_at` as it is stored: Unix time in whole seconds. */
function time_to_store(asked_at: number): number {
  return math.max(0, math.floor(time.now() - (time.monotonic() - asked_at)));
}

/** `Holding.asked_at` of what was stored. */
function time_from_store(asked_at: number): number {
  return time.monotonic() - math.max(0, time.now() - math.max(0, asked_at));
}

/** What is stored of a user, in the form of today or in the one before; nil where it can't be read. */
function read_stored(stored: StoredRoster): Stored | undefined {
  if (string.byte(stored.roster) !== 123) return from_text(stored.roster);
  const [document] = decode(stored.roster);
  if (!is_object(document)) return undefined;
  return { document, version: tostring(stored.version), asked_at: tonumber(stored.asked_at) ?? 0 };
}

/** The store; where there is none of the configured kind, one that keeps nothing. */
function open_store(): RosterStore {
  const [ok, opened, why] = pcall(() => module.open_store<StoredRoster, "keyval">("http_roster", "keyval"));
  if (ok && opened !== undefined) return opened;
  const problem = ok ? why : opened;
  module.log(
    "error",
    "The store http_roster can't be opened (%s), so that no roster is known while the backend is away: " +
      "name another kind of storage for it in the option storage",
    problem,
  );
  return {
    get: () => $multi(undefined),
    set: () => $multi(true as const),
  };
}

function new_last_known(host: string, store: RosterStore, rosters: Rosters, state: LastKnownState): LastKnown {
  const drafts = state.drafts;
  const under_way = state.under_way;

  const troubled = new LuaSet<string>();
  let is_failing = false;
  let failures = 0;
  let resume_at = 0;

  /** The admin needs one line for a row of failures, not one a user. */
  function report_failure(username: string, problem: string): void {
    if (is_failing) return;
    is_failing = true;
    module.log(
      "warn",
      "The store http_roster fails, so that rosters may be missing while the backend is away: %s (user %s)",
      problem,
      username,
    );
  }

  function report_success(): void {
    if (!is_failing || next(troubled)[0] !== undefined) return;
    is_failing = false;
    module.log("info", "The store http_roster works again");
  }

  /** Notes what the store has, or that it is not known any more. */
  function note_stored(username: string, draft: Draft, version: string | undefined): void {
    const holding = draft.holding ?? rosters.get(username);
    if (holding !== undefined) holding.stored = version;
  }

  /** Memory has an end, whatever becomes of the store: of what is kept for nothing but to be written, only so much is. */
  function let_go_of_most(): void {
    let kept = 0;
    for (const [username, { holding }] of drafts) {
      if (holding === undefined || rosters.get(username) !== holding) {
        kept++;
        if (kept > MOST_WHILE_FAILING) {
          drafts.delete(username);
          troubled.delete(username);
        }
      }
    }
  }

  function note_failed_write(username: string, draft: Draft, problem: string): void {
    failures++;
    resume_at = time.monotonic() + math.min(failures, LONGEST_PAUSE);
    note_stored(username, draft, undefined);
    troubled.add(username);
    report_failure(username, problem);
    let_go_of_most();
  }

  /**
   * What is stored of a user, or what went wrong. What drivers say where there is nothing differs, down to an empty table; one that
   * failed says so by its first value, and what comes with a table means nothing.
   */
  function get(username: string): LuaMultiReturn<[stored: Stored | undefined, problem?: string]> {
    const [stored, problem] = store.get(username);
    if (type(stored) !== "table") return $multi(undefined, problem === undefined ? undefined : in_one_line(problem));
    const { roster } = stored as StoredRoster;
    if (type(roster) !== "string") return $multi(undefined);
    const read = read_stored(stored as StoredRoster);
    return $multi(read, read === undefined ? "what it has can't be read" : undefined);
  }

  /** Stores what there is of a user, nil to delete it. Gives what went wrong: mod_storage_sql says `true, true` where nothing did. */
  function set(username: string, stored: StoredRoster | undefined): string | undefined {
    const [ok, problem] = store.set(username, stored);
    if (ok !== undefined && ok) return undefined;
    return problem === undefined ? "it gives no reason" : in_one_line(problem);
  }

  /** The version of what is stored; "" for nothing, nil where that is unknown. */
  function stored_version(username: string, draft: Draft): string | undefined {
    const version = draft.holding?.stored;
    // To read a long one would take longer than to write it.
    if (version !== undefined || draft.is_compared === true || draft.text !== undefined) return version;
    // A store that can't give what it has may still take what is new, the next time.
    draft.is_compared = true;
    const [stored, problem] = get(username);
    if (stored === undefined && problem === undefined) return "";
    return stored?.version;
  }

  /** Gives the store what it does not have yet. May wait and throw. */
  function put(username: string, draft: Draft): string | undefined {
    const holding = draft.holding;
    // What is held may change while the store waits: only then it is said what is to be written.
    const version_there = stored_version(username, draft);
    const version = draft.version ?? (holding === undefined ? "" : rosters.stamp(holding));
    if (version_there !== version) {
      let stored: StoredRoster | undefined;
      if (holding !== undefined) {
        const asked_at = time_to_store(holding.asked_at);
        stored = { roster: draft.text ?? to_text(holding, version, asked_at) };
        // The next time it is known ahead how long it takes.
        holding.base.size ??= stored.roster.length;
      }
      const problem = set(username, stored);
      if (problem !== undefined) return problem;
    }
    note_stored(username, draft, version);
    return undefined;
  }

  /** What was under way for a user has ended. */
  function finish(username: string, problem: string | undefined): void {
    const draft = under_way.get(username);
    if (draft === undefined) return;
    under_way.delete(username);
    if (problem === undefined) {
      failures = 0;
      resume_at = 0;
      troubled.delete(username);
      report_success();
      return;
    }
    note_failed_write(username, draft, problem);
    const doublings = draft.failures ?? 0;
    // Unless there is something newer already.
    const waiting = drafts.get(username) ?? draft;
    waiting.failures = math.min(doublings + 1, MOST_DOUBLINGS);
    waiting.due_at = time.monotonic() + PAUSE_OF_USER * 2 ** doublings;
    drafts.set(username, waiting);
    state.wake_by(waiting.due_at);
  }

  /** A coroutine to write in, as storage may wait; what is thrown in it ends up here. */
  function new_writer(): async.Runner<string> {
    let current = "";
    return async.runner<string>(
      (username) => {
        current = username;
        const draft = under_way.get(username);
        if (draft !== undefined) finish(username, put(username, draft));
      },
      {
        // After storage has kept us waiting.
        ready: () => {
          state.wake_by(0);
        },
        error: (_, traceback) => {
          finish(current, in_one_line(traceback));
          state.wake_by(resume_at);
        },
      },
    );
  }

  let writer = new_writer();
  let writing_since = 0;

  /** Of whom a long roster is just being made a text. Nothing else is stored meanwhile, so that there is one copy at most. */
  let prepared: string | undefined;

  /**
   * Makes a text of a long roster, of what it is now whatever becomes of it meanwhile. Only what Prosody's storage itself does with that text
   * can't be done in slices: a tenth of a second for 90,000 contacts.
   */
  function prepare(draft: Draft, holding: Holding, breathe: Breathe): void {
    const copy: Contacts = { roster: new LuaTable() as unknown as Roster };
    in_one_go(() => {
      copy_contacts(holding, copy);
    });
    const asked_at = time_to_store(holding.asked_at);
    const version = stamp_of(rosters.version_of_copy(holding, copy.roster, breathe), copy.requests);
    const fields = fields_of(copy, breathe);
    in_one_go(() => {
      draft.text = joined(fields, version, asked_at);
    });
    draft.version = version;
  }

  function prepare_in_slices(username: string, draft: Draft, holding: Holding): void {
    drafts.delete(username);
    under_way.set(username, draft);
    prepared = username;
    in_slices(
      (breathe) => {
        prepare(draft, holding, breathe);
      },
      () => {
        // Unless nobody could wait for it, or the user was deleted.
        if (prepared !== username || under_way.get(username) !== draft) return;
        prepared = undefined;
        in_one_go(() => {
          hand_to_store(username);
        });
        state.wake_by(0);
      },
    );
  }

  function hand_to_store(username: string): void {
    writing_since = time.monotonic();
    writer.run(username);
  }

  function write(username: string, draft: Draft): void {
    drafts.delete(username);
    under_way.set(username, draft);
    hand_to_store(username);
  }

  /** What is being prepared is not stored now, nor what comes of it. Returns it. */
  function stop_preparing(username: string): Draft | undefined {
    const draft = under_way.get(username);
    under_way.delete(username);
    prepared = undefined;
    return draft;
  }

  /** Who was found to be due and is still to be written. To look for them takes the longer the more wait, so that they are found together. */
  let due = new_line<string>();
  let is_crowded = false;

  function find_due(due_at: number): void {
    let waiting = 0;
    for (const [username, draft] of drafts) {
      waiting++;
      if (draft.due_at <= due_at) enqueue(due, username);
    }
    is_crowded = waiting > MOST_AT_EASE;
  }

  /** Writes what is due by some time, for so many seconds, as long as the store neither fails nor waits. `is_last`: there is no later. */
  function write_due(due_at: number, seconds: number, most_failures: number, is_last: boolean): void {
    if (is_last) due = new_line();
    if (length_of(due) === 0) find_due(due_at);
    const budget_end = time.monotonic() + seconds;
    while (length_of(due) > 0) {
      const username = dequeue(due) ?? "";
      const draft = drafts.get(username);
      // One that waits for the store would not begin with another user.
      if (is_last && writer.state !== "ready") writer = new_writer();
      // It may have been written since, and may wait for another reason by now.
      if (draft !== undefined && draft.due_at <= due_at && !under_way.has(username)) {
        const holding = draft.holding;
        const is_to_prepare = !is_last && draft.text === undefined && holding !== undefined && is_long(holding.roster);
        if (is_to_prepare) prepare_in_slices(username, draft, holding);
        else write(username, draft);
      }
      if (!is_last && (writer.state !== "ready" || prepared !== undefined)) break;
      if (failures > most_failures || time.monotonic() > budget_end) break;
    }
  }

  let timer: ModuleTimer | undefined;
  let wake_at = math.huge;

  state.wake_by = (due_at) => {
    if (due_at >= wake_at) return;
    if (timer !== undefined) timer.stop();
    wake_at = due_at;
    timer = module.add_timer(math.max(0, due_at - time.monotonic()), () => {
      timer = undefined;
      wake_at = math.huge;
      on_wake();
    });
  };

  function on_wake(): void {
    const now = time.monotonic();
    if (prepared !== undefined) return;
    if (writer.state !== "ready") {
      if (now - writing_since < PATIENCE) {
        state.wake_by(writing_since + PATIENCE);
        return;
      }
      // It goes on when the store answers; others need not wait for that.
      writer = new_writer();
      for (const [username, draft] of under_way) {
        if (!troubled.has(username)) note_failed_write(username, draft, `no answer for ${PATIENCE} seconds`);
      }
    }
    if (now >= resume_at) write_due(now, TICK_BUDGET, 0, false);
    if (prepared !== undefined) return;
    if (writer.state !== "ready") {
      state.wake_by(writing_since + PATIENCE);
      return;
    }
    let due_at = length_of(due) > 0 ? now : math.huge;
    if (due_at === math.huge) {
      for (const [username, draft] of drafts) {
        if (!under_way.has(username)) due_at = math.min(due_at, draft.due_at);
      }
    }
    // Others have as long as the writing has taken.
    const is_pressed = is_crowded && length_of(due) > 0;
    const again_at = is_pressed ? 2 * time.monotonic() - now : now + TICK;
    if (due_at < math.huge) state.wake_by(math.max(due_at, resume_at, again_at));
  }

  /** The roster that was stored. */
  function to_holding(username: string, stored: Stored): Holding {
    const contacts: Contacts = { roster: new LuaTable() as unknown as Roster };
    read_first(stored.document, contacts, `${username}@${host}`);
    return {
      roster: contacts.roster,
      requests: contacts.requests,
      from_backend: false,
      asked_at: time_from_store(stored.asked_at),
      as_of: 0,
      base: {},
      stored: stored.version,
    };
  }

  function look_up(username: string, done: (holding: Holding | undefined) => void): void {
    const draft = drafts.get(username) ?? under_way.get(username);
    if (draft !== undefined) {
      done(draft.holding);
      return;
    }
    let holding: Holding | undefined;
    let problem: string | undefined;
    // Not in the coroutine, in which others would wait as well.
    const end = (): void => {
      if (problem !== undefined) report_failure(username, problem);
      else report_success();
      done(holding);
    };
    const reader = async.runner<string>(
      () => {
        const [stored, its_problem] = get(username);
        problem = its_problem;
        if (stored !== undefined) holding = to_holding(username, stored);
      },
      {
        // After storage has kept us waiting.
        ready: end,
        error: (_, traceback) => {
          problem = in_one_line(traceback);
        },
      },
    );
    reader.run(username);
    if (reader.state === "ready") end();
  }

  for (const [, draft] of drafts) state.wake_by(draft.due_at);

  function note(username: string, holding: Holding): void {
    const draft = drafts.get(username);
    if (draft?.holding === undefined) {
      const due_at = time.monotonic() + SHORTEST_PAUSE + (holding.base.size ?? 0) / BYTES_PER_SECOND;
      drafts.set(username, { holding, due_at });
      state.wake_by(due_at);
    } else {
      draft.holding = holding;
      draft.text = undefined;
      draft.version = undefined;
    }
  }

  return {
    look_up,

    note,

    hasten: (username) => {
      const holding = rosters.get(username);
      // The store could not take it for too long, or may be another one since a reload.
      if (!drafts.has(username) && holding !== undefined && holding.stored === undefined) note(username, holding);
      const draft = drafts.get(username);
      if (draft === undefined) return;
      draft.due_at = math.min(draft.due_at, time.monotonic() + SHORTEST_PAUSE);
      state.wake_by(draft.due_at);
    },

    forget: (username) => {
      const draft: Draft = { due_at: time.monotonic() };
      if (prepared === username) {
        stop_preparing(username);
        state.wake_by(0);
      }
      if (under_way.has(username) || writer.state !== "ready" || draft.due_at < resume_at) {
        drafts.set(username, draft);
        state.wake_by(math.max(draft.due_at, resume_at));
      } else {
        write(username, draft);
      }
    },

    flush: () => {
      if (prepared !== undefined) {
        const username = prepared;
        const draft = stop_preparing(username);
        if (draft !== undefined && !drafts.has(username)) drafts.set(username, draft);
      }
      write_due(math.huge, LAST_BUDGET, failures + MOST_LAST_FAILURES, true);
      let left = 0;
      for (const [_] of drafts) left++;
      for (const [_] of under_way) left++;
      if (left > 0)
        module.log("warn", "%d rosters are not in the store http_roster yet, which fails or takes too long", left);
    },
  };
}

export { new_last_known, new_last_known_state, open_store };
