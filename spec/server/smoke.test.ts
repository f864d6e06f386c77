import assert from "node:assert/strict";
import { test } from "node:test";
import { for_each_prosody } from "../support/each_prosody.ts";
import { test_server } from "../support/test_server.ts";

for_each_prosody("a first look", (version) => {
  const server = test_server(version);

  test("two users become friends and see each other", async () => {
    const { backend, prosody } = server;
    backend.rosters.set("john", {});
    backend.rosters.set("marie", {});
    const john = await server.log_in("john");
    const marie = await server.log_in("marie");
    assert.deepEqual((await john.roster()).items, []);
    assert.deepEqual((await marie.roster()).items, []);
    await john.available();
    await marie.available();
    await john.nothing_until_pong();
    await marie.nothing_until_pong();

    backend.rosters.set("john", { "marie@chat.test": { name: "Marie" } });
    backend.rosters.set("marie", { "john@chat.test": { name: "John" } });
    const answer = await prosody.request("POST", "/roster_admin/refresh", { json: ["john", "marie"] });
    assert.equal(answer.status, 200);

    const { item } = await john.push();
    assert.deepEqual(item, { jid: "marie@chat.test", subscription: "both", name: "Marie", groups: [] });
    assert.equal((await marie.push()).item.jid, "john@chat.test");
    await john.presence("marie@chat.test");
    await marie.presence("john@chat.test");
  });
});
