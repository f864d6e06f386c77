import * as time from "util.time";
import * as timer from "util.timer";
import { dequeue, enqueue, length_of, new_line } from "./backend/line";

/** A piece of work: one step each time it is called, `false` after the last. */
type Work = () => boolean;

const SHARE = 0.005;

const waiting = new_line<Work>();
let current: Work | undefined;
let is_turn_over = false;

/** Takes steps until this turn's share of time is used up. */
function work_on(): void {
  const end = time.monotonic() + SHARE;
  while (time.monotonic() < end) {
    current ??= dequeue(waiting);
    if (current === undefined) return;
    const [ok, goes_on] = pcall(current);
    // One that fails must not keep the others from their turn.
    if (!ok) module.log("error", "internal error: %s", goes_on);
    if (!ok || !goes_on) current = undefined;
  }
}

/** The next turn, when everyone else has had theirs. */
function next_turn(): number | undefined {
  is_turn_over = current !== undefined || length_of(waiting) > 0;
  if (!is_turn_over) return undefined;
  work_on();
  return 0;
}

/**
 * Works a few milliseconds at a time, for all that is to be done together, so that everyone else gets their turn. One piece of work comes after
 * the other; where there is no other, it begins at once.
 */
function in_slices(work: Work): void {
  enqueue(waiting, work);
  if (is_turn_over) return;
  is_turn_over = true;
  work_on();
  timer.add_task(0, next_turn);
}

export { in_slices };
