import * as time from "util.time";
import * as timer from "util.timer";
import { dequeue, enqueue, type Line, new_line } from "./waiting_line";

/** What is to be over by some time. */
export interface Timed {
  /** Monotonic seconds; nil where it is not under way yet, or over. */
  ends_at?: number;
  on_time_out(this: void, timed: this, seconds: number): void;
}

/** By the seconds that they were given: who was first ends first. */
const lines = new LuaMap<number, Line<Timed>>();

/** Lets those go who are over. Returns when the first of the others ends. */
function next_end(line: Line<Timed>): number | undefined {
  let first = line.items.get(line.first);
  while (first !== undefined && first.ends_at === undefined) {
    dequeue(line);
    first = line.items.get(line.first);
  }
  return first?.ends_at;
}

/** Seconds of a turn: to end one may take as long as a login. */
const SHARE = 0.02;

/** Ends those whose time is over. Returns the seconds until this is to be done again. */
function end_overdue(line: Line<Timed>, seconds: number): number | undefined {
  const now = time.monotonic();
  let soonest = next_end(line);
  while (soonest !== undefined && soonest <= now) {
    const timed = dequeue(line);
    if (timed !== undefined) {
      timed.ends_at = undefined;
      const [ok, problem] = pcall(timed.on_time_out, timed, seconds);
      if (!ok) module.log("error", "internal error: %s", problem);
    }
    soonest = next_end(line);
    if (time.monotonic() >= now + SHARE) break;
  }
  if (soonest !== undefined) return math.max(0, soonest - now);
  lines.delete(seconds);
  return undefined;
}

/**
 * Calls `on_time_out` in so many seconds, unless `ends_at` is taken away before. All that have the same time share a timer, which is none of
 * the module's: who waits is told after its reload, too.
 */
function end_within(seconds: number, timed: Timed): void {
  let line = lines.get(seconds);
  if (line === undefined) {
    const made = new_line<Timed>();
    line = made;
    lines.set(seconds, made);
    timer.add_task(seconds, () => end_overdue(made, seconds));
  }
  next_end(line);
  timed.ends_at = time.monotonic() + seconds;
  enqueue(line, timed);
}

export { end_within };
