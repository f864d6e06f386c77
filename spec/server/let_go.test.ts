import assert from "node:assert/strict";
import { before, test } from "node:test";
import { arrives, watch_arrivals } from "../support/arrivals.ts";
import { answer } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";

import { complete, is_record, read_object, refresh } from "../support/outcome.ts";
import { arrive, fresh } from "../support/scene.ts";
import { test_server } from "../support/test_server.ts";

const [ann, bob] = ["ann@x.test", "bob@x.test"];
/** So many others that a body with them is on its way through the slices for half a second or so. */
const many = 360;
const contacts_of_each = 50;
const [small, none] = ["small.test", "none.test"];

function contacts(count: number): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`contact${i}@x.test`, { name: `No. ${i}` }]));
}

const others = Object.fromEntries(Array.from({ length: many }, (_, i) => [`other${i}`, contacts(contacts_of_each)]));

for_each_prosody("somebody of whom nothing is held any more", (version) => {
  const server = test_server(version, {
    other_hosts: ({ url }) => ({
      [small]: { http_roster_url: url, http_roster_cache_size: 2 },
      [none]: { http_roster_url: url, http_roster_cache_size: 0 },
    }),
  });

  before(async () => {
    for (const host of ["chat.test", small]) await watch_arrivals(server.prosody, host);
  });

  async function contacts_held(username: string, host = "chat.test"): Promise<string[] | undefined> {
    const response = await server.prosody.request("GET", `/roster_admin/rosters/${username}`, { host });
    if (response.status === 404) return undefined;
    const { roster } = read_object(response);
    assert.ok(is_record(roster));
    return Object.keys(roster);
  }

  /** Is held, and has gone. */
  async function new_user(): Promise<string> {
    const username = fresh("john");
    server.backend.rosters.set(username, { [ann]: {} });
    await (await arrive(server.prosody, username)).stop();
    assert.deepEqual(await contacts_held(username), [ann]);
    return username;
  }

  /** A body that is still being read, the user's roster in it at the end. */
  function hand_over_slowly(username: string, host = "chat.test"): ReturnType<typeof arrives> {
    return arrives(server.prosody, "POST", "rosters", { host, json: { ...others, [username]: { [bob]: {} } } });
  }

  test("is not brought back by a body that arrived before the user was deleted", async () => {
    const john = await new_user();
    const { answer: read } = await hand_over_slowly(john);
    const code = 'return require "core.usermanager".delete_user(...)';
    assert.equal(await server.prosody.lua(code, [john, "chat.test"]), true);
    assert.equal(await contacts_held(john), undefined);
    assert.equal((await read).status, 200);
    assert.equal(await contacts_held(john), undefined);
  });

  test("nor by one that arrived before the backend said that the user is gone", async () => {
    const john = await new_user();
    server.backend.behave(john, answer(410));
    const { answer: read } = await hand_over_slowly(john);
    assert.deepEqual(await refresh(server.prosody, [john]), complete(1));
    await until(
      async () => (await contacts_held(john)) === undefined,
      () => `${john} to be gone`,
    );
    assert.equal((await read).status, 200);
    assert.equal(await contacts_held(john), undefined);
  });

  test("nor by one that arrived before what was held, and had to make room for others", async () => {
    const john = fresh("john");
    const { answer: read } = await hand_over_slowly(john, small);
    const later = { [john]: { [ann]: {} }, ...Object.fromEntries([1, 2, 3].map((i) => [`newcomer${i}`, {}])) };
    const { answer: told } = await arrives(server.prosody, "POST", "rosters", { host: small, json: later });
    assert.equal((await told).status, 200);
    assert.equal((await read).status, 200);
    assert.deepEqual(await contacts_held(john, small), [ann]);
  });

  test("is everybody offline where http_roster_cache_size is 0", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    const nobody_held = async (): Promise<void> => {
      await until(
        async () => {
          const response = await server.prosody.request("GET", "/roster_admin/status", { host: none });
          return read_object(response)["rosters_held"] === 0;
        },
        () => "nothing to be held",
      );
    };
    for (const name of [john, marie]) server.backend.rosters.set(name, { [ann]: { subscription: "from" } });
    const clients = await Promise.all([john, marie].map((name) => arrive(server.prosody, name, { host: none })));
    for (const client of clients) {
      assert.deepEqual(
        (await client.roster()).items.map(({ jid }) => jid),
        [ann],
      );
      await client.stop();
    }
    await nobody_held();
    const json = { [john]: { [bob]: {} }, [marie]: {} };
    assert.equal((await server.prosody.request("POST", "/roster_admin/rosters", { host: none, json })).status, 200);
    await nobody_held();
    const asked = server.backend.requests_for(john).length;
    await server.prosody.lua('require "core.rostermanager".load_roster(...)', [john, none]);
    await server.backend.requested(john, asked + 1);
    await nobody_held();
  });

  test("but is by what comes later", async () => {
    const john = await new_user();
    const code = 'return require "core.usermanager".delete_user(...)';
    assert.equal(await server.prosody.lua(code, [john, "chat.test"]), true);
    const { answer: told } = await arrives(server.prosody, "POST", "rosters", { json: { [john]: { [bob]: {} } } });
    assert.equal((await told).status, 200);
    assert.deepEqual(await contacts_held(john), [bob]);
  });
});
