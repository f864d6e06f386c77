import * as time from "util.time";
import { type Attempt } from "../attempt";
import { type Backend, type BackendState } from "../backend/backend";
import { type Breaker } from "../backend/breaker";
import { type EditWorkload } from "../edits/edits";
import { type JsonObject, type JsonValue } from "../json/json_value";
import { type Rosters, type RosterState } from "../rosters/rosters";
import { type FetchState } from "../upkeep/fetches";
import { VERSION } from "../version";
import { type Counts, type RequestEnd } from "./statistics";

/** Of all that the module remembers, what the status page tells of. */
interface Remembered {
  backend: BackendState;
  rosters: RosterState;
  fetches: FetchState;
  counts: Counts;
}

/**
 * How the module is doing right now.
 * @noSelf
 */
export interface Status {
  /** For the status page. */
  document: () => JsonObject;
  /** Keeps Prosody's gauges true, which are read when it says so. */
  offer_gauges: () => void;
}

const NO_EDITS: EditWorkload = { under_way: 0, waiting: 0, put_off: 0 };

/** How many entries a table has. */
function size_of<T>(map: LuaMap<string, T>): number {
  let size = 0;
  for (const [_] of map) size++;
  return size;
}

/** What is to be said of the backend: in a word, and in a sentence. */
function health(breaker: Breaker, counts: Counts): LuaMultiReturn<[word: string, sentence: string]> {
  if (breaker.state !== "closed") return $multi("away", "backend is away");
  if (counts.last_request === undefined) return $multi("not asked yet", "backend was not asked yet");
  if (breaker.failures > 0) return $multi("failing", "backend fails");
  return $multi("here", "backend answers");
}

/** How a request ended, and how long ago. */
function end_document(end: RequestEnd): JsonObject {
  const document = new LuaTable<string, JsonValue>();
  document.set("result", end.result);
  if (end.problem !== undefined) document.set("problem", end.problem);
  document.set("seconds_ago", math.floor(math.max(0, time.monotonic() - end.at)));
  return document;
}

function counts_document(by_result: LuaMap<string, number>): JsonObject {
  const document = new LuaTable<string, JsonValue>();
  for (const [result, count] of by_result) document.set(result, count);
  return document;
}

/** `edit_load`: nil where clients change nothing. */
function new_status(
  state: Remembered,
  backend: Backend,
  rosters: Rosters,
  attempt: Attempt,
  edit_load: (() => EditWorkload) | undefined,
): Status {
  const breaker = state.backend.breaker;
  const counts = state.counts;

  /** Users who wait to be asked for again. */
  function count_behind(): number {
    let behind = 0;
    for (const [, interest] of state.fetches.interests) {
      if (interest.retry_at !== undefined) behind++;
    }
    return behind;
  }

  /** Users online who have the roster last known, or none, since the backend has not given theirs. */
  function count_stale(): number {
    let stale = 0;
    for (const username of rosters.usernames_online()) {
      const held = rosters.get(username);
      if (held?.from_backend !== true) stale++;
    }
    return stale;
  }

  return {
    document: () => {
      const [word, sentence] = health(breaker, counts);
      const load = backend.workload();
      const status = new LuaTable<string, JsonValue>();
      status.set("status", word === "away" ? "error" : "ok");
      status.set("message", sentence);
      status.set("version", VERSION);
      status.set("backend", word);
      if (counts.last_request !== undefined) status.set("last_request", end_document(counts.last_request));
      if (counts.last_failure !== undefined) status.set("last_failure", end_document(counts.last_failure));
      status.set("failures_in_a_row", breaker.failures);
      status.set("fetches", counts_document(counts.fetches));
      status.set("fetches_under_way", load.in_flight);
      status.set("fetches_waiting", load.login + load.notice + load.outsider);
      if (edit_load !== undefined) {
        const edits = edit_load();
        status.set("edits", counts_document(counts.edits));
        status.set("edits_under_way", edits.under_way);
        status.set("edits_waiting", edits.waiting);
        status.set("edits_put_off", edits.put_off);
      }
      status.set("rosters_held", size_of(state.rosters.holdings));
      status.set("users_behind", count_behind());
      status.set("users_served_stale", count_stale());
      status.set("users_updated", counts.updated);
      status.set("users_failed", counts.errors);
      status.set("pushes", counts.pushes);
      status.set("served_last_known", counts.served_last_known);
      return status;
    },

    offer_gauges: () => {
      const new_gauge = (name: string, description: string, labels: string[] = []): MetricFamily<GaugeMetric> =>
        module.metric("gauge", name, "", description, labels);
      const breaker_state = new_gauge("breaker_state", "1 for the state that the circuit breaker is in", ["state"]);
      const under_way = new_gauge("fetches_under_way", "Requests to the roster backend under way");
      const waiting = new_gauge("fetches_waiting", "Rosters that wait to be asked for", ["class"]);
      const behind = new_gauge("users_behind", "Users online whose roster is to be asked for again");
      const stale = new_gauge("users_served_stale", "Users online whose roster the backend has not given");
      const held = new_gauge("rosters_held", "Rosters in memory");
      const edits = new_gauge("edits_pending", "What clients want and the backend has not answered", ["state"]);

      function measure(this: void): void {
        for (const name of ["closed", "open", "half-open"] as const) {
          breaker_state.with_labels(name).set(breaker.state === name ? 1 : 0);
        }
        const load = backend.workload();
        under_way.with_labels().set(load.in_flight);
        for (const name of ["login", "notice", "outsider"] as const) waiting.with_labels(name).set(load[name]);
        behind.with_labels().set(count_behind());
        stale.with_labels().set(count_stale());
        held.with_labels().set(size_of(state.rosters.holdings));
        const edits_now = edit_load === undefined ? NO_EDITS : edit_load();
        for (const name of ["under_way", "waiting", "put_off"] as const) edits.with_labels(name).set(edits_now[name]);
      }

      const measure_all = (): void => {
        attempt("Prosody's statistics", measure);
      };
      measure_all();
      module.hook_global("stats-update", measure_all);
    },
  };
}

export { new_status };
