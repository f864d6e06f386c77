import { fingerprint } from "../json/fingerprint";
import { step_over } from "../json/json_reader";
import { new_member_reader } from "../json/json_text";
import { is_null } from "../json/json_value";
import { stands_at } from "../json/text_blocks";
import { type Breathe } from "../slices";
import { recognise, with_document } from "./answer";
import { type Answer, type Known } from "./wish";

/** `true` where a roster's known text stands at a position: it need not be decoded to be told where it ends. */
function is_known(text: string, at: number, known: Known | undefined): known is Known & { size: number } {
  if (known?.size === undefined) return false;
  const behind = at + known.size;
  if (string.find(text, "^[,} \t\r\n]", behind)[0] === undefined) return false;
  if (type(known.blocks) === "table") return stands_at(known.blocks as string[], text, at);
  return known.fingerprint !== undefined && known.fingerprint === fingerprint(string.sub(text, at, behind - 1));
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
function read_batch(
  text: string,
  known_of: (this: void, username: string) => Known | undefined,
  breathe: Breathe,
): LuaMultiReturn<[answers: LuaMap<string, Answer>] | [undefined, problem: string]> {
  const answers = new LuaMap<string, Answer>();
  const read_at = new_member_reader(text, read_member);
  const problem = step_over(
    text,
    (name, at, read) => {
      const known = known_of(name);
      if (is_known(text, at, known)) {
        if (!answers.has(name)) answers.set(name, { kind: "unchanged" });
        return $multi(at + known.size - 1);
      }
      const [answer, end] = read_at(at, known);
      if (answer !== undefined) {
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

export { read_batch };
