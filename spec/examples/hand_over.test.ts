import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  outcome_of,
  pause_after,
  type Reply,
  rest_until,
  type Standing,
  standing_after,
  untried,
} from "../../examples/backend/hand_over.ts";

function reply(status: number, body: unknown): Reply {
  return { status, body: JSON.stringify(body) };
}

describe("what Prosody's answer means", () => {
  test("done, for all but those named under failed, be they some or all", () => {
    assert.deepEqual(outcome_of(reply(200, { updated: 2, errors: 0, offline: 1 })), {
      kind: "done",
      failed: new Map(),
    });
    const failed = { john: "backend answered 503" };
    const expected = { kind: "done", failed: new Map(Object.entries(failed)) };
    assert.deepEqual(outcome_of(reply(200, { updated: 1, errors: 1, failed })), expected);
    assert.deepEqual(outcome_of(reply(500, { updated: 0, errors: 1, failed })), expected);
  });

  const refused: Record<string, Reply> = {
    "no answer": { problem: "connect ECONNREFUSED" },
    "a wrong token": reply(401, { status: "error", message: "a wrong token", updated: 0, errors: 0 }),
    "an unknown host": { status: 404, body: "<html>" },
    "taken for later": reply(202, { status: "ok", message: "accepted", updated: 0, errors: 0 }),
    "a fault of Prosody's": { status: 500, body: "traceback" },
    "somebody else's page": { status: 200, body: "<html>Welcome!</html>" },
    "somebody else's JSON": reply(200, { ok: true }),
    "somebody else's array": reply(200, []),
    "failures without names": reply(200, { updated: 1, errors: 1 }),
    "an answer that is null": reply(200, null),
  };
  for (const [what, answer] of Object.entries(refused)) {
    test(`${what}: nobody was told`, () => assert.equal(outcome_of(answer).kind, "refused"));
  }
});

describe("how the relay goes on", () => {
  const refusal = { kind: "refused", why: "" } as const;
  const done = { kind: "done", failed: new Map<string, string>() } as const;

  test("after each refusal half as many at once, but one; after each success twice as many, up to where it began", () => {
    const sizes: number[] = [];
    let standing: Standing = untried;
    for (const outcome of [...Array<typeof refusal>(9).fill(refusal), ...Array<typeof done>(8).fill(done)]) {
      standing = standing_after(standing, outcome);
      sizes.push(standing.size);
    }
    assert.deepEqual(sizes, [50, 25, 13, 7, 4, 2, 1, 1, 1, 2, 4, 8, 16, 32, 64, 100, 100]);
    assert.equal(standing.refusals, 0);
  });

  test("pauses double from half a second to half a minute, and are shortened by up to a half", () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 7, 8, 100].map((failures) => pause_after(failures, 1));
    assert.deepEqual(longest, [0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    assert.equal(pause_after(3, 0), 1000);
  });

  test("rests until the next entry is due, a moment where others have it, and never long", () => {
    assert.equal(rest_until(undefined, 1000), 5000);
    assert.equal(rest_until(1700, 1000), 700);
    assert.equal(rest_until(900, 1000), 500);
    assert.equal(rest_until(1_000_000, 1000), 5000);
  });
});
