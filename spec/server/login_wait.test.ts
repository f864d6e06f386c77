import assert from "node:assert/strict";
import { test } from "node:test";
import { after, hang } from "../support/backend_behaviour.ts";
import { log_in } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { arrive, fresh } from "../support/scene.ts";
import { test_server } from "../support/test_server.ts";

for_each_prosody("http_roster_login_wait", (version) => {
  const server = test_server(version, {
    host: { http_roster_login_wait: 0, http_roster_timeout: 5 },
    other_hosts: (backend) => ({
      "silent.test": {
        http_roster_url: backend.url,
        http_roster_login_wait: 0.5,
        http_roster_timeout: 2,
        storage: { http_roster: "test_faulty" },
        test_store_fault: "never answers",
      },
      "brief.test": { http_roster_url: backend.url, http_roster_login_wait: 0.3, http_roster_timeout: 5 },
    }),
  });

  /** Somebody whose roster is known, and has changed since; the backend says so when the gate opens. */
  async function known_before(host?: string) {
    const john = fresh("john");
    server.backend.rosters.set(john, { "old@x.test": {} });
    await (await arrive(server.prosody, john, { host })).stop();
    const gate = new_gate();
    server.backend.rosters.set(john, { "new@x.test": {} });
    server.backend.behave(john, after(gate));
    return { john, gate };
  }

  async function jids_of(client: Awaited<ReturnType<typeof log_in>>): Promise<string[]> {
    return (await client.roster()).items.map(({ jid }) => jid);
  }

  test("0: a login with a known roster does not wait, and what changed is pushed when it comes", async () => {
    const { john, gate } = await known_before();
    const client = await log_in(server.prosody, john);
    assert.deepEqual(await jids_of(client), ["old@x.test"]);
    gate.open();
    const pushes = [await client.push(), await client.push()];
    assert.deepEqual(pushes.map(({ item }) => `${item.jid} ${item.subscription}`).sort(), [
      "new@x.test both",
      "old@x.test remove",
    ]);
    await client.stop();
  });

  test("0: a login with what was known before a restart does not wait either", async () => {
    const { john, gate } = await known_before();
    await server.prosody.restart();
    const client = await log_in(server.prosody, john);
    assert.deepEqual(await jids_of(client), ["old@x.test"]);
    gate.open();
    await client.push(({ item }) => item.jid === "new@x.test");
    await client.stop();
  });

  test("where nothing is known a login waits all the same", async () => {
    const john = fresh("john");
    const gate = new_gate();
    server.backend.rosters.set(john, { "new@x.test": {} });
    server.backend.behave(john, after(gate));
    const coming = log_in(server.prosody, john);
    await server.backend.requested(john);
    gate.open();
    assert.deepEqual(await jids_of(await coming), ["new@x.test"]);
  });

  test("more than 0: a login waits so long and no longer", async () => {
    const { john, gate } = await known_before("brief.test");
    const start = performance.now();
    const client = await log_in(server.prosody, john, { host: "brief.test" });
    assert.ok(performance.now() - start < 3000);
    assert.deepEqual(await jids_of(client), ["old@x.test"]);
    gate.open();
    await client.push(({ item }) => item.jid === "new@x.test");
    await client.stop();
  });

  test("where neither the store nor the backend answers, a login waits for the timeout and a second at most", async () => {
    const john = fresh("john");
    server.backend.behave(john, hang);
    const start = performance.now();
    await log_in(server.prosody, john, { host: "silent.test" });
    const taken = performance.now() - start;
    assert.ok(taken < 3500, `${Math.round(taken)} ms`);
  });
});
