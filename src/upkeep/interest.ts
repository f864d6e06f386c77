import { pause_after_failure, pause_after_refusal } from "../backend/breaker";
import { type Failure, type RequestClass, type Wish } from "../backend/queue";

/**
 * Told once how it ends for a user: nil when the roster is up to date, else why it is not; `is_offline` where nothing was fetched, since
 * nobody is there to see it.
 */
export type Done = (this: void, problem: string | undefined, username: string, is_offline?: boolean) => void;

/** Somebody who waits for a user's roster. */
export interface Waiter {
  request_class: RequestClass;
  /** Only what was asked for, or told, after this place in the order of arrival will do. */
  since: number;
  done: Done;
  /** Of one who logs in: until when (monotonic seconds). */
  late_at?: number;
}

/** What is wanted of one user's roster, and what is being done about it. */
export interface Interest {
  username: string;
  waiters: Waiter[];
  /** In line: at most one. */
  queued?: Wish;
  /** Under way: mostly one; two where somebody logs in meanwhile. */
  sent: Wish[];
  /** Failures in a row. */
  in_vain: number;
  /** When the first of them was noted (monotonic seconds). */
  failing_since: number;
  /** How many of them are this user's own: while the backend was there. */
  failures: number;
  /** Of a user online who is not served what the backend says: when to ask again (monotonic seconds). */
  retry_at?: number;
  /** Then the backend failed, perhaps at this user. */
  has_failed?: true;
}

function new_interest(username: string): Interest {
  return { username, waiters: [], sent: [], in_vain: 0, failing_since: 0, failures: 0 };
}

/** A wish has ended: takes it out. Gives whether it was there. */
function remove_wish(interest: Interest, wish: Wish): boolean {
  if (interest.queued === wish) {
    interest.queued = undefined;
    return true;
  }
  for (const [position, sent] of ipairs(interest.sent)) {
    if (sent === wish) {
      table.remove(interest.sent, position);
      return true;
    }
  }
  return false;
}

/** `true` where an answer is to come. */
function is_asked(interest: Interest): boolean {
  return interest.queued !== undefined || interest.sent[0] !== undefined;
}

/** `true` where nothing needs to be remembered of it. */
function is_idle(interest: Interest): boolean {
  return interest.retry_at === undefined && !is_asked(interest) && interest.waiters[0] === undefined;
}

/**
 * `true` where a user must be asked for now. Else what is in line or under way will do, or is to end first; but a login does not wait for a
 * batch.
 */
function must_ask(interest: Interest, request_class: RequestClass): boolean {
  if (interest.queued !== undefined) return false;
  for (const wish of interest.sent) {
    if (request_class !== "login" || !wish.is_in_batch) return false;
  }
  return true;
}

/** `true` where a login, at its place, waits for no more than what others had asked for: that may not be true any more. */
function is_asked_before(interest: Interest, since: number): boolean {
  if (interest.queued !== undefined || interest.sent[0] === undefined) return false;
  for (const wish of interest.sent) {
    if (wish.order > since || wish.request_class === "login") return false;
  }
  return true;
}

/** `true` where the user is logging in. */
function is_awaited_at_login({ waiters }: Interest): boolean {
  for (const { request_class } of waiters) if (request_class === "login") return true;
  return false;
}

/** For whom to ask, of those who are left once something has ended: who goes first; nil where nobody is, or something will do. */
function to_ask_next(interest: Interest): Waiter | undefined {
  if (is_asked(interest)) return undefined;
  let found: Waiter | undefined;
  for (const waiter of interest.waiters) {
    const goes_first = waiter.request_class === "login" || found === undefined || found.request_class === "outsider";
    if (goes_first) found = waiter;
  }
  return found;
}

/**
 * Whether the wait of one is over by what was asked for, or told, at some place. Whoever logs in is served by the first answer to come, and
 * brought up to date by the next; after a failure, one waits for what else is under way.
 */
function is_over(interest: Interest, { since, request_class }: Waiter, order: number, has_failed: boolean): boolean {
  if (!has_failed) return since <= order || request_class === "login";
  for (const wish of interest.sent) {
    if (wish.order >= since) return false;
  }
  return since <= order;
}

