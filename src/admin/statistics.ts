/**
 * What has been done so far, in numbers; this folder is for admins: check, shell, status, statistics, log. It imports from all but clients,
 * of upkeep types alone; only the wiring imports from it.
 */
import { type Backend, type BackendState } from "../backend/backend";
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
  note_served_last_known: () => void;
}

function new_counts(): Counts {
  return { fetches: new LuaMap(), updated: 0, errors: 0, pushes: 0, served_last_known: 0 };
}

function new_statistics(counts: Counts): Statistics {
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
  const last_known = module.metric("counter", "served_last_known", "", "Logins served from the last roster known", []);
  return {
    counts,
    note_fetch: (result, seconds) => {
      counts.fetches.set(result, (counts.fetches.get(result) ?? 0) + 1);
      fetches.with_labels(result).add(1);
      duration.with_labels().sample(seconds);
    },
    note_update: (problem) => {
      if (problem === undefined) counts.updated++;
      else counts.errors++;
      updates.with_labels(problem === undefined ? "updated" : "failed").add(1);
    },
    note_pushes: (sent) => {
      counts.pushes += sent;
      pushes.with_labels().add(sent);
    },
    note_served_last_known: () => {
      counts.served_last_known++;
      last_known.with_labels().add(1);
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
function status_document(state: Remembered, backend: Backend): JsonObject {
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
  status.set("rosters_held", size_of(state.rosters.holdings));
  status.set("users_behind", behind);
  status.set("users_updated", counts.updated);
  status.set("users_failed", counts.errors);
  status.set("pushes", counts.pushes);
  status.set("served_last_known", counts.served_last_known);
  return status;
}

export { new_counts, new_statistics, status_document };
