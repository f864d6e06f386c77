import { type Backend, type BackendState } from "../backend/backend";
import { type JsonObject, type JsonValue } from "../json/json_value";
import { type RosterState } from "../rosters/rosters";
import { type FetchState } from "../upkeep/fetches";
import { type Counts } from "./statistics";

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
  const { counts } = state;
  const { breaker } = state.backend;
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

export { status_document };
