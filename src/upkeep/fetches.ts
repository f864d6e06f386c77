/**
 * When a roster is asked for, and the way into this folder: who waits for one, and what becomes of a failure. It imports json, backend and
 * rosters; clients, api and admin import its types alone.
 */
import * as cache from "util.cache";
import * as time from "util.time";
import { type Backend } from "../backend/backend";
import { type Answer, type Failure, new_wish, type ReadAhead, type RequestClass, type Wish } from "../backend/queue";
import { is_object, type JsonValue, kind_of } from "../json/json_value";
import { type Arrivals, end_reading, next_place } from "../rosters/arrival_order";
import { type Knowledge } from "../rosters/knowledge";
import { type LastKnown } from "../rosters/last_known";
import { type PatchAhead } from "../rosters/roster_document";
import { type Rosters } from "../rosters/rosters";
import {
  type Done,
  type Interest,
  is_asked_before,
  is_awaited_at_login,
  is_idle,
  must_ask,
  new_interest,
  next_candidate,
  postpone_outsiders,
  remove_waiters,
  remove_wish,
  to_ask_next,
  type Waiter,
} from "./interest";

/**
 * Who learns how fetches end, besides those who wait.
 * @noSelf
 */
export interface FetchEvents {
  on_success: (interest: Interest) => void;
  on_failure: (interest: Interest, failure: Failure, wish: Wish) => void;
  /** Something that must not fail has. */
  on_error: (what: string, problem: string) => void;
}

/** What outlives a reload of the module. */
export interface FetchState {
  interests: LuaMap<string, Interest>;
  /** Names that the backend does not know, and until when others who ask are believed to ask in vain (monotonic seconds). */
  unknown: cache.Cache<string, number>;
}

/**
 * When the backend is asked for a roster, and who waits for it.
 * @noSelf
 */
export interface Fetches {
  /** For a user about to bind, who waits so many seconds: asks, unless another resource has brought the roster already. */
  login: (username: string, done: Done, seconds: number) => void;
  /** For whoever asks about a user: asks, unless what is held is believed. */
  need: (username: string, done: Done) => void;
  /** `true` where the backend has lately not known a user about whom others ask. */
  is_unknown: (username: string) => boolean;
  /** `true` where somebody online waits to be brought up to date. */
  is_anyone_behind: () => boolean;
  /** Asks for a user's roster to learn whether the backend is back, if it is time for that. */
  ask_whether_back: (username: string) => void;
  /** Asks in the background. */
  update: (username: string) => void;
  /** The backend says that the roster changed; with the place of that notice in the order of arrival. */
  refresh: (username: string, place: number, done: Done) => void;
  /** `1`: many refreshes follow; `-1`: that was the last of them. */
  gather: (change: 1 | -1) => void;
  /** All that is kept of users offline may have changed. */
  refresh_offline: (place: number) => void;
  /** The backend hands over a whole roster; `ahead` where it is long and was read already. Returns what is wrong with it. */
  hand_over: (username: string, place: number, document: JsonValue, ahead?: ReadAhead) => string | undefined;
  /** The backend hands over changes; `ahead` as above. `as_of`: the place in the order of arrival of the question that they answer. */
  patch: (
    username: string,
    place: number,
    patch: JsonValue,
    done: Done,
    ahead: PatchAhead | undefined,
    as_of: number,
  ) => void;
  /** Falls back on the last roster known, where none is held. `done` is called at once, unless the store has to wait for it. */
  recall: (username: string, done: (this: void) => void) => void;
  /** Nothing more is wanted of a user; whoever waits is told why. */
  drop: (username: string, problem: string) => void;
  /** Nothing is asked any more, nor taken in; whoever waits, or comes to, is told why. */
  stop: (problem: string) => void;
  /** All that a body says has been taken in. */
  end_reading: (place: number) => void;
  interest_in: (this: void, username: string) => Interest;
  on_sent: (wish: Wish) => void;
  on_answer: (wish: Wish, answer: Answer) => void;
}

const SECONDS_UNKNOWN = 60;
const MOST_UNKNOWN = 10000;

function new_fetch_state(): FetchState {
  return { interests: new LuaMap(), unknown: cache.new(MOST_UNKNOWN) };
}

function ignore(this: void): void {
  // How it ends is told to others.
}

