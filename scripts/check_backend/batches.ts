import { is_record } from "../../spec/support/outcome.ts";
import type { Arguments } from "./arguments.ts";
import { ask, encode, fill_url, in_short } from "./ask.ts";
import { type Point, point } from "./report.ts";
import { ask_for, is_empty, is_same_roster, nobody, read_json } from "./rosters.ts";

async function one_of_batch(answer: Record<string, unknown>, username: string, given: Arguments): Promise<Point> {
  const what = `${username} in the batch`;
  const expected = "the roster that the single request gives";
  const part = answer[username];
  if (part === undefined || part === null) {
    return point(false, what, expected, part === null ? "null" : "an answer that leaves them out");
  }
  const text = JSON.stringify(part);
  const single = await ask_for(encode(username), given);
  const is_nothing = single.status === 204 && is_empty(part);
  const is_same = single.status === 200 && (await is_same_roster(single.body, text, username, given));
  const came = `${in_short({ status: 200, etag: undefined, body: text })} there, and here ${in_short(single)}`;
  return point(is_same || is_nothing, what, expected, is_same || is_nothing ? "that" : came);
}

/** What the contract wants of requests for many rosters. */
export async function check_batches(batch_url: string, given: Arguments): Promise<Point[]> {
  const unknown = nobody();
  const body = JSON.stringify([...given.usernames, unknown]);
  const url = fill_url(batch_url, "", given.host);
  const reply = await ask(url, { method: "POST", headers: given.headers, body });
  const answer = reply.status === 200 ? read_json(reply.body) : undefined;
  const expected = "200 and a JSON object, username to roster";
  if (!is_record(answer)) return [point(false, `POST ${body} for a batch`, expected, in_short(reply))];
  const points = [point(true, `POST ${body} for a batch`, expected, "that")];
  for (const username of given.usernames) points.push(await one_of_batch(answer, username, given));
  const part = answer[unknown];
  const is_good = part === undefined || part === null || is_empty(part);
  const came = part === undefined ? "nothing" : JSON.stringify(part);
  points.push(point(is_good, "a user in the batch whom nobody knows", "nothing, null or no contacts", came));
  return points;
}
