/**
 * Whether the backend can be asked, as a circuit breaker: closed, it is; open, it counts as away, and nobody waits for it; half-open, one
 * request asks whether it is back. Data only, so that it survives a reload. All times are monotonic, in seconds.
 */
export interface Breaker {
  state: "closed" | "open" | "half-open";
  /** While closed: failures since the last answer. */
  failures: number;
  /** When the first failure of the row that has opened it, or may open it, was noted. */
  failing_since: number;
  /** How often in a row it has opened, or a user for whom that was tried before could not be asked for. */
  openings: number;
  /** While open: when the next request may ask. */
  retry_at: number;
  /** While open: when those may ask whose failures say nothing. */
  outsiders_at: number;
  /** When it was last closed: failures of what was sent before say nothing new. */
  closed_at: number;
}

/** A request that has failed, and it was the backend that failed. */
export interface FailedRequest {
  /** It was sent to learn whether the backend is back. */
  is_trial: boolean;
  sent_at: number;
  /** So did the one before for the same user. */
  is_repeated: boolean;
  /** Seconds not to ask for, as the backend wishes. */
  retry_after?: number;
}

/** What the end of a request changed: the backend counts as away now, still does after a request that asked whether it is back, or no longer. */
export type Transition = "opened" | "reopened" | "closed";

const OPEN_AFTER = 5;
const FIRST_PAUSE = 1;
const LONGEST_OPEN = 10;
const LONGEST_RETRY = 60;
const FIRST_REFUSED = 60;
const LONGEST_REFUSED = 3600;
const LONGEST_RETRY_AFTER = 3600;

function new_breaker(): Breaker {
  return { state: "closed", failures: 0, failing_since: 0, openings: 0, retry_at: 0, outsiders_at: 0, closed_at: 0 };
}

/** Seconds of the `times`-th pause: doubling, of which a random half (`chance`, 0 to 1) keeps users apart. */
function growing_pause(first: number, longest: number, times: number, chance: number): number {
  const steps = math.min(times, 8) - 1;
  return math.max(first, math.min(longest, first * 2 ** steps) * (0.5 + 0.5 * chance));
}

/** The same, but not shorter than the backend wishes. */
function or_longer(pause: number, retry_after: number | undefined): number {
  return retry_after === undefined ? pause : math.max(pause, math.min(retry_after, LONGEST_RETRY_AFTER));
}

/** Seconds until a user is asked for again, after so many failures in a row. */
function pause_after_failure(failures: number, chance: number, retry_after?: number): number {
  return or_longer(growing_pause(FIRST_PAUSE, LONGEST_RETRY, failures, chance), retry_after);
}

/** The same after refusals, which the backend would repeat for a while. */
function pause_after_refusal(refusals: number, chance: number): number {
  return growing_pause(FIRST_REFUSED, LONGEST_REFUSED, refusals, chance);
}

/** `true` where a request may ask whether the backend is back. */
function is_due(breaker: Breaker, now: number): boolean {
  return breaker.state === "open" && now >= breaker.retry_at;
}

/** There is reason to believe that it is back: the next request may ask. */
function ask_soon(breaker: Breaker): void {
  breaker.retry_at = 0;
  breaker.outsiders_at = 0;
}

/** One request goes out to ask whether the backend is back. */
function half_open(breaker: Breaker): void {
  if (breaker.state === "open") breaker.state = "half-open";
}

/** A request of somebody who counts has failed, and it was the backend that failed. */
function note_failure(breaker: Breaker, failed: FailedRequest, now: number, chance: number): Transition | undefined {
  const was_closed = breaker.state === "closed";
  if (was_closed) {
    if (failed.sent_at < breaker.closed_at) return undefined;
    if (breaker.failures === 0) breaker.failing_since = now;
    breaker.failures++;
    if (breaker.failures < OPEN_AFTER) return undefined;
  } else if (!failed.is_trial) {
    // One that was sent before; it says nothing new.
    return undefined;
  }
  breaker.state = "open";
  // Each user may be the one at whom it does not stumble, and is tried soon.
  if (was_closed || failed.is_repeated) breaker.openings++;
  const pause = or_longer(growing_pause(FIRST_PAUSE, LONGEST_OPEN, breaker.openings, chance), failed.retry_after);
  breaker.retry_at = now + math.min(pause, LONGEST_OPEN);
  return was_closed ? "opened" : "reopened";
}

/** A request of outsiders has failed: it never opens the breaker, nor keeps it open, but the next of theirs waits. */
function note_outsiders_failure(breaker: Breaker, now: number): void {
  breaker.outsiders_at = now + LONGEST_OPEN;
}

/** The backend has answered, whatever it said. */
function note_answer(breaker: Breaker, now: number): Transition | undefined {
  const was_closed = breaker.state === "closed";
  if (!was_closed) breaker.closed_at = now;
  breaker.state = "closed";
  breaker.failures = 0;
  breaker.openings = 0;
  breaker.outsiders_at = 0;
  return was_closed ? undefined : "closed";
}

export {
  ask_soon,
  half_open,
  is_due,
  new_breaker,
  note_answer,
  note_failure,
  note_outsiders_failure,
  pause_after_failure,
  pause_after_refusal,
};
