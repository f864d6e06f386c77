/**
 * What has been done so far, in numbers; this folder is for admins: check, shell, status, statistics, log. It imports from all but clients,
 * of upkeep types alone; only the wiring imports from it.
 */
import * as time from "util.time";
import { type Attempt } from "../attempt";

/** How a request to the backend ended. */
export interface RequestEnd {
  result: string;
  /** Why, of one that failed. */
  problem?: string;
  /** Monotonic seconds. */
  at: number;
}

/** What the module has done since it was first loaded. */
export interface Counts {
  /** Nil where the backend was not asked yet, or not at the URL that is configured now. */
  last_request?: RequestEnd;
  /** The last one that failed. */
  last_failure?: RequestEnd;
  /** Requests to the backend by result: `roster`, `unchanged`, `empty`, `gone`, `failed`. */
  fetches: LuaMap<string, number>;
  /** Users whose roster was refreshed or handed over, and those for whom that failed. */
  updated: number;
  errors: number;
  pushes: number;
  /** Questions about what clients want, by what became of them: `agreed`, `refused`, `failed`. */
  edits: LuaMap<string, number>;
  /** Logins served from the last roster known. */
  served_last_known: number;
}

/**
 * Counts for the status page and for Prosody's own statistics, which can't be read back.
 * @noSelf
 */
export interface Statistics {
  counts: Counts;
  /** `problem`: of one that failed. */
  note_fetch: (result: string, seconds: number, problem?: string) => void;
  note_update: (this: void, problem: string | undefined) => void;
  note_pushes: (pushes: number) => void;
  note_edit: (this: void, result: string) => void;
  note_served_last_known: () => void;
}

function new_counts(): Counts {
  return { fetches: new LuaMap(), updated: 0, errors: 0, pushes: 0, edits: new LuaMap(), served_last_known: 0 };
}

/** All that the label `result` may say, by counter. */
const RESULTS = {
  fetches: ["roster", "unchanged", "empty", "gone", "failed"],
  refreshes: ["updated", "failed"],
  edits: ["agreed", "refused", "failed"],
} as const;

const WHAT = "Prosody's statistics";

/** What there is to measure with; nothing where making it fails. */
function attempt_to_make<T>(attempt: Attempt, make: (this: void) => T): T | undefined {
  let made: T | undefined;
  attempt(WHAT, () => {
    made = make();
  });
  return made;
}

/** Counters by result, each of which is there from the start: what appears with its first event has no rise that could be seen. */
function new_counters(
  name: keyof typeof RESULTS,
  description: string,
  attempt: Attempt,
): MetricFamily<CounterMetric> | undefined {
  const counters = attempt_to_make(attempt, () => module.metric("counter", name, "", description, ["result"]));
  attempt(WHAT, () => {
    for (const result of RESULTS[name]) counters?.with_labels(result).add(0);
  });
  return counters;
}

function new_counter(name: string, description: string, attempt: Attempt): CounterMetric | undefined {
  return attempt_to_make(attempt, () => module.metric("counter", name, "", description, []).with_labels());
}

/** Whatever becomes of it in Prosody's statistics, which hand it on to others, is nobody's trouble here. */
function new_statistics(counts: Counts, attempt: Attempt): Statistics {
  const fetches = new_counters("fetches", "Requests to the roster backend", attempt);
  const duration = attempt_to_make(attempt, () =>
    module
      .metric("histogram", "fetch_duration", "seconds", "Time of a request to the roster backend", [], {
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      })
      .with_labels(),
  );
  const updates = new_counters("refreshes", "Users whose roster was to be refreshed", attempt);
  const pushes = new_counter("pushes", "Roster pushes to clients", attempt);
  const edits = new_counters("edits", "Questions about what clients want", attempt);
  const last_known = new_counter("served_last_known", "Logins served from the last roster known", attempt);

  function measure_fetch(this: void, result: string, seconds: number): void {
    fetches?.with_labels(result).add(1);
    duration?.sample(seconds);
  }

  function measure_update(this: void, result: string): void {
    updates?.with_labels(result).add(1);
  }

  function measure_pushes(this: void, sent: number): void {
    pushes?.add(sent);
  }

  function measure_edit(this: void, result: string): void {
    edits?.with_labels(result).add(1);
  }

  function measure_served_last_known(this: void): void {
    last_known?.add(1);
  }

  return {
    counts,
    note_fetch: (result, seconds, problem) => {
      const end: RequestEnd = { result, problem, at: time.monotonic() };
      counts.last_request = end;
      if (problem !== undefined) counts.last_failure = end;
      counts.fetches.set(result, (counts.fetches.get(result) ?? 0) + 1);
      attempt(WHAT, measure_fetch, result, seconds);
    },
    note_update: (problem) => {
      if (problem === undefined) counts.updated++;
      else counts.errors++;
      attempt(WHAT, measure_update, problem === undefined ? "updated" : "failed");
    },
    note_pushes: (sent) => {
      counts.pushes += sent;
      attempt(WHAT, measure_pushes, sent);
    },
    note_edit: (result) => {
      counts.edits.set(result, (counts.edits.get(result) ?? 0) + 1);
      attempt(WHAT, measure_edit, result);
    },
    note_served_last_known: () => {
      counts.served_last_known++;
      attempt(WHAT, measure_served_last_known);
    },
  };
}

export { new_counts, new_statistics };
