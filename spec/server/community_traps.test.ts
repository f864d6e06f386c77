import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { xml } from "@xmpp/client";
import { type Backend, start_backend } from "../support/backend.ts";
import { answer, until_close } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { contact, go_online, log_in_with_roster, only_push, unchanged } from "../support/online.ts";
import { complete, read_outcome, refresh } from "../support/outcome.ts";
import { test_server } from "../support/test_server.ts";

for_each_prosody("where the community module fails", (version) => {
  const server = test_server(version, {
    modules_enabled: ["blocklist"],
    other_hosts: ({ port }) => ({
      "refused.test": { http_roster_url: `http://127.0.0.1:${port}/contacts/%s`, http_roster_timeout: 1 },
    }),
  });
  let users = 0;

  function new_user(document: unknown = {}): string {
    const username = `user${++users}`;
    server.backend.rosters.set(username, document);
    return username;
  }

  function befriended(username: string): Record<string, object> {
    return { [`${username}@chat.test`]: {} };
  }

  test("two users online who become friends in one refresh see each other, whoever is named first", async () => {
    for (const is_reversed of [false, true]) {
      const [john, marie] = [new_user(), new_user()];
      const first = await go_online(server.prosody, john);
      const second = await go_online(server.prosody, marie);
      server.backend.rosters.set(john, befriended(marie));
      server.backend.rosters.set(marie, befriended(john));
      const names = is_reversed ? [marie, john] : [john, marie];
      assert.deepEqual(await refresh(server.prosody, names), complete(2));
      await first.presence(second.jid);
      await second.presence(first.jid);
      await first.push();
      await second.push();
      await first.nothing_until_pong();
      await second.nothing_until_pong();
    }
  });

  test("groups may be an array", async () => {
    const username = new_user({ "ann@example.com": { groups: ["Friends", "Work"] } });
    const client = await log_in_with_roster(server.prosody, username);
    await unchanged(client, [contact("ann@example.com", { groups: ["Friends", "Work"] })]);
    server.backend.rosters.set(username, { "ann@example.com": { groups: ["Work"] } });
    assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
    assert.deepEqual(await only_push(client), contact("ann@example.com", { groups: ["Work"] }));
  });

  describe("bad JSON", () => {
    test("from the backend leaves neither the client nor the caller waiting", async () => {
      const username = new_user();
      server.backend.behave(username, answer(200, "{'ann@example.com': undefined}"));
      const client = await server.log_in(username);
      await assert.rejects(client.roster({ milliseconds: 3000 }), /internal-server-error/);
      const { code, failed } = await refresh(server.prosody, [username], { milliseconds: 3000 });
      assert.equal(code, 500);
      assert.match(failed[username] ?? "", /JSON/);
    });

    test("from the caller is answered", async () => {
      const body = '["john", "marie"';
      const response = await server.prosody.request("POST", "/roster_admin/refresh", { body, milliseconds: 3000 });
      assert.equal(read_outcome(response).code, 400);
    });
  });

  describe("an empty array", () => {
    test("from the backend is an empty roster", async () => {
      const username = new_user();
      server.backend.behave(username, answer(200, "[]"));
      const client = await log_in_with_roster(server.prosody, username);
      assert.deepEqual(await refresh(server.prosody, [username], { milliseconds: 3000 }), complete(1));
      await unchanged(client, []);
    });

    test("from the caller is answered", async () => {
      assert.deepEqual(await refresh(server.prosody, [], { milliseconds: 3000 }), complete(0));
    });
  });

  test("a resource without presence gets its pushes, and lets nobody down", async () => {
    const [john, marie] = [new_user(), new_user()];
    const quiet = await log_in_with_roster(server.prosody, john);
    const loud = await go_online(server.prosody, john);
    const friend = await go_online(server.prosody, marie);
    server.backend.rosters.set(john, befriended(marie));
    server.backend.rosters.set(marie, befriended(john));
    assert.deepEqual(await refresh(server.prosody, [john, marie], { milliseconds: 3000 }), complete(2));
    assert.deepEqual((await quiet.push()).item, contact(`${marie}@chat.test`));
    await loud.presence(friend.jid);
    await friend.presence(loud.jid);
    await friend.push();
    await friend.nothing_until_pong();

    server.backend.rosters.set(john, {});
    assert.deepEqual(await refresh(server.prosody, [john], { milliseconds: 3000 }), complete(1));
    assert.deepEqual(await only_push(quiet), contact(`${marie}@chat.test`, { subscription: "remove" }));
  });

  test("a user all of whose resources are without presence is answered for", async () => {
    const username = new_user();
    const client = await log_in_with_roster(server.prosody, username);
    server.backend.rosters.set(username, { "ann@example.com": {} });
    assert.deepEqual(await refresh(server.prosody, [username], { milliseconds: 3000 }), complete(1));
    assert.deepEqual(await only_push(client), contact("ann@example.com"));
  });

  test("a roster without Content-Length in several segments arrives whole", async () => {
    const jids = Array.from({ length: 300 }, (_, i) => `contact${1000 + i}@example.com`);
    const username = new_user(Object.fromEntries(jids.map((jid) => [jid, { name: "x".repeat(100) }])));
    server.backend.behave(username, until_close);
    const client = await server.log_in(username);
    assert.deepEqual(
      (await client.roster()).items.map(({ jid }) => jid),
      jids,
    );
  });

  test("a roster that was loaded while its user was offline is not served stale", async () => {
    const [john, marie] = [new_user(), new_user()];
    server.backend.rosters.set(john, befriended(marie));
    const watching = await go_online(server.prosody, marie);
    await watching.send(xml("presence", { to: `${john}@chat.test`, type: "probe" }));
    const load = 'for _ in pairs(require "core.rostermanager".load_roster(..., module.host)) do end';
    await server.prosody.lua(load, [john]);
    server.backend.rosters.set(john, { "ann@example.com": {} });
    assert.deepEqual(await refresh(server.prosody, [john]), complete(1));
    const client = await server.log_in(john);
    assert.deepEqual((await client.roster()).items, [contact("ann@example.com")]);
  });

  test("a user who is blocked gets no presence by becoming a contact", async () => {
    const [john, marie] = [new_user(), new_user()];
    const first = await go_online(server.prosody, john);
    const second = await go_online(server.prosody, marie);
    const block = xml("block", { xmlns: "urn:xmpp:blocking" }, xml("item", { jid: `${marie}@chat.test` }));
    assert.equal((await first.request(xml("iq", { type: "set" }, block))).attrs["type"], "result");
    await first.until_pong();

    server.backend.rosters.set(john, befriended(marie));
    server.backend.rosters.set(marie, befriended(john));
    assert.deepEqual(await refresh(server.prosody, [john, marie]), complete(2));
    await first.push();
    await second.push();
    const presences = (client: Client): Promise<string[]> =>
      client.until_pong().then((stanzas) => stanzas.filter(({ attrs }) => attrs["type"] === undefined).map(String));
    assert.deepEqual(await presences(first), []);
    assert.deepEqual(await presences(second), []);
  });

  test("a subscription to a full JID adds no contact", async () => {
    const [john, marie] = [new_user(), new_user()];
    const first = await go_online(server.prosody, john);
    const second = await go_online(server.prosody, marie);
    await first.send(xml("presence", { to: second.jid, type: "subscribe" }));
    await first.nothing_until_pong();
    await unchanged(first, []);
    await unchanged(second, []);
  });

  test("a refused connection leaves neither the client nor the caller waiting", async () => {
    const nobody_listens: Backend = await start_backend();
    await nobody_listens.stop();
    const host = "refused.test";
    await server.prosody.lua(
      'require "core.configmanager".set(module.host, "http_roster_url", ...)',
      [nobody_listens.url],
      host,
    );
    await server.prosody.reload_module("http_roster_admin", host);
    const client = await server.log_in("lonely", { host, milliseconds: 3000 });
    await assert.rejects(client.roster({ milliseconds: 3000 }), /internal-server-error/);
    const { code, failed } = await refresh(server.prosody, ["lonely"], { host, milliseconds: 3000 });
    assert.equal(code, 500);
    assert.match(failed["lonely"] ?? "", /refused/i);
    await client.nothing_until_pong();
    await client.stop();
  });
});
