import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { after, answer, in_turn, normally, with_etag } from "../support/backend_behaviour.ts";
import type { Client, LoginOptions } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact, go_online, log_in_with_roster, only_push, unchanged } from "../support/online.ts";
import { complete, is_record, type Outcome, read_object, read_outcome, refresh } from "../support/outcome.ts";
import type { RequestOptions } from "../support/prosody.ts";
import { test_server } from "../support/test_server.ts";

const [ann, bob, cat] = ["ann@example.com", "bob@example.com", "cat@example.com"];

for_each_prosody("the backend", (version) => {
  const server = test_server(version, {
    other_hosts: ({ url }) => ({
      "all.test": { http_roster_url: url },
      "away.test": { http_roster_url: url },
      "status.test": { http_roster_url: url },
    }),
  });
  let users = 0;

  function new_user(document: unknown = {}): string {
    const username = `user${++users}`;
    server.backend.rosters.set(username, document);
    return username;
  }

  function enter(username: string, options: LoginOptions = {}): Promise<Client> {
    return log_in_with_roster(server.prosody, username, options);
  }

  async function tell(method: string, path: string, options: RequestOptions = {}): Promise<Outcome> {
    return read_outcome(await server.prosody.request(method, `/roster_admin${path}`, options));
  }

  function hand_over(rosters: object, options: RequestOptions = {}): Promise<Outcome> {
    return tell("POST", "/rosters", { json: rosters, ...options });
  }

  function patch(changes: object, options: RequestOptions = {}): Promise<Outcome> {
    return tell("PATCH", "/rosters", { json: changes, ...options });
  }

  interface Held {
    roster: Record<string, unknown>;
    source: unknown;
    age: number;
    version: unknown;
  }

  async function held(username: string, host = server.prosody.host): Promise<Held> {
    const path = `/roster_admin/rosters/${encodeURIComponent(username)}`;
    const response = await server.prosody.request("GET", path, { host });
    assert.equal(response.status, 200, response.body);
    const { roster, source, age, version: ver, ...others } = read_object(response);
    assert.deepEqual(others, {});
    assert.ok(is_record(roster) && typeof age === "number", response.body);
    return { roster, source, age, version: ver };
  }

  describe("hands over a roster", () => {
    test("that becomes the user's without a question", async () => {
      const username = new_user({ [ann]: { name: "Ann" }, [bob]: {} });
      const client = await enter(username);
      const asked = server.backend.requests.length;
      assert.deepEqual(await hand_over({ [username]: { [ann]: { name: "Anna" }, [cat]: {} } }), complete(1));
      const pushes = [await client.push(), await client.push(), await client.push()];
      pushes.sort((a, b) => (a.item.jid < b.item.jid ? -1 : 1));
      assert.deepEqual(
        pushes.map(({ item }) => item),
        [contact(ann, { name: "Anna" }), contact(bob, { subscription: "remove" }), contact(cat)],
      );
      await unchanged(client, [contact(ann, { name: "Anna" }), contact(cat)]);
      assert.equal(server.backend.requests.length, asked);
    });

    test("for several users at once, with presence between them", async () => {
      const [john, marie] = [new_user(), new_user()];
      const first = await go_online(server.prosody, john);
      const second = await go_online(server.prosody, marie);
      const rosters = { [john]: { [`${marie}@chat.test`]: {} }, [marie]: { [`${john}@chat.test`]: {} } };
      assert.deepEqual(await hand_over(rosters), complete(2));
      await first.presence(second.jid);
      await second.presence(first.jid);
    });

    test("as an empty array, as PHP does", async () => {
      const username = new_user({ [ann]: {} });
      const client = await enter(username);
      assert.deepEqual(await hand_over({ [username]: [] }), complete(1));
      assert.deepEqual(await only_push(client), contact(ann, { subscription: "remove" }));
    });

    test("that is the same as before, and nothing is pushed", async () => {
      const username = new_user({ [ann]: { name: "Ann", groups: ["A", "B"] } });
      const client = await enter(username);
      const same = { "ANN@example.com/x": { name: "Ann", groups: { B: true, A: true }, subscription: "both" } };
      assert.deepEqual(await hand_over({ [username]: same }), complete(1));
      await unchanged(client, [contact(ann, { name: "Ann", groups: ["A", "B"] })]);
    });

    test("with a contact that can't be used, who stays as they were", async () => {
      const username = new_user({ [ann]: { name: "Ann" } });
      const client = await enter(username);
      assert.deepEqual(await hand_over({ [username]: { [ann]: { name: 5 }, [bob]: {}, "@": {} } }), complete(1));
      assert.deepEqual(await only_push(client), contact(bob));
      await unchanged(client, [contact(ann, { name: "Ann" }), contact(bob)]);
    });

    test("to nobody", async () => {
      assert.deepEqual(await hand_over({}), complete(0));
    });

    test("to a user offline, who has it at the next login", async () => {
      const username = new_user({ [ann]: {} });
      await (await enter(username)).stop();
      server.backend.rosters.set(username, { [bob]: {} });
      assert.deepEqual(await hand_over({ [username]: { [bob]: {} } }), complete(1));
      const client = await server.log_in(username);
      assert.deepEqual((await client.roster()).items, [contact(bob)]);
    });

    test("that beats a fetch under way", async () => {
      const username = new_user({ [ann]: {} });
      const client = await enter(username);
      const gate = new_gate();
      server.backend.behave(username, in_turn(after(gate), normally));
      const refreshed = refresh(server.prosody, [username]);
      await server.backend.requested(username, 2);
      server.backend.rosters.set(username, { [bob]: {} });
      assert.deepEqual(await hand_over({ [username]: { [bob]: {} } }), complete(1));
      gate.open();
      assert.deepEqual(await refreshed, complete(1));
      const pushes = [await client.push(), await client.push()].map(({ item }) => `${item.jid} ${item.subscription}`);
      assert.deepEqual(pushes.sort(), [`${ann} remove`, `${bob} both`]);
      await unchanged(client, [contact(bob)]);
    });

    test("that is none: the user has failed, and the others have not", async () => {
      const [good, bad] = [new_user(), new_user({ [ann]: {} })];
      const client = await enter(bad);
      await enter(good);
      for (const roster of ["x", 5, null, true, ["a@b"]]) {
        const outcome = await hand_over({ [good]: {}, [bad]: roster, "john@other.test": {} });
        assert.deepEqual([outcome.code, outcome.status, outcome.updated, outcome.errors], [200, "ok", 1, 2]);
        assert.deepEqual(Object.keys(outcome.failed).sort(), ["john@other.test", bad].sort());
        assert.match(outcome.failed[bad] ?? "", /object/);
      }
      await unchanged(client, [contact(ann)]);
    });

    test("and a refresh after it asks the backend again", async () => {
      const username = new_user({ [ann]: {} });
      server.backend.behave(username, with_etag);
      const client = await enter(username);
      assert.deepEqual(await hand_over({ [username]: { [bob]: {} } }), complete(1));
      await client.push();
      await client.push();
      assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
      await client.push(({ item }) => item.jid === ann && item.subscription === "both");
      assert.deepEqual(await only_push(client), contact(bob, { subscription: "remove" }));
    });
  });

  describe("tells of changes alone", () => {
    const document = { [ann]: { name: "Ann", groups: ["Friends", "Work"], subscription: "to" }, [bob]: {} };
    const whole = contact(ann, { name: "Ann", groups: ["Friends", "Work"], subscription: "to" });
    const anna = { name: "Anna", groups: ["Friends", "Work"], subscription: "to" };

    const changes = [
      { what: "a contact added", change: { [cat]: { name: "Cat" } }, item: contact(cat, { name: "Cat" }) },
      { what: "a contact added with defaults", change: { [cat]: {} }, item: contact(cat) },
      { what: "a contact removed", change: { [bob]: null }, item: contact(bob, { subscription: "remove" }) },
      { what: "a name changed", change: { [ann]: { name: "Anna" } }, item: contact(ann, anna) },
      {
        what: "a name removed",
        change: { [ann]: { name: null } },
        item: contact(ann, { groups: ["Friends", "Work"], subscription: "to" }),
      },
      { what: "a name given", change: { [bob]: { name: "Bob" } }, item: contact(bob, { name: "Bob" }) },
      {
        what: "a subscription changed",
        change: { [ann]: { subscription: "from" } },
        item: { ...whole, subscription: "from" },
      },
      {
        what: "a subscription reset",
        change: { [ann]: { subscription: null } },
        item: { ...whole, subscription: "both" },
      },
      {
        what: "groups replaced by an array",
        change: { [ann]: { groups: ["New"] } },
        item: { ...whole, groups: ["New"] },
      },
      { what: "groups removed by an empty array", change: { [ann]: { groups: [] } }, item: { ...whole, groups: [] } },
      { what: "groups removed by null", change: { [ann]: { groups: null } }, item: { ...whole, groups: [] } },
      {
        what: "a group added by an object",
        change: { [ann]: { groups: { New: true } } },
        item: { ...whole, groups: ["Friends", "New", "Work"] },
      },
      {
        what: "a group removed by an object",
        change: { [ann]: { groups: { Work: null } } },
        item: { ...whole, groups: ["Friends"] },
      },
      {
        what: "a group exchanged by an object",
        change: { [ann]: { groups: { Work: null, New: true } } },
        item: { ...whole, groups: ["Friends", "New"] },
      },
      {
        what: "a JID in another spelling",
        change: { "ANN@Example.com/x": { name: "Anna" } },
        item: contact(ann, anna),
      },
      { what: "several fields of a contact", change: { [ann]: { ...anna, note: 5 } }, item: contact(ann, anna) },
    ];
    for (const { what, change, item } of changes) {
      test(`one push for ${what}`, async () => {
        const username = new_user(document);
        const client = await enter(username);
        const asked = server.backend.requests.length;
        assert.deepEqual(await patch({ [username]: change }), complete(1));
        assert.deepEqual(await only_push(client), item);
        assert.equal(server.backend.requests.length, asked);

        assert.deepEqual(await patch({ [username]: change }), complete(1));
        const others = [whole, contact(bob)].filter(({ jid }) => jid !== item.jid);
        const items = [...others, ...(item.subscription === "remove" ? [] : [item])];
        await unchanged(
          client,
          items.sort((a, b) => (a.jid < b.jid ? -1 : 1)),
        );
        await client.stop();
      });
    }

    const of_no_effect = [
      { what: "no contacts", change: {} },
      { what: "a contact and no fields", change: { [ann]: {} } },
      { what: "the same fields", change: { [ann]: { name: "Ann", groups: ["Work", "Friends"] } } },
      { what: "a group that is there", change: { [ann]: { groups: { Work: true } } } },
      { what: "a group removed that is not there", change: { [ann]: { groups: { Nowhere: null } } } },
      { what: "a contact removed who is not there", change: { [cat]: null } },
      {
        what: "contacts that can't be used",
        change: { [ann]: { name: 5 }, "@": {}, [bob]: "x", [cat]: { groups: 5 } },
      },
    ];
    for (const { what, change } of of_no_effect) {
      test(`nothing for ${what}`, async () => {
        const username = new_user(document);
        const client = await enter(username);
        assert.deepEqual(await patch({ [username]: change }), complete(1));
        await unchanged(client, [whole, contact(bob)]);
        await client.stop();
      });
    }

    test("nothing for the user's own JID", async () => {
      const username = new_user(document);
      const client = await enter(username);
      const own = { [`${username}@chat.test`]: {}, [`${username.toUpperCase()}@chat.test/x`]: { name: "Me" } };
      assert.deepEqual(await patch({ [username]: own }), complete(1));
      assert.deepEqual(await hand_over({ [username]: { ...document, ...own } }), complete(1));
      await unchanged(client, [whole, contact(bob)]);
    });

    test("for several users at once, with presence between them", async () => {
      const [john, marie] = [new_user(), new_user()];
      const first = await go_online(server.prosody, john);
      const second = await go_online(server.prosody, marie);
      const befriended = { [john]: { [`${marie}@chat.test`]: {} }, [marie]: { [`${john}@chat.test`]: {} } };
      assert.deepEqual(await patch(befriended), complete(2));
      await first.presence(second.jid);
      await second.presence(first.jid);
      const parted = { [john]: { [`${marie}@chat.test`]: null }, [marie]: { [`${john}@chat.test`]: null } };
      assert.deepEqual(await patch(parted), complete(2));
      await first.presence(second.jid, "unavailable");
      await second.presence(first.jid, "unavailable");
    });

    test("of a user offline, who has the whole roster at the next login", async () => {
      const username = new_user({ [ann]: {} });
      await (await enter(username)).stop();
      server.backend.rosters.set(username, { [ann]: {}, [bob]: {} });
      assert.deepEqual(await patch({ [username]: { [bob]: {} } }), complete(1));
      const client = await server.log_in(username);
      assert.deepEqual((await client.roster()).items, [contact(ann), contact(bob)]);
    });

    test("of a user of whom nothing is known", async () => {
      const username = new_user({ [ann]: {}, [bob]: {} });
      assert.deepEqual(await patch({ [username]: { [bob]: {} } }), complete(1));
      const client = await server.log_in(username);
      assert.deepEqual((await client.roster()).items, [contact(ann), contact(bob)]);
    });

    test("at once while a fetch is under way, which is asked again", async () => {
      const username = new_user({ [ann]: {} });
      const client = await enter(username);
      const gate = new_gate();
      server.backend.behave(username, in_turn(after(gate), normally));
      const refreshed = refresh(server.prosody, [username]);
      await server.backend.requested(username, 2);
      server.backend.rosters.set(username, { [ann]: {}, [bob]: {} });
      assert.deepEqual(await patch({ [username]: { [bob]: {} } }), complete(1));
      assert.deepEqual(await only_push(client), contact(bob));
      gate.open();
      assert.deepEqual(await refreshed, complete(1));
      await unchanged(client, [contact(ann), contact(bob)]);
      assert.equal(server.backend.requests_for(username).length, 3);
    });

    test("and a refresh after it brings what the backend has, though that is as before", async () => {
      const username = new_user({ [ann]: {} });
      server.backend.behave(username, with_etag);
      const client = await enter(username);
      assert.deepEqual(await patch({ [username]: { [bob]: {} } }), complete(1));
      assert.deepEqual(await only_push(client), contact(bob));
      assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
      assert.deepEqual(await only_push(client), contact(bob, { subscription: "remove" }));
    });

    test("that are none: the user has failed", async () => {
      const username = new_user({ [ann]: {} });
      const client = await enter(username);
      for (const change of ["x", 5, true, ["a@b"]]) {
        const outcome = await patch({ [username]: change });
        assert.deepEqual([outcome.code, outcome.updated, outcome.errors], [500, 0, 1]);
        assert.match(outcome.failed[username] ?? "", /object/);
      }
      await unchanged(client, [contact(ann)]);
    });
  });

  for (const method of ["POST", "PATCH"]) {
    describe(`is told what is wrong with a ${method} of rosters`, () => {
      const bodies: readonly [what: string, body: string | undefined, came: RegExp][] = [
        ["without a body", undefined, /body/],
        ["with an empty body", "", /body/],
        ["that is no JSON", "john: {}", /JSON/],
        ["that is an array", '["john"]', /array/],
        ["that is a string", '"john"', /string/],
        ["that is a number", "5", /number/],
        ["that is null", "null", /null/],
        ["nested too deeply", `{"john":${"[".repeat(1000)}${"]".repeat(1000)}}`, /nest|deep/],
      ];
      for (const [what, body, came] of bodies) {
        test(what, async () => {
          const { message, ...outcome } = await tell(method, "/rosters", { body });
          assert.deepEqual(outcome, { code: 400, status: "error", updated: 0, errors: 0, failed: {} });
          assert.match(message, /object/);
          assert.match(message, came);
        });
      }
    });
  }

  describe("asks what Prosody holds", () => {
    test("of a user online", async () => {
      const username = new_user({
        "Ann@example.com": { name: "Ann", groups: { Work: true } },
        [bob]: { subscription: "to" },
      });
      const client = await enter(username);
      const { roster, source, age, version: ver } = await held(username);
      assert.equal(source, "backend");
      assert.ok(age >= 0 && age < 60, `age ${age}`);
      assert.equal(ver, (await client.roster()).ver);
      assert.deepEqual(Object.keys(roster).sort(), [ann, bob]);

      assert.deepEqual(await hand_over({ [username]: roster }), complete(1));
      await unchanged(client, [contact(ann, { name: "Ann", groups: ["Work"] }), contact(bob, { subscription: "to" })]);
    });

    test("that it is the document's form, with empty lists as lists", async () => {
      const username = new_user({ [ann]: {} });
      await enter(username);
      const fields = (await held(username)).roster[ann];
      assert.ok(is_record(fields));
      const { groups = [], subscription = "both", name = null, ...others } = fields;
      assert.deepEqual(
        { groups, subscription, name, others },
        { groups: [], subscription: "both", name: null, others: {} },
      );
    });

    test("of a user with an empty roster", async () => {
      const username = new_user();
      await enter(username);
      assert.deepEqual((await held(username)).roster, {});
    });

    test("after changes", async () => {
      const username = new_user({ [ann]: {} });
      await enter(username);
      const { version: before } = await held(username);
      await patch({ [username]: { [ann]: null, [bob]: { name: "Bob" } } });
      const { roster, version: ver } = await held(username);
      assert.deepEqual(Object.keys(roster), [bob]);
      assert.notEqual(ver, before);
    });

    test("of a user whose name is percent-encoded, or a whole JID", async () => {
      server.backend.rosters.set("a%b#c?d+é", { [ann]: {} });
      await enter("a%b#c?d+é");
      assert.deepEqual(Object.keys((await held("a%b#c?d+é")).roster), [ann]);
      assert.deepEqual(Object.keys((await held("A%b#c?d+É@chat.test")).roster), [ann]);
    });

    test("of those of whom it holds nothing", async () => {
      for (const username of ["nobody", "nobody@chat.test", "nobody@other.test", "a/b", ""]) {
        const path = `/roster_admin/rosters/${encodeURIComponent(username)}`;
        const response = await server.prosody.request("GET", path);
        assert.equal(response.status, 404, username);
        const { status, message } = read_object(response);
        assert.equal(status, "error");
        assert.ok(typeof message === "string" && message !== "");
      }
    });

    test("of a user who is served what was known before, as the backend fails", async () => {
      const [username, host] = [new_user({ [ann]: {} }), "away.test"];
      const stored = 'return require "core.storagemanager".open(module.host, "http_roster"):get(...)';
      await (await enter(username, { host })).stop();
      await until(
        async () => (await server.prosody.lua(stored, [username], host)) !== undefined,
        () => "the roster to be stored",
      );
      const drop =
        'require "core.modulemanager".unload(..., "http_roster_admin") require "core.modulemanager".load(..., "http_roster_admin")';
      await server.prosody.lua(drop, [host], host);
      server.backend.behave(username, answer(503));
      const client = await enter(username, { host });
      const { roster, source } = await held(username, host);
      assert.equal(source, "last known");
      assert.deepEqual(Object.keys(roster), [ann]);
      await client.stop();
    });
  });

  describe("has all refreshed", () => {
    const host = "all.test";

    test("who are online, and what is cached of the others is dropped", async () => {
      const [john, marie, offline] = [new_user({ [ann]: {} }), new_user({ [ann]: {} }), new_user({ [ann]: {} })];
      const first = await enter(john, { host });
      const second = await enter(marie, { host });
      await (await enter(offline, { host })).stop();
      for (const username of [john, marie, offline]) server.backend.rosters.set(username, { [ann]: {}, [bob]: {} });
      const asked = server.backend.requests_for(offline).length;
      assert.deepEqual(await tell("POST", "/refresh-all", { host }), complete(2));
      assert.deepEqual(await only_push(first), contact(bob));
      assert.deepEqual(await only_push(second), contact(bob));
      assert.equal(server.backend.requests_for(offline).length, asked);
      const later = await server.log_in(offline, { host });
      assert.deepEqual((await later.roster()).items, [contact(ann), contact(bob)]);

      server.backend.behave(john, answer(404));
      const outcome = await tell("POST", "/refresh-all", { host, body: "whatever" });
      assert.deepEqual([outcome.code, outcome.status, outcome.updated, outcome.errors], [200, "ok", 2, 1]);
      assert.match(outcome.failed[john] ?? "", /404/);
      for (const client of [first, second, later]) await client.stop();
      await until(
        async () => (await server.prosody.lua("return next(prosody.hosts[...].sessions) == nil", [host])) === true,
        () => "everyone to have left",
      );
      assert.deepEqual(await tell("POST", "/refresh-all", { host }), complete(0));
    });
  });

  describe("that prefers not to wait", () => {
    const headers = { Prefer: "respond-async, wait=5" };

    async function with_slow_backend(tell_of: (username: string) => Promise<Outcome>): Promise<void> {
      const username = new_user();
      const client = await enter(username);
      const gate = new_gate();
      server.backend.behave(username, after(gate));
      server.backend.rosters.set(username, { [ann]: {} });
      const { code, status } = await tell_of(username);
      assert.deepEqual([code, status], [202, "ok"]);
      await client.nothing_until_pong();
      gate.open();
      assert.deepEqual(await only_push(client), contact(ann));
      await client.stop();
    }

    test("is answered at once for a POST /refresh", () => {
      return with_slow_backend((username) => refresh(server.prosody, [username], { headers }));
    });

    test("is answered at once for a GET /refresh/USERNAME", () => {
      return with_slow_backend((username) => tell("GET", `/refresh/${username}`, { headers }));
    });

    test("is answered at once for a POST /refresh-all", () => {
      return with_slow_backend(() => tell("POST", "/refresh-all", { headers }));
    });

    test("is answered with 202 for rosters handed over, which arrive", async () => {
      const username = new_user();
      const client = await enter(username);
      assert.equal((await hand_over({ [username]: { [ann]: {} } }, { headers })).code, 202);
      assert.deepEqual((await client.push()).item, contact(ann));
      assert.equal((await patch({ [username]: { [bob]: {} } }, { headers })).code, 202);
      assert.deepEqual((await client.push()).item, contact(bob));
    });

    test("is told nonetheless what is wrong with the body", async () => {
      assert.equal((await tell("POST", "/refresh", { headers, body: "{}" })).code, 400);
    });
  });

  test("asks how the module is doing, and the figures move", async () => {
    const host = "status.test";
    const status = async (): Promise<Record<string, unknown>> => {
      const response = await server.prosody.request("GET", "/roster_admin/status", { host });
      assert.equal(response.status, 200);
      return read_object(response);
    };
    const before = await status();
    assert.notDeepEqual(before, {});
    const username = new_user({ [ann]: { name: "Ann Secret" } });
    await enter(username, { host });
    assert.deepEqual(await refresh(server.prosody, [username], { host }), complete(1));
    const later = await status();
    assert.notDeepEqual(later, before);
    assert.deepEqual(Object.keys(later).sort(), [...Object.keys(before), "last_request"].sort());
    assert.doesNotMatch(JSON.stringify(later), /Ann|example/);
  });
});
