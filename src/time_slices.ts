import * as time from "util.time";
import * as timer from "util.timer";
import { dequeue, enqueue, length_of, new_line } from "./waiting_line";

/** What calls code of others. */
export type Act = (this: void, position: number) => void;

/**
 * For a piece of work to call often, wherever others may have their turn. What calls code of others is to be handed to it as `act`:
 * that code would take the work's coroutine for one of Prosody's, in which it may wait. It is called once, or for each position up to `last`.
 */
export type Breathe = (this: void, act?: Act, last?: number) => void;

/** A piece of work, from its beginning to its end. */
type Work = (this: void, breathe: Breathe) => void;

/** Told once a work is over: nil, or how it has failed. */
type AtEnd = (this: void, problem?: string) => void;

/** A work that has begun. */
interface Job {
  thread: LuaThread;
  at_end: AtEnd;
  /** What it has handed over to be called next, and for which positions. */
  act?: Act;
  position: number;
  last: number;
}

const SHARE = 0.005;
// Several works take turns within a share.
const SLICE = 0.001;
// To look at the clock takes longer than most of what is done between two breaths.
const BREATHS_A_LOOK = 8;
const SHORT_BREATH = SLICE / 64;

const waiting = new_line<Job>();
let is_turning = false;
let slice_end = 0;
let looked_at = 0;
let breaths_left = 1;

/** Lets others have their turn where this work has had its slice. */
function breathe(act?: Act, last?: number): void {
  if (act !== undefined) {
    coroutine.yield(act, last ?? 1);
    return;
  }
  breaths_left--;
  if (breaths_left > 0) return;
  const now = time.monotonic();
  breaths_left = now - looked_at < SHORT_BREATH * BREATHS_A_LOOK ? BREATHS_A_LOOK : 1;
  looked_at = now;
  if (now >= slice_end) coroutine.yield();
}

/** Says that a work, or what it has others do, has failed. */
function complain(problem: unknown): void {
  module.log("error", "internal error: %s", problem);
}

/** Goes on with a work until its slice is over. Returns whether there is more to do. */
function go_on(job: Job): boolean {
  const now = time.monotonic();
  slice_end = now + SLICE;
  looked_at = now;
  breaths_left = 1;
  while (true) {
    while (job.act !== undefined && job.position < job.last) {
      job.position++;
      const [ok, problem] = pcall(job.act, job.position);
      if (!ok) complain(problem);
      if (time.monotonic() >= slice_end) return true;
    }
    const [ok, result, last] = coroutine.resume(job.thread, breathe);
    let failure: string | undefined;
    if (!ok) {
      failure = tostring(result);
      complain(failure);
    }
    if (coroutine.status(job.thread) === "dead") {
      const at_end = job.at_end;
      const [is_ended, problem] = pcall(at_end, failure);
      if (!is_ended) complain(problem);
      return false;
    }
    job.act = result as Act | undefined;
    job.position = 0;
    job.last = last as number;
    if (job.act === undefined) return true;
  }
}

/** Works until this turn's share of time is used up; the next turn comes when everyone else has had theirs. */
function run_turn(): number | undefined {
  const share_end = time.monotonic() + SHARE;
  while (length_of(waiting) > 0) {
    const job = dequeue(waiting);
    if (job !== undefined && go_on(job)) enqueue(waiting, job);
    if (time.monotonic() >= share_end) break;
  }
  is_turning = length_of(waiting) > 0;
  return is_turning ? 0 : undefined;
}

/**
 * Works a few milliseconds at a time, for all that is to be done together, so that everyone else gets their turn. Nothing begins before
 * the caller has returned. `at_end` is called whatever becomes of it: what the work has taken is to be given back there.
 */
function in_slices(work: Work, at_end: AtEnd): void {
  enqueue(waiting, { thread: coroutine.create(work), at_end, position: 0, last: 0 });
  if (is_turning) return;
  is_turning = true;
  timer.add_task(0, run_turn);
}

/**
 * Does in one go what can't be done in slices. All that it takes in memory at once would have Lua's collector work several times as long
 * in the midst of it; it has its turn afterwards.
 */
function in_one_go(act: (this: void) => void): void {
  collectgarbage("stop");
  const [ok, problem] = pcall(act);
  collectgarbage("restart");
  if (!ok) error(problem, 0);
}

export { in_one_go, in_slices };
