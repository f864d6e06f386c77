import assert from "node:assert/strict";
import { test } from "node:test";
import { model } from "../model/model.ts";
import { for_each_prosody } from "../support/each_prosody.ts";

for_each_prosody("random sequences of all that can happen", (version) => {
  test("show each client nothing but what it may see, and in the end the backend's roster", async (t) => {
    const { report, problems } = await model({ version, seed: 1000, sequences: 1200, reloads: 6 });
    for (const line of report) t.diagnostic(line);
    assert.deepEqual(problems, []);
  });
});
