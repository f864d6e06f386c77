import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { xml } from "@xmpp/client";
import { type Backend, start_backend } from "../support/backend.ts";
import { after as after_gate, hang, with_etag } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { contact, unchanged } from "../support/online.ts";
import { new_gate } from "../support/gate.ts";
import { fresh } from "../support/scene.ts";
import { test_stages } from "../support/stages.ts";

/** A number that stays with a copy of the module as long as it is loaded. */
const copy_of_module = `
  local loaded = require "core.modulemanager".get_module(module.host, "http_roster_admin");
  return tostring(loaded.module);`;

for_each_prosody("prosodyctl reload", (version) => {
  const stage = test_stages(
    version,
    {
      token: () => ({}),
      url: () => ({}),
      midway: () => ({}),
      lost: () => ({}),
      all: () => ({}),
      wrong: () => ({}),
      same: () => ({}),
      pending: () => ({}),
    },
    { expected_errors: /http_roster_timeout|http_roster_ulr|^\tstack traceback:$/ },
  );

  let other: Backend;
  before(async () => {
    other = await start_backend();
  });
  after(() => other.stop());

  test("takes a new token, and a revoked one is out of force", async () => {
    const { prosody, host } = stage("token");
    const status = async (token: string): Promise<number> => {
      const headers = { Authorization: `Bearer ${token}` };
      return (await prosody.request("GET", "/roster_admin/status", { host, headers })).status;
    };
    await prosody.change_options({ http_roster_token: ["old", "new"] }, host);
    assert.deepEqual([await status("old"), await status("new")], [200, 200]);
    await prosody.change_options({ http_roster_token: "new" }, host);
    assert.deepEqual([await status("old"), await status("new")], [401, 200]);
  });

  test("takes a new URL: all who are online are asked for there, nothing is lost, and nobody is asked at the old one", async () => {
    const { prosody, backend, host } = stage("url");
    const [ann, bob] = [fresh("ann"), fresh("bob")];
    for (const username of [ann, bob]) backend.rosters.set(username, { "x@far.test": { name: "X" } });
    backend.behave_for_all(with_etag);
    const clients = [await stage("url").arrive(ann), await stage("url").arrive(bob)] as const;
    other.rosters.set(ann, { "x@far.test": { name: "X" } });
    other.rosters.set(bob, { "x@far.test": { name: "Y" } });
    const asked_before = backend.requests.length;

    await prosody.change_options({ http_roster_url: other.url }, host);
    assert.deepEqual((await clients[1].push()).item, contact("x@far.test", { name: "Y" }));
    await stage("url").settled();
    await unchanged(clients[0], [contact("x@far.test", { name: "X" })]);
    for (const username of [ann, bob]) {
      const [request, ...more] = other.requests.filter((asked) => asked.username === username);
      assert.equal(request?.headers["if-none-match"], undefined);
      assert.deepEqual(more, []);
    }
    await stage("url").refresh([ann]);
    assert.equal(backend.requests.length, asked_before);
    assert.equal(other.requests.filter(({ username }) => username === ann).length, 2);
  });

  test("takes a new URL for what is being done: who comes last in a long list is asked for there", async () => {
    const { backend } = stage("midway");
    const [ann, bob] = [fresh("ann"), fresh("bob")];
    await stage("midway").arrive(ann, {});
    const client = await stage("midway").arrive(bob, { "x@far.test": { name: "old" } });
    for (const name of [ann, bob]) other.rosters.set(name, { "x@far.test": { name: "new" } });
    const names = Array.from({ length: 200_000 }, (_, i) => `nobody${i}`);
    const copy = await stage("midway").lua(copy_of_module);
    const refreshed = stage("midway").refresh([ann, ...names, bob], 60_000);
    await backend.requested(ann, 2);
    await stage("midway").lua(
      `require "core.configmanager".set(module.host, "http_roster_url", ...);
      prosody.events.fire_event("config-reloaded");`,
      other.url,
    );
    await until(
      async () => (await stage("midway").lua(copy_of_module)) !== copy,
      () => "the new URL to be taken",
    );
    const asked_before = backend.requests.length;
    assert.deepEqual((await client.push()).item, contact("x@far.test", { name: "new" }));
    const { updated, errors } = await refreshed;
    assert.deepEqual([updated, errors], [names.length + 2, 0]);
    await unchanged(client, [contact("x@far.test", { name: "new" })]);
    assert.equal(backend.requests.length, asked_before);
  });

  test("takes a new URL at once, where the backend at the old one is away", async () => {
    const { prosody, host } = stage("lost");
    const ann = fresh("ann");
    const client = await stage("lost").arrive(ann, {});
    await stage("lost").lose(ann);
    other.rosters.set(ann, { "x@far.test": {} });
    await prosody.change_options({ http_roster_url: other.url }, host);
    assert.deepEqual((await client.push()).item, contact("x@far.test"));
    assert.match(stage("lost").logged("info").join("\n"), /is back/);
  });

  test("takes each option", async () => {
    const { prosody, backend, host } = stage("all");
    const [ann, bob] = [fresh("ann"), fresh("bob")];
    const clients = [await stage("all").arrive(ann, {}), await stage("all").arrive(bob, {})] as const;
    await prosody.change_options(
      {
        http_roster_headers: { "X-Key": "new" },
        http_roster_batch_url: backend.batch_url,
        http_roster_timeout: 0.2,
        http_roster_allowed_ips: ["127.0.0.1"],
        http_roster_block_subscriptions: false,
      },
      host,
    );
    await stage("all").settled();
    const from = backend.requests.length;
    await stage("all").refresh([ann, bob]);
    const requests = backend.requests.slice(from);
    assert.deepEqual(
      requests.map(({ usernames, headers }) => [usernames?.toSorted(), headers["x-key"]]),
      [[[ann, bob].sort(), "new"]],
    );
    backend.behave(ann, hang);
    assert.match((await stage("all").refresh([ann])).failed[ann] ?? "", /within 0\.2 s/);
    backend.behave(ann);
    await clients[0].send(xml("presence", { type: "subscribe", to: `${bob}@${host}` }));
    await clients[1].presence(`${ann}@${host}`, "subscribe");
  });

  test("refuses a wrong option by its name, keeps what was in force, and takes it once it is right", async () => {
    const { prosody, backend, host } = stage("wrong");
    const ann = fresh("ann");
    const client = await stage("wrong").arrive(ann, { "x@far.test": {} });
    const copy = await stage("wrong").lua(copy_of_module);

    await prosody.change_options({ http_roster_timeout: "soon", http_roster_url: other.url }, host);
    await until(
      () => stage("wrong").logged("error").length > 0,
      () => "the option to be refused",
    );
    const [line] = stage("wrong").logged("error");
    assert.match(line ?? "", /refused.*option http_roster_timeout: expected a number of seconds.*got a string/);
    assert.equal(await stage("wrong").lua(copy_of_module), copy);
    assert.equal((await stage("wrong").refresh([ann])).code, 200);
    assert.equal(backend.requests.at(-1)?.username, ann);

    const reload = 'return require "core.modulemanager".reload(module.host, "http_roster_admin") ~= nil';
    assert.equal(await stage("wrong").lua(reload), false);
    assert.equal(await stage("wrong").lua(copy_of_module), copy);
    await unchanged(client, [contact("x@far.test")]);

    await prosody.change_options({ http_roster_timeout: 3, http_roster_url: backend.url }, host);
    assert.notEqual(await stage("wrong").lua(copy_of_module), copy);
    assert.equal((await stage("wrong").refresh([ann])).code, 200);
    await unchanged(client, [contact("x@far.test")]);
  });

  test("where no option of the module has changed, the module is left alone", async () => {
    const { prosody, host } = stage("same");
    const copy = await stage("same").lua(copy_of_module);
    await prosody.change_options({ http_roster_token: ["one", "two"], http_roster_headers: { A: "b" } }, host);
    const changed = await stage("same").lua(copy_of_module);
    assert.notEqual(changed, copy);
    await prosody.change_options({ welcome_message: "hello" }, host);
    assert.equal(await stage("same").lua(copy_of_module), changed);
    await prosody.change_options({ http_roster_headers: { A: "c" } }, host);
    const again = await stage("same").lua(copy_of_module);
    assert.notEqual(again, changed);
    await prosody.change_options({ http_roster_timout: 3 }, host);
    assert.notEqual(await stage("same").lua(copy_of_module), again);
    assert.match(stage("same").logged("warn").join("\n"), /option http_roster_timout is unknown.*http_roster_timeout/);
  });

  test("a login and a refresh that wait meanwhile are answered", async () => {
    const { prosody, backend, host } = stage("pending");
    const [ann, bob] = [fresh("ann"), fresh("bob")];
    const client = await stage("pending").arrive(ann, {});
    const gate = new_gate();
    for (const username of [ann, bob]) {
      backend.rosters.set(username, { "x@far.test": {} });
      backend.behave(username, after_gate(gate));
    }
    const refreshed = stage("pending").refresh([ann]);
    const arrived = stage("pending").arrive(bob);
    await Promise.all([backend.requested(ann, 2), backend.requested(bob)]);
    await prosody.change_options({ http_roster_max_age: 100 }, host);
    gate.open();
    assert.equal((await refreshed).code, 200);
    assert.deepEqual((await client.push()).item, contact("x@far.test"));
    assert.deepEqual((await (await arrived).roster()).items, [contact("x@far.test")]);
  });
});
