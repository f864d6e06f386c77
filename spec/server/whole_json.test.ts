import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { answer, normally } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { contact, log_in_with_roster, only_push, unchanged } from "../support/online.ts";
import { complete, read_outcome, refresh } from "../support/outcome.ts";
import { test_server } from "../support/test_server.ts";
import { without_cjson } from "../support/without_cjson.ts";

const ann = "ann@example.com";
const batch_host = "batch.test";

for (const [decoder, lua] of [
  ["lua-cjson", ""],
  ["the module's own reader", without_cjson],
] as const) {
  for_each_prosody(`only whole JSON counts with ${decoder}`, (version) => {
    const server = test_server(version, {
      lua,
      other_hosts: ({ url, batch_url }) => ({
        [batch_host]: { http_roster_url: url, http_roster_batch_url: batch_url },
      }),
    });
    let clients: Client[] = [];
    let users = 0;

    beforeEach(async () => {
      server.backend.behave_for_batches(normally);
      await Promise.all(clients.map((client) => client.stop()));
      clients = [];
    });

    /** Somebody online who has Ann as a contact. */
    async function online(host: string): Promise<Client> {
      const username = `user${++users}`;
      server.backend.rosters.set(username, { [ann]: {} });
      const client = await log_in_with_roster(server.prosody, username, { host });
      clients.push(client);
      return client;
    }

    describe("of a batch", () => {
      const faults: [what: string, text: (john: string, marie: string) => string][] = [
        ["that breaks off behind a user", (john) => `{"${john}": {}`],
        ["that breaks off behind a comma", (john) => `{"${john}":{},`],
        ["that breaks off in another user", (john, marie) => `{"${john}":{},"${marie}":{"a@b.c":{}`],
        ["with a comma too many at its end", (john, marie) => `{"${john}":{},"${marie}":{},}`],
        ["with a comma too many in a roster", (john, marie) => `{"${john}":{},"${marie}":{"a@b.c":{},}}`],
        ["with a comma too many between users", (john, marie) => `{"${john}":{},,"${marie}":{}}`],
        ["with more behind its end", (john, marie) => `{"${john}":{},"${marie}":{}}{}`],
      ];
      for (const [what, text] of faults) {
        test(what, async () => {
          const [john, marie] = [await online(batch_host), await online(batch_host)];
          server.backend.behave_for_batches(answer(200, text(john.username, marie.username)));
          const outcome = await refresh(server.prosody, [john.username, marie.username], { host: batch_host });
          assert.deepEqual([outcome.code, outcome.updated, outcome.errors], [500, 0, 2]);
          for (const problem of Object.values(outcome.failed)) assert.match(problem, /batch answer is not JSON/);
          await unchanged(john, [contact(ann)]);
          await unchanged(marie, [contact(ann)]);
        });
      }
    });

    describe("of one roster", () => {
      for (const text of [`{"${ann}":{},}`, `{"b@example.com":{"groups":["x",]}}`, `{,"b@example.com":{}}`, "[{},]"]) {
        test(text, async () => {
          const john = await online("chat.test");
          server.backend.behave(john.username, answer(200, text));
          const { code, failed } = await refresh(server.prosody, [john.username]);
          assert.equal(code, 500);
          assert.match(failed[john.username] ?? "", /is not JSON/);
          await unchanged(john, [contact(ann)]);
        });
      }
    });

    describe("of a long roster that is known by its blocks, where", () => {
      const members = Array.from({ length: 100 }, (_, i) => `"contact${i}@example.com":{"name":"Contact ${i}"}`);
      const [first, second] = ["Anna", "Annabel"].map((name) => `{"${ann}":{"name":"${name}"},${members.join(",")}}`);
      assert.ok(first !== undefined && second !== undefined);
      const evil = '"evil@example.com":{}';
      const faults: [what: string, text: string][] = [
        ["an object's beginning is in front of it", `{${evil},${second}`],
        ["an object is in front of it", `{${evil}},${second}`],
        ["members are behind it", `${second},${evil}}`],
        ["an object is behind it", `${second},{${evil}}`],
        ["a comma is in front of its end", `${second.slice(0, -1)},}`],
        ["it stands twice", `${second},${second}`],
      ];
      for (const [what, text] of faults) {
        test(what, async () => {
          const john = await online("chat.test");
          for (const good of [first, second]) {
            server.backend.behave(john.username, answer(200, good));
            assert.deepEqual(await refresh(server.prosody, [john.username]), complete(1));
          }
          const items = (await john.roster()).items.map(({ jid }) => jid).sort();
          assert.equal(items.length, 101);
          server.backend.behave(john.username, answer(200, text));
          const { code, failed } = await refresh(server.prosody, [john.username]);
          assert.equal(code, 500);
          assert.match(failed[john.username] ?? "", /is not JSON/);
          server.backend.behave(john.username, answer(200, second));
          assert.deepEqual(await refresh(server.prosody, [john.username]), complete(1));
          assert.deepEqual((await john.roster()).items.map(({ jid }) => jid).sort(), items);
        });
      }
    });

    describe("of a body", () => {
      for (const method of ["POST", "PATCH"]) {
        test(`${method} with a comma too many`, async () => {
          const john = await online("chat.test");
          for (const body of [`{"${john.username}":{},}`, `{"${john.username}":{"b@example.com":{},}}`]) {
            const outcome = read_outcome(await server.prosody.request(method, "/roster_admin/rosters", { body }));
            assert.equal(outcome.code, 400);
            assert.match(outcome.message, /the body is not JSON/);
          }
          await unchanged(john, [contact(ann)]);
        });

        test(`${method} that says two things of one user under two names`, async () => {
          const [john, marie] = [await online("chat.test"), await online("chat.test")];
          const changes = { [ann]: { name: "Ann" } };
          const said = { [john.username]: changes, [`${john.username}@chat.test`]: {}, [marie.username]: changes };
          const outcome = read_outcome(await server.prosody.request(method, "/roster_admin/rosters", { json: said }));
          assert.deepEqual([outcome.code, outcome.updated, outcome.errors], [200, 1, 1]);
          assert.deepEqual(Object.keys(outcome.failed), [john.username]);
          assert.match(outcome.failed[john.username] ?? "", /named twice/);
          assert.deepEqual(await only_push(marie), contact(ann, { name: "Ann" }));
          await unchanged(john, [contact(ann)]);
        });
      }

      test("POST /refresh with a comma too many", async () => {
        const body = '["john",]';
        const outcome = read_outcome(await server.prosody.request("POST", "/roster_admin/refresh", { body }));
        assert.equal(outcome.code, 400);
      });
    });
  });
}
