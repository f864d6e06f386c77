import { step_over } from "../json/json_reader";
import { new_member_reader } from "../json/json_text";
import { is_null } from "../json/json_value";
import { changed_part_at, fingerprint } from "../json/text_blocks";
import { type Breathe } from "../time_slices";
import { recognise, with_document } from "./answer";
import { type Answer, type Failure, type Known } from "./queue";

const SHORT = 100;
const UNCHANGED: Answer = { kind: "unchanged" };

/** `true` where a roster's known text stands at a position: it need not be decoded to be told where it ends. */
function is_known(text: string, at: number, known: Known | undefined): known is Known & { size: number } {
  if (known?.size === undefined || known.fingerprint === undefined) return false;
  const behind = at + known.size;
  if (string.find(text, "^[,} \t\r\n]", behind)[0] === undefined) return false;
  return known.fingerprint === fingerprint(string.sub(text, at, behind - 1));
}

/** What the text of one user's roster says; nil where it is no JSON. */
function read_member(member: string, known: Known | undefined): Answer | undefined {
  const answer = with_document(recognise(member, known, undefined), known, undefined);
  return answer.kind === "failed" ? undefined : answer;
}

/**
 * What the answer to a batch, an object of usernames and rosters, says of each user whom it names; or what is wrong with it. It is whole or
 * it says nothing.
 */
function read_document(
  text: string,
  known_of: (this: void, username: string) => Known | undefined,
  breathe: Breathe,
): LuaMultiReturn<[answers: LuaMap<string, Answer>] | [undefined, problem: string]> {
  const answers = new LuaMap<string, Answer>();
  const read_at = new_member_reader(text, read_member);
  // To look for what is not there may take as long as all the rest of the text: once is enough.
  let is_looked_for = true;
  /** Reads a roster by what is known of it, without cutting it out. */
  const read_in_place = (
    at: number,
    known: Known | undefined,
  ): LuaMultiReturn<[answer: Answer, last: number] | [undefined]> => {
    if (is_known(text, at, known)) return $multi(UNCHANGED, at + known.size - 1);
    if (!is_looked_for || known?.blocks === undefined) return $multi(undefined);
    const [part, last] = changed_part_at(known.blocks, text, at);
    if (part === "same") return $multi(UNCHANGED, last);
    // What is as long as it was, and has changed, was looked for.
    is_looked_for = part !== undefined && last - at + 1 !== known.size;
    if (part === undefined) return $multi(undefined);
    return $multi({ kind: "roster", text, first: at, last, part }, last);
  };
  const problem = step_over(
    text,
    (name, at, read) => {
      const known = known_of(name);
      let [answer, end] = read_in_place(at, known);
      if (answer === undefined) [answer, end] = read_at(at, known);
      if (answer !== undefined && end !== undefined) {
        if (!answers.has(name)) answers.set(name, answer);
        return $multi(end);
      }
      const [document, last] = read(at);
      if (document === undefined) return $multi(undefined, last);
      if (!is_null(document) && !answers.has(name)) {
        answers.set(name, { kind: "roster", text: string.sub(text, at, last), document });
      }
      return $multi(last);
    },
    breathe,
  );
  if (problem === undefined) return $multi(answers);
  return $multi(undefined, problem);
}

/** What is wrong with a batch answer, in words for those who are told. */
function failure_of(problem: string, text: string): Failure {
  const is_object = string.find(string.sub(text, 1, SHORT), "^[ \t\r\n]*{")[0] !== undefined;
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
  const is_empty = text.length < SHORT && string.find(text, "^[ \t\r\n]*%[[ \t\r\n]*%][ \t\r\n]*$")[0] !== undefined;
  const [answers, problem] = read_document(is_empty ? "{}" : text, known_of, breathe);
  if (answers === undefined) return $multi(undefined, failure_of(problem, text));
  return $multi(answers);
}

export { read_batch };
