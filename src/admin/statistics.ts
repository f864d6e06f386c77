/**
 * What has been done so far, in numbers; this folder is for admins: check, shell, status, statistics, log. It imports from all but clients,
 * of upkeep types alone; only the wiring imports from it.
 */
import { type Attempt } from "../attempt";
import { type Backend, type BackendState } from "../backend/backend";
import { type EditLoad } from "../edits/edits";
import { type JsonObject, type JsonValue } from "../json/json_value";
import { type RosterState } from "../rosters/rosters";
import { type FetchState } from "../upkeep/fetches";

/** What the module has done since it was first loaded. */
export interface Counts {
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
  note_fetch: (result: string, seconds: number) => void;
  note_update: (problem: string | undefined) => void;
  note_pushes: (pushes: number) => void;
  note_edit: (this: void, result: string) => void;
  note_served_last_known: () => void;
}

function new_counts(): Counts {
  return { fetches: new LuaMap(), updated: 0, errors: 0, pushes: 0, edits: new LuaMap(), served_last_known: 0 };
}

/** Whatever becomes of it in Prosody's statistics, which hand it on to others, is nobody's trouble here. */
function new_statistics(counts: Counts, attempt: Attempt): Statistics {
  const fetches = module.metric("counter", "fetches", "", "Requests to the roster backend", ["result"]);
  const duration = module.metric(
    "histogram",
    "fetch_duration",
    "seconds",
    "Time of a request to the roster backend",
    [],
    {
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    },
  );
  const updates = module.metric("counter", "refreshes", "", "Users whose roster was to be refreshed", ["result"]);
  const pushes = module.metric("counter", "pushes", "", "Roster pushes to clients", []);
  const edits = module.metric("counter", "edits", "", "Questions about what clients want", ["result"]);
  const last_known = module.metric("counter", "served_last_known", "", "Logins served from the last roster known", []);

  function measure_fetch(this: void, result: string, seconds: number): void {
    fetches.with_labels(result).add(1);
    duration.with_labels().sample(seconds);
  }

  function measure_update(this: void, result: string): void {
    updates.with_labels(result).add(1);
  }

  function measure_pushes(this: void, sent: number): void {
    pushes.with_labels().add(sent);
  }

  function measure_served_last_known(this: void): void {
    last_known.with_labels().add(1);
  }

  const what = "Prosody's statistics";
  return {
    counts,
    note_fetch: (result, seconds) => {
      counts.fetches.set(result, (counts.fetches.get(result) ?? 0) + 1);
      attempt(what, measure_fetch, result, seconds);
    },
    note_update: (problem) => {
      if (problem === undefined) counts.updated++;
      else counts.errors++;
      attempt(what, measure_update, problem === undefined ? "updated" : "failed");
    },
    note_pushes: (sent) => {
      counts.pushes += sent;
      attempt(what, measure_pushes, sent);
    },
    note_edit: (result) => {
      counts.edits.set(result, (counts.edits.get(result) ?? 0) + 1);
      edits.with_labels(result).add(1);
    },
    note_served_last_known: () => {
      counts.served_last_known++;
      attempt(what, measure_served_last_known);
    },
  };
}

/** Of all that the module remembers, what the status page tells of. */
interface Remembered {
  backend: BackendState;
  rosters: RosterState;
  fetches: FetchState;
  counts: Counts;
}

/** How many entries a table has. */
function size_of<T>(map: LuaMap<string, T>): number {
  let size = 0;
  for (const [_] of map) size++;
  return size;
}

/** How the module is doing, as the status page shows it. */
function status_document(state: Remembered, backend: Backend, edits: EditLoad | undefined): JsonObject {
  const counts = state.counts;
  const breaker = state.backend.breaker;
  const is_away = breaker.state !== "closed";
  let behind = 0;
  for (const [, interest] of state.fetches.interests) {
    if (interest.retry_at !== undefined) behind++;
  }
  const [waiting, in_flight] = backend.load();
  const by_result = new LuaTable<string, JsonValue>();
  for (const [result, count] of counts.fetches) by_result.set(result, count);
  const status = new LuaTable<string, JsonValue>();
  status.set("status", is_away ? "error" : "ok");
  status.set("message", is_away ? "backend is away" : "backend answers");
  status.set("backend", is_away ? "away" : "here");
  status.set("failures_in_a_row", breaker.failures);
  status.set("fetches", by_result);
  status.set("fetches_under_way", in_flight);
  status.set("fetches_waiting", waiting);
  if (edits !== undefined) {
    const edits_by_result = new LuaTable<string, JsonValue>();
    for (const [result, count] of counts.edits) edits_by_result.set(result, count);
    status.set("edits", edits_by_result);
    status.set("edits_under_way", edits.under_way);
    status.set("edits_waiting", edits.waiting);
    status.set("edits_put_off", edits.put_off);
  }
  status.set("rosters_held", size_of(state.rosters.holdings));
  status.set("users_behind", behind);
  status.set("users_updated", counts.updated);
  status.set("users_failed", counts.errors);
  status.set("pushes", counts.pushes);
  status.set("served_last_known", counts.served_last_known);
  return status;
}

export { new_counts, new_statistics, status_document };
