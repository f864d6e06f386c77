import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { RecordedRequest } from "../support/backend.ts";
import { after, answer, in_turn, normally, reset, until_close } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact, log_in_with_roster, only_push, unchanged } from "../support/online.ts";
import { complete, type Outcome, read_outcome, refresh } from "../support/outcome.ts";
import { test_server } from "../support/test_server.ts";

const size = 3;
const ann = "ann@example.com";

for_each_prosody("rosters asked for by batch", (version) => {
  const server = test_server(version, {
    other_hosts: ({ url, batch_url }) => ({
      "batch.test": {
        http_roster_url: url,
        http_roster_batch_url: batch_url,
        http_roster_batch_size: size,
        http_roster_headers: { "X-Key": "of the application" },
      },
    }),
  });
  const host = "batch.test";
  let clients: Client[] = [];
  let users = 0;

  beforeEach(async () => {
    server.backend.behave_for_batches(normally);
    await Promise.all(clients.map((client) => client.stop()));
    clients = [];
  });

  /** So many users online, each with an empty roster. */
  async function online(count: number, names: readonly string[] = []): Promise<Client[]> {
    const usernames = Array.from({ length: count }, (_, at) => names[at] ?? `user${++users}`);
    for (const username of usernames) server.backend.rosters.set(username, {});
    clients = await Promise.all(usernames.map((username) => log_in_with_roster(server.prosody, username, { host })));
    return clients;
  }

  function befriend(list: readonly Client[], name: string): void {
    for (const { username } of list) server.backend.rosters.set(username, { [ann]: { name } });
  }

  interface Told {
    outcome: Outcome;
    batches: RecordedRequest[];
    alone: RecordedRequest[];
  }

  /** Refreshes these users; what the backend was asked meanwhile. */
  async function tell(list: readonly Client[]): Promise<Told> {
    const before = server.backend.requests.length;
    const outcome = await refresh(
      server.prosody,
      list.map(({ username }) => username),
      { host },
    );
    const requests = server.backend.requests.slice(before);
    return {
      outcome,
      batches: requests.filter(({ usernames }) => usernames !== undefined),
      alone: requests.filter(({ usernames }) => usernames === undefined),
    };
  }

  function sorted(names: readonly string[]): string[] {
    return [...names].sort();
  }

  test("come in one request for several users", async () => {
    const list = await online(size);
    befriend(list, "Ann");
    const { outcome, batches, alone } = await tell(list);
    assert.deepEqual(outcome, complete(size));
    assert.deepEqual(alone, []);
    assert.equal(batches.length, 1);
    const { headers, body } = batches[0] ?? assert.fail();
    assert.deepEqual(sorted(JSON.parse(body) as string[]), sorted(list.map(({ username }) => username)));
    assert.equal(headers["x-key"], "of the application");
    assert.equal(headers.accept, "application/json");
    assert.equal(headers["content-type"], "application/json");
    for (const client of list) assert.deepEqual(await only_push(client), contact(ann, { name: "Ann" }));
  });

  test("are asked for alone for one user, and at login", async () => {
    const before = server.backend.batches().length;
    const [client] = await online(1);
    assert.ok(client !== undefined);
    befriend([client], "Ann");
    const { outcome, batches, alone } = await tell([client]);
    assert.deepEqual(outcome, complete(1));
    assert.deepEqual([batches.length, alone.length], [0, 1]);
    assert.equal(server.backend.batches().length, before);
  });

  test("come in as many requests as it takes, each user in one of them", async () => {
    const list = await online(2 * size + 2);
    befriend(list, "Ann");
    const { outcome, batches, alone } = await tell(list);
    assert.deepEqual(outcome, complete(list.length));
    assert.deepEqual(alone, []);
    assert.deepEqual(batches.map(({ usernames }) => usernames?.length).sort(), [2, size, size]);
    const asked = batches.flatMap(({ usernames }) => usernames ?? []);
    assert.deepEqual(sorted(asked), sorted(list.map(({ username }) => username)));
    for (const client of list) assert.deepEqual(await only_push(client), contact(ann, { name: "Ann" }));
  });

  test("come in two requests at a time, so that they can be read as they come", async () => {
    const list = await online(4 * size);
    befriend(list, "Ann");
    const gate = new_gate();
    server.backend.behave_for_batches(after(gate));
    const before = server.backend.batches().length;
    const told = tell(list);
    await server.backend.batch_requested(before + 2);
    // Whatever Prosody would send at once, it has sent by then.
    for (const client of list) await client.until_pong();
    assert.equal(server.backend.batches().length - before, 2);
    gate.open();
    const { outcome, batches } = await told;
    assert.deepEqual(outcome, complete(list.length));
    assert.equal(batches.length, 4);
  });

  test("are told apart whatever the users are called", async () => {
    const list = await online(size, ["zoë", "a%b#c?d+é", "x\\20y"]);
    befriend(list, "Ann");
    assert.deepEqual((await tell(list)).outcome, complete(size));
    for (const client of list) assert.deepEqual(await only_push(client), contact(ann, { name: "Ann" }));
  });

  test("are not decoded, nor pushed, where nothing changed", async () => {
    const list = await online(size);
    befriend(list, "Ann");
    await tell(list);
    for (const client of list) await only_push(client);
    assert.deepEqual((await tell(list)).outcome, complete(size));
    for (const client of list) await unchanged(client, [contact(ann, { name: "Ann" })]);
  });

  test("fail for those whom the answer leaves out, or gives as null, and for nobody else", async () => {
    const list = await online(size);
    const [left_out, null_one, fine] = list as [Client, Client, Client];
    server.backend.behave_for_batches(
      answer(200, { [null_one.username]: null, [fine.username]: { [ann]: {} }, nobody: {} }),
    );
    const { outcome } = await tell(list);
    assert.deepEqual([outcome.updated, outcome.errors], [1, 2]);
    assert.deepEqual(sorted(Object.keys(outcome.failed)), sorted([left_out.username, null_one.username]));
    for (const problem of Object.values(outcome.failed)) assert.match(problem, /batch answer leaves this user out/);
    assert.deepEqual(await only_push(fine), contact(ann));
    for (const client of [left_out, null_one]) await unchanged(client, []);
  });

  const broken: { what: string; body: string; problem: RegExp }[] = [
    { what: "no JSON", body: "<html>", problem: /is no JSON object of usernames/ },
    { what: "a list", body: '[{"a":{}}]', problem: /is no JSON object of usernames/ },
    { what: "an empty list", body: "[]", problem: /leaves this user out/ },
    { what: "half an object", body: '{"somebody":{"a@b.c":{', problem: /is not JSON/ },
  ];
  for (const { what, body, problem } of broken) {
    test(`fail, and say why, where the answer is ${what}`, async () => {
      const list = await online(size);
      befriend(list, "Ann");
      server.backend.behave_for_batches(answer(200, body));
      const { outcome } = await tell(list);
      assert.deepEqual([outcome.code, outcome.errors], [500, size]);
      for (const text of Object.values(outcome.failed)) assert.match(text, problem);
      for (const client of list) await unchanged(client, []);
    });
  }

  test("come with brackets in names, and from backends that end by closing", async () => {
    const list = await online(size);
    for (const [at, { username }] of list.entries()) {
      server.backend.rosters.set(username, { [ann]: { name: ["}},", '"]}{', "\\"][at] ?? "" } });
    }
    server.backend.behave_for_batches(until_close);
    assert.deepEqual((await tell(list)).outcome, complete(size));
    for (const [at, client] of list.entries()) {
      assert.deepEqual(await only_push(client), contact(ann, { name: ["}},", '"]}{', "\\"][at] ?? "" }));
    }
  });

  for (const [what, fault] of [
    ["503", answer(503)],
    ["a lost connection", reset],
  ] as const) {
    test(`are asked for again by themselves after ${what}`, async () => {
      const list = await online(size);
      befriend(list, "Ann");
      server.backend.behave_for_batches(in_turn(fault, normally));
      const { outcome } = await tell(list);
      assert.deepEqual([outcome.code, outcome.errors], [500, size]);
      for (const client of list) assert.deepEqual(await only_push(client), contact(ann, { name: "Ann" }));
    });
  }

  test("come for everyone online after refresh-all", async () => {
    const list = await online(2 * size);
    befriend(list, "Ann");
    const before = server.backend.requests.length;
    const outcome = read_outcome(await server.prosody.request("POST", "/roster_admin/refresh-all", { host }));
    assert.deepEqual(outcome, complete(list.length));
    assert.deepEqual(
      server.backend.requests.slice(before).map(({ usernames }) => usernames?.length),
      [size, size],
    );
    for (const client of list) assert.deepEqual(await only_push(client), contact(ann, { name: "Ann" }));
  });
});