/** `compares`: others are to hear what differs from what was last known, so that is to be held before an answer comes. */
function new_fetches(
  backend: Backend,
  rosters: Rosters,
  knowledge: Knowledge,
  last_known: LastKnown,
  arrivals: Arrivals,
  state: FetchState,
  compares: boolean,
  events: FetchEvents,
): Fetches {
  const interests = state.interests;
  const unknown = state.unknown;

  let stopped: string | undefined;

  function interest_in(username: string): Interest {
    let interest = interests.get(username);
    if (interest === undefined) {
      interest = new_interest(username);
      interests.set(username, interest);
    }
    return interest;
  }

  /** `true` where an answer is to come. */
  function is_asked(this: void, username: string): boolean {
    const interest = interests.get(username);
    return interest?.sent[0] !== undefined;
  }

  function forget_if_idle(interest: Interest): void {
    if (is_idle(interest) && interests.get(interest.username) === interest) interests.delete(interest.username);
  }

  /** What goes wrong there is nobody else's trouble. */
  function tell(username: string, waiters: Waiter[], problem?: string): void {
    for (const { done } of waiters) {
      const [ok, wrong] = pcall(done, problem, username);
      if (!ok) events.on_error("Telling who waits for a roster", wrong);
    }
  }

  function recall(username: string, done: (this: void) => void): void {
    if (rosters.get(username) !== undefined) {
      done();
      return;
    }
    const place = rosters.last_place(username);
    last_known.look_up(username, (recalled) => {
      // Once core has a table of its own for the user, only what the backend says is taken into it. Who was deleted meanwhile has none.
      const is_taken = rosters.get(username) !== undefined || rosters.online(username) !== undefined;
      if (recalled !== undefined && !is_taken && rosters.last_place(username) <= place)
        rosters.keep(username, recalled);
      done();
    });
  }

  /** Whoever logs in now is served what was known before, and is brought up to date later. */
  function fall_back(username: string): void {
    const user = rosters.online(username);
    if (user?.roster !== undefined) return;
    recall(username, ignore);
    const held = rosters.get(username);
    if (held !== undefined) held.from_backend = false;
  }

  function fail(interest: Interest, failure: Failure, wish: Wish): void {
    const username = interest.username;
    const order = wish.order;
    if (failure.cause === "unknown") unknown.set(username, time.monotonic() + SECONDS_UNKNOWN);
    const held = rosters.get(username);
    if (held === undefined || held.as_of < order) {
      fall_back(username);
      events.on_failure(interest, failure, wish);
    }
    tell(username, remove_waiters(interest, order, true), failure.problem);
  }

  function succeed(interest: Interest, order: number): void {
    unknown.set(interest.username, undefined);
    events.on_success(interest);
    tell(interest.username, remove_waiters(interest, order, false));
  }

  function start(interest: Interest, request_class: RequestClass, late_at?: number): void {
    const wish = new_wish(interest.username, request_class, time.monotonic());
    wish.late_at = late_at;
    wish.has_failed = interest.has_failed;
    interest.queued = wish;
    const refused = backend.ask(wish);
    if (refused === undefined) return;
    interest.queued = undefined;
    wish.order = next_place(arrivals);
    fail(interest, refused, wish);
  }

  /** Waits for what is asked for, or told, after some place in the order of arrival. */
  function wait(interest: Interest, request_class: RequestClass, since: number, done: Done, late_at?: number): void {
    if (stopped !== undefined) {
      forget_if_idle(interest);
      done(stopped, interest.username);
      return;
    }
    const waiters = interest.waiters;
    waiters.push({ request_class, since, done, late_at });
    if (interest.queued !== undefined) {
      backend.hurry(interest.queued, request_class, late_at);
      return;
    }
    if (!must_ask(interest, request_class)) {
      for (const wish of interest.sent) wish.late_at = late_at ?? wish.late_at;
      return;
    }
    if (compares) recall(interest.username, ignore);
    start(interest, request_class, late_at);
    forget_if_idle(interest);
  }

  /** The same with nobody to be told: once for all. */
  function wait_in_background(interest: Interest, since: number): void {
    for (const waiter of interest.waiters) {
      if (waiter.done === ignore && waiter.request_class === "notice") {
        waiter.since = math.max(waiter.since, since);
        return;
      }
    }
    wait(interest, "notice", since, ignore);
  }

  /** A notice about a user offline: what is held is no longer believed, and is asked for anew where somebody may want it before long. */
  function refresh_one_offline(username: string, place: number): void {
    const interest = interests.get(username);
    if (interest !== undefined) postpone_outsiders(interest, place);
    if (interest !== undefined || rosters.get(username) !== undefined) {
      wait_in_background(interest_in(username), place);
    }
  }

  function refresh(username: string, place: number, done: Done): void {
    rosters.note_notice(username, place);
    unknown.set(username, undefined);
    if (rosters.online(username) === undefined) {
      refresh_one_offline(username, place);
      done(undefined, username, true);
    } else {
      wait(interest_in(username), "notice", place, done);
    }
  }

  /** Tells all who wait, and lets an answer still to come go unheard. */
  function drop(username: string, problem: string): void {
    const interest = interests.get(username);
    if (interest === undefined) return;
    interests.delete(username);
    if (interest.queued !== undefined) backend.withdraw(interest.queued);
    tell(username, interest.waiters, problem);
  }

  return {
    recall,
    refresh,
    drop,

    stop: (problem) => {
      stopped = problem;
      const usernames: string[] = [];
      for (const [username] of interests) usernames.push(username);
      for (const username of usernames) drop(username, problem);
    },
    interest_in,

    end_reading: (place) => {
      end_reading(arrivals, place);
      knowledge.forget_patches(is_asked);
    },

    login: (username, done, seconds) => {
      const held = rosters.get(username);
      if (held?.from_backend === true && rosters.online(username) !== undefined) {
        done(undefined, username);
        return;
      }
      const interest = interest_in(username);
      const since = next_place(arrivals);
      wait(interest, "login", since, done, time.monotonic() + seconds);
      if (is_asked_before(interest, since)) wait_in_background(interest, since);
    },

    need: (username, done) => {
      const held = rosters.get(username);
      const is_held = held !== undefined && (rosters.online(username) !== undefined || rosters.is_believed(username));
      if (is_held || (unknown.get(username) ?? 0) > time.monotonic()) done(undefined, username);
      else wait(interest_in(username), "outsider", 0, done);
    },

    is_unknown: (username) => (unknown.get(username) ?? 0) > time.monotonic(),
    is_anyone_behind: () => next_candidate(interests) !== undefined,

    ask_whether_back: (username) => {
      wait(interest_in(username), "outsider", 0, ignore);
    },

    update: (username) => {
      wait_in_background(interest_in(username), 0);
    },

    gather: backend.gather,

    refresh_offline: (place) => {
      unknown.clear();
      rosters.note_notice_of_all(place, is_asked);
      for (const [username, interest] of interests) {
        if (rosters.online(username) === undefined) postpone_outsiders(interest, place);
      }
    },

    hand_over: (username, place, document, ahead) => {
      if (stopped !== undefined) return stopped;
      const problem = knowledge.hand_over(username, place, document, ahead);
      if (problem !== undefined) return problem;
      unknown.set(username, undefined);
      const interest = interests.get(username);
      // What has come since, and is gone, is nothing to log in with.
      if (interest === undefined || rosters.get(username) === undefined) return undefined;
      succeed(interest, place);
      const queued = interest.queued;
      const waiters = interest.waiters;
      if (queued !== undefined && waiters[0] === undefined) {
        backend.withdraw(queued);
        interest.queued = undefined;
      }
      forget_if_idle(interest);
      return undefined;
    },

    patch: (username, place, patch, done, ahead, as_of) => {
      if (stopped !== undefined) {
        done(stopped, username);
        return;
      }
      if (!is_object(patch)) {
        done(`its patch is ${kind_of(patch)}, expected an object of contacts`, username);
        return;
      }
      const interest = interests.get(username);
      const is_under_way = interest?.sent[0] !== undefined;
      const is_contested = knowledge.patch(username, place, { patch, ahead }, is_under_way, as_of);
      if (rosters.get(username) === undefined) {
        refresh(username, place, done);
        return;
      }
      // An answer may be from before the change, or this from before what has come since; or the backend's truth may have gone on.
      if (is_under_way || is_contested) wait_in_background(interest_in(username), place);
      done(undefined, username, rosters.online(username) === undefined);
    },

    on_sent: (wish) => {
      wish.order = next_place(arrivals);
      wish.since = time.monotonic();
      const held = rosters.get(wish.username);
      if (held !== undefined) {
        rosters.look_for_edits(held);
        wish.known = held.known;
      }
      const interest = interests.get(wish.username);
      if (interest?.queued !== wish) return;
      interest.queued = undefined;
      const sent = interest.sent;
      sent.push(wish);
    },

    on_answer: (wish, answer) => {
      const interest = interests.get(wish.username);
      if (interest === undefined) return;
      // Of one that was dropped meanwhile, nobody wants to hear.
      if (!remove_wish(interest, wish)) return;
      // Of one that never went out, those are told who are there now.
      if (wish.order === 0) wish.order = next_place(arrivals);

      const [ok, result] = pcall(knowledge.answer, wish, answer, is_awaited_at_login(interest));
      if (!ok) {
        fail(interest, { kind: "failed", problem: `internal error (${result})`, cause: "answer" }, wish);
        events.on_error("Taking in a roster", `${wish.username}: ${result}`);
      } else if (result === undefined) {
        succeed(interest, wish.order);
        if (answer.kind === "gone") unknown.set(wish.username, time.monotonic() + SECONDS_UNKNOWN);
      } else if (result !== "outdated") {
        if (result.cause === "company") interest.has_failed = true;
        else fail(interest, result, wish);
      }
      const next = to_ask_next(interest);
      if (next !== undefined) start(interest, next.request_class, next.late_at);
      forget_if_idle(interest);
    },
  };
}

export { new_fetch_state, new_fetches };
