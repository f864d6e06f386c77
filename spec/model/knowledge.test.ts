import assert from "node:assert/strict";
import { test } from "node:test";
import { Knowledge, text_of_document, type Word } from "./knowledge.ts";

const contact = "ann@far.test";
const at_first = { [contact]: { name: "at first", subscription: "both" } };
const at_last = { [contact]: { name: "at last", subscription: "both" } };

/**
 * What is possible where a word was said while the roster was empty, and the backend has told nobody of what it says since, which a client shows
 * that asked for it at 1, of `performance.now()`.
 */
function possible_after(kind: Word["kind"], course: Partial<Word>): string[] {
  const knowledge = new Knowledge(at_first);
  knowledge.change({ [contact]: null });
  const word = knowledge.say(kind, {}, false);
  Object.assign(word, course);
  knowledge.change(at_last);
  knowledge.saw(text_of_document(at_last), 1);
  return knowledge.possible(Infinity).map(text_of_document);
}

const nobody = text_of_document({});
const renamed = text_of_document(at_last);

test("a hand-over that arrives after a roster was asked for may have its effect when that has been shown", () => {
  assert.deepEqual(possible_after("hand-over", { arrived_at: 2 }), [nobody, renamed]);
});

test("a hand-over that had arrived before has none then", () => {
  assert.deepEqual(possible_after("hand-over", { arrived_at: 0 }), [renamed]);
});

test("a hand-over that has had its effect has it once", () => {
  assert.deepEqual(possible_after("hand-over", { arrived_at: 2, settled_at: 3, outcome: "updated" }), [renamed]);
});

test("a refresh, whenever it arrives, brings nothing older than what has been shown", () => {
  assert.deepEqual(possible_after("refresh", { arrived_at: 2 }), [renamed]);
});