/** Takes out those whose wait is over. */
function remove_waiters(interest: Interest, order: number, has_failed: boolean): Waiter[] {
  const over: Waiter[] = [];
  const left: Waiter[] = [];
  for (const waiter of interest.waiters) {
    const list = is_over(interest, waiter, order, has_failed) ? over : left;
    list.push(waiter);
  }
  interest.waiters = left;
  return over;
}

/** What was asked before a notice will not do for those who can't be told later. */
function postpone_outsiders(interest: Interest, place: number): void {
  for (const waiter of interest.waiters) {
    if (waiter.request_class === "outsider" && waiter.since < place) waiter.since = place;
  }
}

/** A user online is not served what the backend says: says when to ask again. */
function note_failure(interest: Interest, failure: Failure, is_trial: boolean, now: number, chance: number): void {
  const has_failed = failure.cause === "backend" || failure.cause === "answer";
  if (has_failed) interest.has_failed = true;
  if (failure.cause !== "away") {
    if (interest.in_vain === 0) interest.failing_since = now;
    interest.in_vain++;
  }
  if (failure.cause === "away" || (is_trial && failure.cause === "backend")) {
    // How long to wait is the backend's affair, not this user's.
    if (interest.retry_at === undefined) interest.retry_at = now;
    return;
  }
  interest.failures++;
  if (has_failed) {
    interest.retry_at = now + pause_after_failure(interest.failures, chance, failure.retry_after);
  } else {
    interest.retry_at = now + pause_after_refusal(interest.failures, chance);
  }
}

/** The user is served what the backend says, or has left. */
function note_success(interest: Interest): void {
  interest.in_vain = 0;
  interest.failing_since = 0;
  interest.failures = 0;
  interest.has_failed = undefined;
  interest.retry_at = undefined;
}

/** The backend is back, who failed since some time: who has failed only since then is asked for again, whatever it said of when to. */
function forgive(interests: LuaMap<string, Interest>, failing_since: number, now: number): void {
  for (const [, interest] of interests) {
    if (interest.has_failed === true && interest.failing_since >= failing_since) interest.retry_at = now;
  }
}

/** `true` where one is asked for before another: it was in vain less often, or began to be earlier. */
function goes_before(this: void, one: Interest, other: Interest): boolean {
  if (one.in_vain !== other.in_vain) return one.in_vain < other.in_vain;
  if (one.failing_since !== other.failing_since) return one.failing_since < other.failing_since;
  // Who came before may be those at whom it stumbles.
  return (one.retry_at ?? 0) > (other.retry_at ?? 0);
}

/**
 * Who is to be asked for again by now, and nobody does, those first at whom the backend may not stumble; and when the next is (monotonic
 * seconds).
 */
function due_by(
  interests: LuaMap<string, Interest>,
  now: number,
): LuaMultiReturn<[usernames: string[], next_at: number]> {
  const usernames: string[] = [];
  const in_vain: Interest[] = [];
  let next_at = math.huge;
  for (const [username, interest] of interests) {
    const retry_at = interest.retry_at;
    if (retry_at !== undefined && !is_asked(interest)) {
      if (retry_at > now) next_at = math.min(next_at, retry_at);
      else if (interest.in_vain > 0) in_vain.push(interest);
      else usernames.push(username);
    }
  }
  table.sort(in_vain, goes_before);
  for (const interest of in_vain) usernames.push(interest.username);
  return $multi(usernames, next_at);
}

/**
 * Of those not served what the backend says, who is asked for to learn whether it is back: another one than the last, if there
 * is one, for whom that was in vain least often.
 */
function next_candidate(interests: LuaMap<string, Interest>, last?: Interest): Interest | undefined {
  let found: Interest | undefined;
  for (const [, interest] of interests) {
    if (interest.retry_at !== undefined) {
      if (found === undefined || found === last) found = interest;
      else if (interest !== last && goes_before(interest, found)) found = interest;
    }
  }
  return found;
}

export {
  due_by,
  forgive,
  is_asked_before,
  is_awaited_at_login,
  is_idle,
  must_ask,
  new_interest,
  next_candidate,
  note_failure,
  note_success,
  postpone_outsiders,
  remove_waiters,
  remove_wish,
  to_ask_next,
};
