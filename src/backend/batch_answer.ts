import { read_batch as read_document } from "./batch_document";
import { type Breathe } from "../slices";
import { type Answer, type Failure, type Known } from "./wish";

/** What is wrong with a batch answer, in words for those who are told. */
function failure_of(problem: string, text: string): Failure {
  const is_object = string.find(string.sub(text, 1, 100), "^[ \t\r\n]*{")[0] !== undefined;
  const what = is_object ? `is not JSON (${problem})` : "is no JSON object of usernames";
  return { kind: "failed", problem: `backend's batch answer ${what}`, cause: "answer" };
}

/** Each user's part of a batch answer, once the whole of it has been seen to be JSON. */
function read_batch(
  text: string,
  known_of: (this: void, username: string) => Known | undefined,
  breathe: Breathe,
): LuaMultiReturn<[answers: LuaMap<string, Answer>, failure?: undefined] | [answers: undefined, failure: Failure]> {
  // An empty array is PHP's empty object.
  const document = string.find(text, "^%s?%[%s?%]%s?$")[0] === undefined ? text : "{}";
  const [answers, problem] = read_document(document, known_of, breathe);
  if (answers === undefined) return $multi(undefined, failure_of(problem, text));
  return $multi(answers);
}

export { read_batch };
