import assert from "node:assert/strict";
import { test } from "node:test";
import { crash } from "../outbox/crashes.ts";
import { for_each_prosody } from "../support/each_prosody.ts";

for_each_prosody("application, relay, Prosody and PostgreSQL, killed at any moment", (version) => {
  test("lose nothing, and tell nothing in the wrong order", async (t) => {
    const { report, problems } = await crash({ version, seed: version === "0.12" ? 2 : 5, kills: 8, users: 12 });
    for (const line of report) t.diagnostic(line);
    assert.deepEqual(problems, []);
  });
});
