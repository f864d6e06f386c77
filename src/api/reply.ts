import * as json from "util.json";

/** How the users of one request fare. */
export interface Tally {
  /** Users whose outcome is not known yet. */
  left: number;
  updated: number;
  errors: number;
  /** Of those updated: for whom nothing was fetched, since they are offline. */
  offline: number;
  /** Who failed and why, as members of a JSON object, and commas: whole pieces first, then the piece that grows. */
  pieces: string[];
  piece: string[];
}

const LONGEST_PIECE = 256;

function new_tally(users: number): Tally {
  return { left: users, updated: 0, errors: 0, offline: 0, pieces: [], piece: [] };
}

/** Counts one user's outcome; a problem is why the roster is not up to date. */
function count_user(tally: Tally, name: string, problem: string | undefined, is_offline?: boolean): void {
  tally.left--;
  if (problem === undefined) {
    tally.updated++;
    if (is_offline === true) tally.offline++;
    return;
  }
  // Encoded one by one, as they come: there may be very many.
  const pieces = tally.pieces;
  const piece = tally.piece;
  piece.push(`${tally.errors > 0 ? "," : ""}${json.encode(name)}:${json.encode(problem)}`);
  tally.errors++;
  if (piece.length >= LONGEST_PIECE) {
    pieces.push(table.concat(piece));
    tally.piece = [];
  }
}

/** What the caller is told: the HTTP status and the answer in JSON, in pieces. */
function summary(tally: Tally): LuaMultiReturn<[code: number, pieces: string[]]> {
  const updated = tally.updated;
  const errors = tally.errors;
  const offline = tally.offline;
  const pieces = tally.pieces;
  const piece = tally.piece;
  const is_failure = errors > 0 && updated === 0;
  const status = is_failure ? "error" : "ok";
  const message = is_failure ? "roster update failed" : "roster update complete";
  const beginning = '{"status":"%s","message":"%s","updated":%d,"errors":%d';
  const answer = [string.format(beginning, status, message, updated, errors)];
  if (offline > 0) answer.push(string.format(',"offline":%d', offline));
  if (errors > 0) {
    answer.push(',"failed":{');
    for (const whole of pieces) answer.push(whole);
    answer.push(`${table.concat(piece)}}`);
  }
  answer.push("}");
  return $multi(is_failure ? 500 : 200, answer);
}

export { count_user, new_tally, summary };
