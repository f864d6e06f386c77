import { type JsonObject, type JsonValue } from "../json/json_value";

/** How the users of one request fare. */
export interface Tally {
  /** Users whose outcome is not known yet. */
  left: number;
  updated: number;
  errors: number;
  failed: LuaTable<string, JsonValue>;
}

function new_tally(users: number): Tally {
  return { left: users, updated: 0, errors: 0, failed: new LuaTable() };
}

/** Counts one user's outcome; a problem is why the roster is not up to date. */
function count_user(tally: Tally, name: string, problem: string | undefined): void {
  tally.left--;
  if (problem === undefined) {
    tally.updated++;
  } else {
    tally.errors++;
    tally.failed.set(name, problem);
  }
}

/** What the caller is told: the HTTP status and the answer. */
function summary(tally: Tally): LuaMultiReturn<[code: number, answer: JsonObject]> {
  const { updated, errors, failed } = tally;
  const is_failure = errors > 0 && updated === 0;
  const answer = new LuaTable<string, JsonValue>();
  answer.set("status", is_failure ? "error" : "ok");
  answer.set("message", is_failure ? "roster update failed" : "roster update complete");
  answer.set("updated", updated);
  answer.set("errors", errors);
  if (errors > 0) answer.set("failed", failed);
  return $multi(is_failure ? 500 : 200, answer);
}

export { count_user, new_tally, summary };
