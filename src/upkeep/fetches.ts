import * as time from "util.time";
import { type Backend } from "../backend/backend";
import { type Answer, type Failure, type Known, type Wish } from "../backend/wish";
import { type Holding, type Rosters } from "../rosters/rosters";
import { type Intake } from "../rosters/intake";
import { is_object, type JsonValue, kind_of } from "../json/json_value";
import { type LastKnown } from "../rosters/last_known";

/** Told once: nil when the roster is up to date, else why it is not. */
export type Done = (problem?: string) => void;

/**
 * Who learns how fetches end, besides those who wait.
 * @noSelf
 */
export interface FetchEvents {
  on_success: (username: string) => void;
  on_failure: (username: string, problem: string, failure?: Failure) => void;
}

/** One request for one user's roster, in line or under way. */
export interface Fetch {
  wish: Wish;
  /** When it was sent (Unix time). */
  sent_at?: number;
  waiters: Done[];
  /** Something changed since it was sent: one more follows, for these. */
  again: boolean;
  later: Done[];
  /** Its answer may be older than what is held: it is not looked at, and whoever waits for it waits for the next. */
  outdated: boolean;
  /** How many before it were outdated. */
  round: number;
}

/**
 * When the backend is asked for a roster, and who waits for it. At most one fetch a user is under way.
 * @noSelf
 */
export interface Fetches {
  /** For a user about to bind: asks, unless another resource has brought the roster already. */
  login: (username: string, done: Done) => void;
  /** For whoever asks about a user: asks, unless what is held is believed. */
  need: (username: string, done: Done) => void;
  /** Asks in the background. */
  update: (username: string, done: Done) => void;
  /** The backend says that the roster changed. */
  refresh: (username: string, done: Done) => void;
  /** `1`: many refreshes follow; `-1`: that was the last of them. */
  gather: (change: 1 | -1) => void;
  /** All that is kept of users offline may have changed. */
  refresh_offline: () => void;
  /** The backend hands over the whole roster, which is newer than any answer to come. Returns what is wrong with it. */
  hand_over: (username: string, document: JsonValue) => string | undefined;
  /** The backend hands over changes, which an answer to come may lack. */
  patch: (username: string, patch: JsonValue, done: Done) => void;
  /** Falls back on the last roster known, where none is held. */
  recall: (username: string) => void;
  /** Drops what is under way; whoever waits is told why. */
  drop: (username: string, problem: string) => void;
  is_believed: (holding: Holding) => boolean;
}

// A stream of changes must not keep an answer out for ever.
const LAST_ROUND = 3;

