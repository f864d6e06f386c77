import assert from "node:assert/strict";
import { test } from "node:test";
import { for_each_prosody } from "../support/each_prosody.ts";
import { start_prosody } from "../support/prosody.ts";

for_each_prosody("Prosody's HTTP server", (version) => {
  // The tests' own bridge asks for it too, so it must not be there.
  test("is started for the module, where nothing else asks for it", async (context) => {
    const prosody = await start_prosody({
      version,
      hosts: { "chat.test": { http_roster_url: "http://127.0.0.1:9/contacts/%s" } },
      modules_disabled: ["test_bridge"],
      ready: "Serving 'roster_admin'",
    });
    context.after(() => prosody.stop());
    const answer = await prosody.request("GET", "/roster_admin/status");
    assert.equal(answer.status, 200);
    assert.deepEqual(prosody.tracebacks(), []);
  });
});
