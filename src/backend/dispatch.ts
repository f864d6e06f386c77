import { type Breaker, is_due } from "./breaker";
import { type Queue, take_many } from "./queue";
import { type Wish } from "./wish";

/** What is under way, and what has been sent lately. */
export interface Traffic {
  in_flight: number;
  /** Of these, what nobody waits for to log in. */
  in_background: number;
  /** Of these, what was asked for by others than the users themselves and the backend. */
  outsiders: number;
  /** Of these, requests in the background for many at once. */
  batches: number;
  /** How many in the background were sent in this turn of Prosody's loop. */
  sent_this_turn: number;
  /** More wishes are just being put into the line: a batch that is not full waits for them. */
  gathering: number;
}

/** What may be under way at most. */
export interface Limits {
  concurrency: number;
  /** Users in one request; 1 where the backend takes no batches. */
  batch_size: number;
}

// While one is read, the next is on its way. More would come in faster than they can be read.
const MOST_BATCHES = 2;
// Of a fast backend's answers, as many come in at once as were asked for at once, and nobody else has a turn until all are read.
const MOST_A_TURN = 2;

/** How many of the places logins alone may take. */
function reserved(concurrency: number): number {
  return concurrency === 1 ? 0 : math.max(1, math.floor(concurrency / 4));
}

/** Who is asked for while the backend counts as away: one at a time, to learn whether it is back. */
function next_trial(queue: Queue, breaker: Breaker, traffic: Traffic, now: number): Wish[] {
  if (breaker.state === "half-open") return [];
  const due = is_due(breaker, now);
  if (due && queue.waiting.login > 0) return take_many(queue, "login", 1);
  // Before its time only a backend that calls is asked: it is probably back.
  if (queue.waiting.notice > 0) return take_many(queue, "notice", 1);
  if (due && queue.waiting.outsider > 0 && traffic.outsiders === 0 && now >= breaker.outsiders_at) {
    return take_many(queue, "outsider", 1);
  }
  return [];
}

/** Whom the next request asks for, on their way out of the queue: one, or several that make a batch; none, where nothing is to be sent now. */
function next_request(queue: Queue, breaker: Breaker, traffic: Traffic, limits: Limits, now: number): Wish[] {
  if (breaker.state !== "closed") return next_trial(queue, breaker, traffic, now);
  const { concurrency, batch_size } = limits;
  const { waiting } = queue;
  if (traffic.in_flight >= concurrency) return [];
  if (waiting.login > 0) return take_many(queue, "login", batch_size);
  if (traffic.in_background >= concurrency - reserved(concurrency) || traffic.sent_this_turn >= MOST_A_TURN) return [];
  const is_complete = batch_size === 1 || traffic.gathering === 0 || waiting.notice >= batch_size;
  if (waiting.notice > 0 && is_complete && traffic.batches < MOST_BATCHES) {
    return take_many(queue, "notice", batch_size);
  }
  if (waiting.outsider > 0 && traffic.outsiders < math.max(1, math.floor(concurrency / 8))) {
    return take_many(queue, "outsider", 1);
  }
  return [];
}

export { next_request };