function new_fetches(
  backend: Backend,
  rosters: Rosters,
  intake: Intake,
  last_known: LastKnown,
  max_age: number,
  fetches: LuaMap<string, Fetch>,
  events: FetchEvents,
): Fetches {
  function is_believed(holding: Holding): boolean {
    return holding.from_backend && (max_age === 0 || time.now() - holding.asked_at < max_age);
  }

  function recall(username: string): void {
    if (rosters.get(username) !== undefined) return;
    const recalled = last_known.recall(username);
    if (recalled !== undefined) rosters.keep(username, recalled);
  }

  /** Whoever logs in now is served what was known before, and is brought up to date later. */
  function fall_back(username: string): void {
    recall(username);
    const held = rosters.get(username);
    if (held !== undefined) held.from_backend = false;
  }

  /** What a request that is out already brings may be older than what is known now. */
  function outdate(fetch: Fetch): void {
    if (fetch.sent_at === undefined) return;
    fetch.again = true;
    if (fetch.round < LAST_ROUND) fetch.outdated = true;
  }

  /**
   * `true` where what is held is what was known when the request went out. The user may have left meanwhile, and come back: then
   * an answer that nothing changed does not speak of what is held now.
   */
  function is_still_known(username: string, known: Known | undefined): boolean {
    const held = rosters.get(username);
    if (held === undefined || known === undefined) return false;
    return held.fingerprint === known.fingerprint && held.blocks === known.blocks && held.etag === known.etag;
  }

  function finish(fetch: Fetch, answer: Answer): void {
    const { username } = fetch.wish;
    if (fetches.get(username) !== fetch) return;
    fetches.delete(username);
    if (answer.kind === "unchanged" && !is_still_known(username, fetch.wish.known)) {
      fetch.again = true;
      fetch.outdated = true;
    }

    let problem: string | undefined;
    if (fetch.outdated) {
      for (const done of fetch.waiters) fetch.later.push(done);
      fetch.waiters = [];
    } else {
      // Whatever goes wrong in there, someone waits, and so do others in line.
      const [ok, result] = pcall(intake.answer, username, answer, fetch.sent_at ?? time.now());
      problem = ok ? result : `internal error (${result})`;
      if (problem === undefined) {
        events.on_success(username);
      } else {
        if (rosters.online(username)?.roster === undefined) fall_back(username);
        events.on_failure(username, problem, answer.kind === "failed" ? answer : undefined);
      }
    }
    if (fetch.again) start(username, fetch.wish.urgent, fetch.later, fetch.outdated ? fetch.round + 1 : 0);
    for (const done of fetch.waiters) done(problem);
  }

  function start(username: string, urgent: boolean, waiters: Done[], round: number): void {
    const fetch: Fetch = {
      wish: {
        username,
        urgent,
        on_sent: () => {
          fetch.sent_at = time.now();
          const held = rosters.get(username);
          if (held === undefined) return undefined;
          const { etag, fingerprint, size, blocks } = held;
          return { etag, fingerprint, size, blocks };
        },
        on_answer: (answer) => {
          finish(fetch, answer);
        },
      },
      waiters,
      again: false,
      later: [],
      outdated: false,
      round,
    };
    fetches.set(username, fetch);
    backend.ask(fetch.wish);
  }

  /** Asks, or waits for what was asked already. */
  function ask(username: string, urgent: boolean, done: Done): void {
    const fetch = fetches.get(username);
    if (fetch === undefined) {
      start(username, urgent, [done], 0);
    } else {
      fetch.waiters.push(done);
      if (urgent) backend.hurry(fetch.wish);
    }
  }

  function refresh(username: string, done: Done): void {
    const fetch = fetches.get(username);
    if (rosters.online(username) === undefined) {
      rosters.drop(username);
      if (fetch !== undefined) outdate(fetch);
      done();
    } else if (fetch?.sent_at !== undefined) {
      fetch.again = true;
      fetch.later.push(done);
    } else {
      ask(username, false, done);
    }
  }

  /** Tells all who wait, and lets an answer still to come go unheard. */
  function drop(username: string, problem?: string): void {
    const fetch = fetches.get(username);
    if (fetch === undefined) return;
    fetches.delete(username);
    for (const done of fetch.waiters) done(problem);
    for (const done of fetch.later) done(problem);
  }

  return {
    is_believed,
    recall,
    drop,

    login: (username, done) => {
      if (rosters.online(username) !== undefined && rosters.get(username)?.from_backend === true) done();
      else ask(username, true, done);
    },

    need: (username, done) => {
      const held = rosters.get(username);
      if (held !== undefined && (rosters.online(username) !== undefined || is_believed(held))) done();
      else ask(username, true, done);
    },

    update: (username, done) => {
      ask(username, false, done);
    },

    refresh,

    gather: backend.gather,

    refresh_offline: () => {
      for (const username of rosters.usernames_offline()) rosters.drop(username);
      for (const [username, fetch] of fetches) {
        if (rosters.online(username) === undefined) outdate(fetch);
      }
    },

    hand_over: (username, document) => {
      const problem = intake.roster(username, document, time.now());
      if (problem !== undefined) return problem;
      drop(username);
      events.on_success(username);
      return undefined;
    },

    patch: (username, patch, done) => {
      if (!is_object(patch)) {
        done(`its patch is ${kind_of(patch)}, expected an object of contacts`);
        return;
      }
      if (rosters.get(username) === undefined) {
        refresh(username, done);
        return;
      }
      intake.patch(username, patch);
      const fetch = fetches.get(username);
      if (fetch !== undefined) outdate(fetch);
      done();
    },
  };
}

export { new_fetches };
