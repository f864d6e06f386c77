import * as time from "util.time";
import { type Breaker, type Transition } from "../backend/breaker";
import { type Failure, type Wish } from "../backend/queue";
import { type Rosters } from "../rosters/rosters";
import { type Fetches } from "./fetches";
import { due_by, forgive, type Interest, is_idle, next_candidate, note_failure, note_success } from "./interest";

/**
 * Keeps the rosters of users online true without anyone asking: asks again after failures, and anew for what is old.
 * @noSelf
 */
export interface Upkeep {
  on_failure: (interest: Interest, failure: Failure, wish: Wish) => void;
  on_success: (interest: Interest) => void;
  on_bind: (username: string) => void;
  on_offline: (username: string) => void;
  /** What is held of a user may not be true any more. */
  on_doubt: (this: void, username: string) => void;
  on_transition: (transition: Transition) => void;
  /** Begins with what a reload, or a late start, has left to do. */
  start: () => void;
  /** Ends with the module: a timer to come would keep all of this copy in memory until then. */
  stop: () => void;
}

const SHORTEST_SWEEP = 1;
const LONGEST_SWEEP = 60;
// How long to wait at least between two looks at all who are to be asked for again.
const SHORTEST_LOOK = 0.1;
const FIRST_PAUSE = 1;

/** `on_error`: of something that must not fail. */
function new_upkeep(
  breaker: Breaker,
  fetches: Fetches,
  rosters: Rosters,
  max_age: number,
  interests: LuaMap<string, Interest>,
  on_error: (this: void, what: string, problem: string) => void,
): Upkeep {
  let candidate: Interest | undefined;
  let looking: ModuleTimer | undefined;
  let look_at = math.huge;

  /** A timer that goes on whatever goes wrong in it. */
  function add_timer(seconds: number, act: (this: void) => number | undefined): ModuleTimer {
    return module.add_timer(seconds, () => {
      const [ok, result] = pcall(act);
      if (ok) return result;
      on_error("A timer", result);
      return LONGEST_SWEEP;
    });
  }

  /** Nobody is there any more to be served. */
  function give_up(interest: Interest): void {
    note_success(interest);
    if (is_idle(interest)) interests.delete(interest.username);
  }

  /** Asks for so many together. */
  function update_all(usernames: string[]): void {
    fetches.gather(1);
    for (const username of usernames) {
      const [ok, problem] = pcall(fetches.update, username);
      if (!ok) on_error("Asking again", `${username}: ${problem}`);
    }
    fetches.gather(-1);
  }

  /** Asks again for whoever is due; while the backend is away, for one, to learn whether it is back. */
  function look(this: void): undefined {
    looking = undefined;
    look_at = math.huge;
    const now = time.monotonic();
    // Who failed to log in has not come.
    for (const [username, interest] of interests) {
      if (interest.retry_at !== undefined && rosters.online(username) === undefined) give_up(interest);
    }
    if (breaker.state === "closed") {
      const [usernames, next_at] = due_by(interests, now);
      update_all(usernames);
      look_by(math.max(next_at, now + SHORTEST_LOOK));
    } else if (breaker.state === "open") {
      if (now < breaker.retry_at) {
        look_by(breaker.retry_at);
        return;
      }
      candidate = next_candidate(interests, candidate);
      if (candidate !== undefined) fetches.update(candidate.username);
    }
  }

  /** Looks at a time at the latest. */
  function look_by(at: number): void {
    if (at >= look_at || at === math.huge) return;
    looking?.stop();
    look_at = at;
    looking = add_timer(math.max(0, at - time.monotonic()), look);
  }

  function look_when_due(interest: Interest): void {
    // Who can't be asked for is found again each time, where there is nobody else.
    if (breaker.state === "open") look_by(math.max(breaker.retry_at, time.monotonic() + SHORTEST_LOOK));
    else if (interest.retry_at !== undefined) look_by(interest.retry_at);
  }

  /** A user online is not served what the backend says: asks for their roster in so many seconds, or when that was to be done anyway. */
  function ask_in(seconds: number, username: string): void {
    const interest = fetches.interest_in(username);
    if (interest.retry_at === undefined) interest.retry_at = time.monotonic() + seconds;
    look_when_due(interest);
  }

  /** Asks for what is old; each roster at an age of its own, so that users who came together don't stay together. */
  function sweep(this: void): void {
    const now = time.monotonic();
    const usernames: string[] = [];
    for (const username of rosters.usernames_online()) {
      const held = rosters.get(username);
      const limit = max_age * (0.8 + 0.2 * math.random());
      const is_old = held !== undefined && now - held.asked_at > limit;
      if (is_old && interests.get(username)?.retry_at === undefined) usernames.push(username);
    }
    update_all(usernames);
  }

  const pause = max_age > 0 ? math.min(LONGEST_SWEEP, math.max(SHORTEST_SWEEP, max_age / 20)) : LONGEST_SWEEP;
  const sweeping = add_timer(pause, () => {
    if (max_age > 0 && breaker.state === "closed") sweep();
    // A copy of the module that was reloaded may have noted failures without a timer of this one's.
    look_by(time.monotonic());
    return pause;
  });

  return {
    on_failure: (interest, failure, wish) => {
      // Who logs in is about to be online.
      if (rosters.online(interest.username) === undefined && wish.request_class !== "login") return;
      note_failure(interest, failure, wish.is_trial === true, time.monotonic(), math.random());
      look_when_due(interest);
    },

    on_success: (interest) => {
      // What was told before a notice is no reason not to ask for what is true since.
      if (rosters.is_behind(interest.username)) look_when_due(interest);
      else note_success(interest);
    },

    on_bind: (username) => {
      const is_given = rosters.get(username)?.from_backend === true;
      if (!is_given || rosters.is_behind(username)) ask_in(is_given ? 0 : FIRST_PAUSE, username);
    },

    on_doubt: (username) => {
      if (rosters.online(username) !== undefined) ask_in(0, username);
    },

    on_offline: (username) => {
      const interest = interests.get(username);
      if (interest !== undefined) give_up(interest);
    },

    on_transition: (transition) => {
      const now = time.monotonic();
      if (transition === "closed") forgive(interests, breaker.failing_since, now);
      look_by(transition === "closed" ? now : breaker.retry_at);
    },

    start: () => {
      for (const username of rosters.usernames_online()) {
        if (rosters.get(username) === undefined || rosters.is_behind(username)) ask_in(0, username);
      }
      look_by(time.monotonic());
    },

    stop: () => {
      looking?.stop();
      sweeping.stop();
    },
  };
}

export { new_upkeep };
