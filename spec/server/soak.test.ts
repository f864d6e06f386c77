import assert from "node:assert/strict";
import { test } from "node:test";
import { soak } from "../soak/soak.ts";
import { for_each_prosody } from "../support/each_prosody.ts";

for_each_prosody("a short soak", (version) => {
  test("leaves every client with the backend's roster, and nothing else behind", async (t) => {
    const options = { version, users: 40, minutes: 0.15, seed: 4, reloads: 2, longest_phase: 1.5 };
    const { report, problems } = await soak(options);
    for (const line of report) t.diagnostic(line);
    assert.deepEqual(problems, []);
  });
});
