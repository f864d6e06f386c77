import { randomUUID } from "node:crypto";
import { load_schemas, validator_of } from "../../spec/support/contract.ts";
import type { Arguments } from "./arguments.ts";
import { ask, encode, fill_url, in_short, type Reply } from "./ask.ts";
import { type Point, point } from "./report.ts";
import { ask_for, is_same_roster, nobody, read_json } from "./rosters.ts";

const refusals = [400, 401, 403, 404, 405, 406, 409, 422, 429];

/** What is wrong with the body of a 200. */
function problem_of(body: string): string | undefined {
  if (body.trim() === "") return undefined;
  const ajv = load_schemas();
  const validate = validator_of(ajv, "edit_answer.schema.json");
  return validate(read_json(body)) ? undefined : ajv.errorsText(validate.errors, { dataVar: "the answer" });
}

function judge(what: string, reply: Reply): Point {
  const expected = "204, or 200 and what changes";
  if (reply.status === 204) return point(true, what, expected, "204");
  if (reply.status === 200) {
    const problem = problem_of(reply.body);
    return point(problem === undefined, what, expected, problem ?? in_short(reply));
  }
  const is_refused = reply.status !== undefined && refusals.includes(reply.status);
  return {
    verdict: is_refused ? "note" : "FAULT",
    what,
    expected,
    came: is_refused ? `a refusal, ${in_short(reply)}` : in_short(reply),
  };
}

/** What the contract wants of answers to edits: of one that changes nothing, whatever becomes of it. */
export async function check_edits(edit_url: string, given: Arguments, say: (line: string) => void): Promise<Point[]> {
  const { usernames, host, headers: of_all } = given;
  const [username] = usernames;
  const url = fill_url(edit_url, encode(username), host);
  const contact = `${nobody()}@${host}`;
  const body = JSON.stringify({ action: "remove", user: `${username}@${host}`, contact });
  const headers = { ...of_all, "Idempotency-Key": randomUUID() };
  say(`      to be sent now, twice with one key, to remove a contact that is not there: POST ${url} ${body}`);
  const before = await ask_for(encode(username), given);
  const [first, second] = [
    await ask(url, { method: "POST", headers, body }),
    await ask(url, { method: "POST", headers, body }),
  ];
  const points = [judge("an edit", first)];
  const is_same =
    first.status !== undefined && first.status === second.status && first.body.trim() === second.body.trim();
  points.push(
    point(
      is_same,
      "the same edit with the same Idempotency-Key",
      "the same answer",
      is_same ? "that" : in_short(second),
    ),
  );
  const after = await ask_for(encode(username), given);
  if (before.status === 200) {
    const is_kept = after.status === 200 && (await is_same_roster(before.body, after.body, username, given));
    points.push(
      point(is_kept, `roster of ${username} afterwards`, "the same as before", is_kept ? "that" : in_short(after)),
    );
  }
  return points;
}
