import { fingerprint } from "../json/fingerprint";
import { new_batch_reader, next_name, skip_known, take_part, take_value } from "./batch_document";
import { is_null } from "../json/json_value";
import { in_slices } from "../slices";
import { type Failure, type Wish } from "./wish";

const LEFT_OUT: Failure = { kind: "failed", problem: "backend's batch answer leaves this user out", passing: false };

/** Gives each user of a batch their part of the answer. */
function hand_out(answer: string, wishes: Wish[]): void {
  const by_name = new LuaMap<string, Wish>();
  for (const wish of wishes) by_name.set(wish.username, wish);
  const reader = new_batch_reader(answer);
  let problem = reader === undefined ? "is no JSON object of usernames" : undefined;

  const give_next = (): boolean => {
    if (reader === undefined) return false;
    const [name, wrong] = next_name(reader);
    if (name === undefined) {
      if (wrong !== undefined) problem = `is not JSON (${wrong})`;
      return false;
    }
    const wish = by_name.get(name);
    const known = wish?.known;
    if (
      known?.fingerprint !== undefined &&
      known.size !== undefined &&
      skip_known(reader, known.size, known.fingerprint)
    ) {
      by_name.delete(name);
      wish?.on_answer({ kind: "unchanged" });
      return true;
    }
    if (known?.blocks !== undefined) {
      const [text, part] = take_part(reader, known.blocks);
      if (text !== undefined) {
        by_name.delete(name);
        wish?.on_answer(part === "same" ? { kind: "unchanged" } : { kind: "roster", text, part });
        return true;
      }
    }
    const [text, document, blocks] = take_value(reader, known);
    if (text === undefined) {
      problem = `is not JSON (at the roster of ${name})`;
      return false;
    }
    if (wish !== undefined && !is_null(document)) {
      by_name.delete(name);
      wish.on_answer({ kind: "roster", text, fingerprint: fingerprint(text), document, blocks });
    }
    return true;
  };

  in_slices(() => {
    if (give_next()) return true;
    const failure: Failure =
      problem === undefined
        ? LEFT_OUT
        : { kind: "failed", problem: `backend's batch answer ${problem}`, passing: false };
    for (const wish of wishes) {
      if (by_name.has(wish.username)) wish.on_answer(failure);
    }
    return false;
  });
}

export { hand_out };
