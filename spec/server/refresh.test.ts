import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { after, answer, in_turn, normally } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact, log_in_with_roster, only_push, unchanged } from "../support/online.ts";
import { complete, type Outcome, read_outcome, refresh } from "../support/outcome.ts";
import type { RequestOptions } from "../support/prosody.ts";
import { test_server } from "../support/test_server.ts";
import { without_cjson } from "../support/without_cjson.ts";

const max_content_size = 100_000;

interface BadBody {
  what: string;
  body: string | Buffer | undefined;
  /** What the message says of what came. */
  came: RegExp;
}

const bad_bodies: readonly BadBody[] = [
  { what: "no body", body: undefined, came: /body/ },
  { what: "an empty body", body: "", came: /body/ },
  { what: "white space", body: " \n", came: /JSON/ },
  { what: "text", body: "john", came: /JSON/ },
  { what: "form fields", body: "users=john&users=marie", came: /JSON/ },
  { what: "half an array", body: '["john",', came: /JSON/ },
  { what: "an array and more", body: '["john"] ["marie"]', came: /JSON/ },
  { what: "bytes that are no text", body: Buffer.from([0x5b, 0xff, 0x00, 0xfe, 0x5d]), came: /JSON/ },
  { what: "an object", body: '{"john":true}', came: /object/ },
  { what: "an empty object", body: "{}", came: /object/ },
  { what: "a string", body: '"john"', came: /string/ },
  { what: "a number", body: "5", came: /number/ },
  { what: "null", body: "null", came: /null/ },
  { what: "a boolean", body: "true", came: /boolean|true/ },
  { what: "an array with a number", body: '["john",5]', came: /number/ },
  { what: "an array with null", body: '["john",null]', came: /null/ },
  { what: "an array with an array", body: '[["john"]]', came: /array/ },
  { what: "an array with an object", body: '["john",{"user":"marie"}]', came: /object/ },
  { what: "an array with a boolean", body: "[false]", came: /boolean|false/ },
  { what: "an array of 100,000 levels", body: `${"[".repeat(49_000)}${"]".repeat(49_000)}`, came: /nest|deep|array/ },
  { what: "the decoder's magic keys", body: '{"__array":["john"]}', came: /object/ },
];

for_each_prosody("a refresh", (version) => {
  const server = test_server(version, {
    options: { http_max_content_size: max_content_size },
    // Each version with another decoder, the other way round than for roster documents.
    lua: version === "13.0" ? without_cjson : "",
    other_hosts: ({ url }) => ({ "other.test": { http_roster_url: url } }),
  });
  let users = 0;

  function new_user(document: unknown = {}): string {
    const username = `user${++users}`;
    server.backend.rosters.set(username, document);
    return username;
  }

  async function get_refresh(path: string, options?: RequestOptions): Promise<Outcome> {
    return read_outcome(await server.prosody.request("GET", `/roster_admin/refresh/${path}`, options));
  }

  async function post_refresh(options: RequestOptions): Promise<Outcome> {
    return read_outcome(await server.prosody.request("POST", "/roster_admin/refresh", options));
  }

  describe("brings to the client", () => {
    const before = { name: "Ann", groups: ["Friends"], subscription: "both" };
    const [ann, bob] = ["ann@example.com", "bob@example.com"];

    async function online_with(document: unknown): Promise<Client> {
      return await log_in_with_roster(server.prosody, new_user(document));
    }

    async function refreshed(client: Client, document: unknown): Promise<void> {
      server.backend.rosters.set(client.username, document);
      assert.deepEqual(await refresh(server.prosody, [client.username]), complete(1));
    }

    const changes = [
      { what: "a contact added", to: { [ann]: before, [bob]: {} }, item: contact(bob) },
      { what: "a contact removed", to: {}, item: contact(ann, { subscription: "remove" }) },
      {
        what: "a new name",
        to: { [ann]: { ...before, name: "Anna" } },
        item: contact(ann, { ...before, name: "Anna" }),
      },
      {
        what: "a name removed",
        to: { [ann]: { groups: ["Friends"] } },
        item: contact(ann, { groups: ["Friends"] }),
      },
      {
        what: "another group",
        to: { [ann]: { ...before, groups: ["Work"] } },
        item: contact(ann, { name: "Ann", groups: ["Work"] }),
      },
      {
        what: "one more group",
        to: { [ann]: { ...before, groups: ["Friends", "Work"] } },
        item: contact(ann, { name: "Ann", groups: ["Friends", "Work"] }),
      },
      { what: "a group less", to: { [ann]: { ...before, groups: [] } }, item: contact(ann, { name: "Ann" }) },
      {
        what: "another subscription",
        to: { [ann]: { ...before, subscription: "from" } },
        item: contact(ann, { name: "Ann", groups: ["Friends"], subscription: "from" }),
      },
      {
        what: "everything of a contact changed at once",
        to: { [ann]: { name: "A", groups: ["Work"], subscription: "to" } },
        item: contact(ann, { name: "A", groups: ["Work"], subscription: "to" }),
      },
    ];

    for (const { what, to, item } of changes) {
      test(`one push for ${what}`, async () => {
        const client = await online_with({ [ann]: before });
        await refreshed(client, to);
        const { subscription, ...rest } = await only_push(client);
        assert.deepEqual({ subscription, ...rest }, { ...item });
        await refreshed(client, to);
        await client.nothing_until_pong();
      });
    }

    test("one push for each of several changes, to every resource", async () => {
      const cat = "cat@example.com";
      const client = await online_with({ [ann]: before, [bob]: {} });
      const second = await log_in_with_roster(server.prosody, client.username);
      await refreshed(client, { [ann]: { ...before, name: "Anna" }, [cat]: {} });
      for (const resource of [client, second]) {
        const pushes = [await resource.push(), await resource.push(), await resource.push()];
        await resource.nothing_until_pong();
        assert.deepEqual(pushes.map(({ item }) => `${item.jid} ${item.subscription}`).sort(), [
          `${ann} both`,
          `${bob} remove`,
          `${cat} both`,
        ]);
        assert.deepEqual((await resource.roster()).ver, pushes.at(-1)?.ver);
      }
    });

    test("nothing where nothing changed, in whatever order and words it comes", async () => {
      const client = await online_with({ [ann]: { name: "Ann", groups: ["A", "B"] }, [bob]: {} });
      await refreshed(client, { [ann]: { name: "Ann", groups: ["A", "B"] }, [bob]: {} });
      await refreshed(client, {
        "BOB@example.com": { subscription: "both", groups: [], name: null },
        [ann]: { groups: { B: true, A: 1 }, name: "Ann", note: "new" },
      });
      await unchanged(client, [contact(ann, { name: "Ann", groups: ["A", "B"] }), contact(bob)]);
    });

    test("no pushes where the client never asked for its roster", async () => {
      const username = new_user({});
      const client = await server.log_in(username);
      await refreshed(client, { [ann]: {} });
      await client.nothing_until_pong();
      assert.deepEqual((await client.roster()).items, [contact(ann)]);
    });

    test("the roster as it is at the next login, for a user who was offline", async () => {
      const client = await online_with({ [ann]: {} });
      const { username } = client;
      await client.stop();
      server.backend.rosters.set(username, { [bob]: {} });
      assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
      const later = await server.log_in(username);
      assert.deepEqual((await later.roster()).items, [contact(bob)]);
    });
  });

  describe("is answered", () => {
    test("with the number of users", async () => {
      const [john, marie, offline] = [new_user(), new_user(), new_user()];
      await server.log_in(john);
      await server.log_in(marie);
      assert.deepEqual(await refresh(server.prosody, [john, marie, offline]), complete(3));
    });

    test("with nothing done for nobody", async () => {
      assert.deepEqual(await refresh(server.prosody, []), complete(0));
      assert.deepEqual(await post_refresh({ body: " [ ]\n" }), complete(0));
    });

    test("for users whom nobody knows and who are offline", async () => {
      assert.deepEqual(await refresh(server.prosody, ["nobody-at-all"]), complete(1));
    });

    test("whatever the Content-Type", async () => {
      for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded"]) {
        assert.deepEqual(await refresh(server.prosody, ["john"], { headers: { "Content-Type": type } }), complete(1));
      }
    });

    test("by GET for one user", async () => {
      const username = new_user({});
      const client = await log_in_with_roster(server.prosody, username);
      server.backend.rosters.set(username, { "ann@example.com": {} });
      assert.deepEqual(await get_refresh(username), complete(1));
      assert.deepEqual(await only_push(client), contact("ann@example.com"));
    });

    for (const username of ["a%b#c?d+é", "%25", "zoë~1"]) {
      test(`by GET for a user whose name is percent-encoded: ${username}`, async () => {
        server.backend.rosters.set(username, {});
        const client = await log_in_with_roster(server.prosody, username);
        server.backend.rosters.set(username, { "ann@example.com": {} });
        assert.deepEqual(await get_refresh(encodeURIComponent(username)), complete(1));
        assert.deepEqual(await only_push(client), contact("ann@example.com"));
      });
    }

    test("by GET for a whole JID", async () => {
      const username = new_user({});
      const client = await log_in_with_roster(server.prosody, username);
      server.backend.rosters.set(username, { "ann@example.com": {} });
      assert.deepEqual(await get_refresh(`${username}%40chat.test`), complete(1));
      assert.deepEqual(await only_push(client), contact("ann@example.com"));
    });

    test("by GET for a user that does not work", async () => {
      const username = new_user();
      await server.log_in(username);
      server.backend.behave(username, answer(404));
      const { code, status, updated, errors, failed } = await get_refresh(username);
      assert.deepEqual([code, status, updated, errors], [500, "error", 0, 1]);
      assert.match(failed[username] ?? "", /404/);
    });

    test("by GET without a username", async () => {
      const { status, updated } = await get_refresh("");
      assert.deepEqual([status, updated], ["error", 0]);
    });

    test("counting a user named twice once, in whatever spelling", async () => {
      const username = new_user();
      const client = await log_in_with_roster(server.prosody, username);
      const asked = server.backend.requests_for(username).length;
      server.backend.rosters.set(username, { "ann@example.com": {} });
      const names = [username, username, username.toUpperCase(), `${username}@chat.test`, `${username}@CHAT.TEST`];
      assert.deepEqual(await refresh(server.prosody, names), complete(1));
      assert.deepEqual(await only_push(client), contact("ann@example.com"));
      assert.equal(server.backend.requests_for(username).length, asked + 1);
    });

    test("counting a failing user named twice once", async () => {
      const username = new_user();
      await server.log_in(username);
      server.backend.behave(username, answer(404));
      const { updated, errors } = await refresh(server.prosody, [username, `${username}@chat.test`]);
      assert.deepEqual([updated, errors], [0, 1]);
    });

    test("for the users of the host that it is addressed to, and no other", async () => {
      const username = new_user({});
      const here = await log_in_with_roster(server.prosody, username);
      const there = await log_in_with_roster(server.prosody, username, { host: "other.test" });
      server.backend.rosters.set(username, { "ann@example.com": {} });
      assert.deepEqual(await refresh(server.prosody, [username], { host: "other.test" }), complete(1));
      assert.deepEqual(await only_push(there), contact("ann@example.com"));
      await unchanged(here, []);

      const outcome = await refresh(server.prosody, [username, `${username}@other.test`]);
      assert.deepEqual([outcome.code, outcome.status, outcome.updated, outcome.errors], [200, "ok", 1, 1]);
      assert.deepEqual(Object.keys(outcome.failed), [`${username}@other.test`]);
    });

    test("with who failed and why, where some did", async () => {
      const [good, bad, unknown, broken] = [new_user(), new_user(), new_user(), new_user()];
      const clients = [];
      for (const username of [good, bad, unknown, broken])
        clients.push(await log_in_with_roster(server.prosody, username));
      server.backend.rosters.set(good, { "ann@example.com": {} });
      server.backend.behave(bad, answer(503));
      server.backend.behave(unknown, answer(404));
      server.backend.behave(broken, answer(200, "<p>It works!</p>"));
      const { failed, ...outcome } = await refresh(server.prosody, [bad, good, unknown, broken, ""]);
      server.backend.behave(bad);
      const message = "roster update complete";
      assert.deepEqual(outcome, { code: 200, status: "ok", message, updated: 1, errors: 4 });
      assert.deepEqual(Object.keys(failed).sort(), ["", bad, broken, unknown].sort());
      assert.match(failed[bad] ?? "", /503/);
      assert.match(failed[unknown] ?? "", /404/);
      assert.match(failed[broken] ?? "", /JSON/);
      const [first, ...others] = clients;
      assert.ok(first);
      assert.deepEqual(await only_push(first), contact("ann@example.com"));
      for (const client of others) await client.stop();
    });

    test("with 500 where all failed", async () => {
      const [one, other] = [new_user(), new_user()];
      for (const username of [one, other]) {
        await server.log_in(username);
        server.backend.behave(username, answer(404));
      }
      const { failed, message, ...outcome } = await refresh(server.prosody, [one, other]);
      assert.deepEqual(outcome, { code: 500, status: "error", updated: 0, errors: 2 });
      assert.notEqual(message, "");
      assert.deepEqual(Object.keys(failed).sort(), [one, other].sort());
    });

    test("with what is wrong with names that can't be anybody's", async () => {
      const names = [
        "a b",
        "a/b",
        "../../etc",
        "a@b@c",
        "@chat.test",
        "x\r\nInjected: yes",
        "nul\u0000",
        "x".repeat(2000),
      ];
      const asked = server.backend.requests.length;
      const outcome = await refresh(server.prosody, [...names, "john@chat.test/phone"]);
      assert.deepEqual([outcome.code, outcome.updated, outcome.errors], [500, 0, names.length + 1]);
      assert.equal(server.backend.requests.length, asked);
    });
  });

  describe("with a body that is not an array of usernames is refused with 400", () => {
    for (const { what, body, came } of bad_bodies) {
      test(what, async () => {
        const { message, ...outcome } = await post_refresh({ body });
        assert.deepEqual(outcome, { code: 400, status: "error", updated: 0, errors: 0, failed: {} });
        assert.match(message, /usernames?/);
        assert.match(message, came);
      });
    }

    test("and none of the users in it is refreshed", async () => {
      const username = new_user();
      const client = await log_in_with_roster(server.prosody, username);
      server.backend.rosters.set(username, { "ann@example.com": {} });
      assert.equal((await post_refresh({ json: [username, 5] })).code, 400);
      await unchanged(client, []);
    });
  });

  describe("with a body larger than http_max_content_size", () => {
    const headers = { Connection: "keep-alive" };

    test("is refused with 413", async () => {
      const { message, ...outcome } = await post_refresh({ headers, json: ["x".repeat(max_content_size)] });
      assert.deepEqual(outcome, { code: 413, status: "error", updated: 0, errors: 0, failed: {} });
      assert.match(message, /http_max_content_size/);
    });

    test("just smaller, is not", async () => {
      const body = `["john"${" ".repeat(max_content_size - 8)}]`;
      assert.equal(body.length, max_content_size);
      assert.deepEqual(await post_refresh({ headers, body }), complete(1));
    });
  });

  describe("repeated", () => {
    test("changes nothing more", async () => {
      const username = new_user();
      const client = await log_in_with_roster(server.prosody, username);
      server.backend.rosters.set(username, { "ann@example.com": {} });
      for (let i = 0; i < 5; i++) assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
      assert.deepEqual(await only_push(client), contact("ann@example.com"));
    });

    test("while one is under way is answered by one more fetch", async () => {
      const username = new_user();
      const client = await log_in_with_roster(server.prosody, username);
      const gate = new_gate();
      server.backend.behave(username, in_turn(after(gate), normally));
      const first = refresh(server.prosody, [username]);
      await server.backend.requested(username, 2);
      server.backend.rosters.set(username, { "ann@example.com": {} });

      const arrived = (): number => server.prosody.log().split(/: POST chat\.test\/roster|\tPOST \/roster/).length;
      const before = arrived();
      const more = Array.from({ length: 20 }, () => refresh(server.prosody, [username]));
      await until(
        () => arrived() === before + 20,
        () => `20 more refreshes; arrived: ${arrived() - before}`,
      );
      gate.open();
      for (const outcome of await Promise.all([first, ...more])) assert.deepEqual(outcome, complete(1));
      assert.deepEqual(await only_push(client), contact("ann@example.com"));
      assert.equal(server.backend.requests_for(username).length, 3);
    });
  });
});
