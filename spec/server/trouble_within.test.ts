import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answer } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { contact } from "../support/online.ts";
import { complete, read_object } from "../support/outcome.ts";
import { fresh } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";
import { begin_trouble, stop_trouble, trouble_in_log } from "../support/trouble.ts";

const remote = "friend@x.test";
/** What goes wrong is in a name that is not in its normal form, so that it must be prepared. */
const [troubled, mended] = ["Trouble@x.test", "trouble@x.test"];
/** How long a caller may wait, in milliseconds: less than it takes for a test to give up. */
const soon = 5000;
/** So many that a roster is read in slices. */
const many = 3000;

function long_roster(): Record<string, object> {
  const contacts = Array.from({ length: many }, (_, i) => [`contact${i}@x.test`, { name: `Number ${i}` }] as const);
  return { ...Object.fromEntries(contacts), [troubled]: {} };
}

for_each_prosody("where something fails that nothing should fail in", (version) => {
  const stage = test_stages(
    version,
    {
      // Nothing else could be asked for any more if a place were lost.
      single: () => ({ http_roster_timeout: 2, http_roster_concurrency: 1 }),
      batch: ({ batch_url }) => ({ http_roster_timeout: 2, http_roster_batch_url: batch_url }),
      measured: () => ({ http_roster_timeout: 2 }),
      logged: () => ({ http_roster_timeout: 2 }),
      ended: () => ({ http_roster_timeout: 2, http_roster_cache_size: 1 }),
    },
    {
      modules_enabled: ["test_trouble"],
      options: { statistics: "internal", statistics_interval: "manual" },
      expected_errors: trouble_in_log,
    },
  );

  async function status(here: Stage): Promise<Record<string, unknown>> {
    return read_object(await here.prosody.request("GET", "/roster_admin/status", { host: here.host }));
  }

  /** Everything works for this user, and nothing has been left behind. */
  async function is_well(here: Stage, username: string): Promise<void> {
    const [ann, bob] = [fresh("ann"), fresh("bob")];
    const client = await here.arrive(username, { [remote]: {} });
    await here.arrive(ann, {});
    await here.arrive(bob, {});
    for (const document of [{}, { [remote]: {} }]) {
      for (const name of [username, ann, bob]) here.backend.rosters.set(name, document);
      assert.deepEqual(await here.refresh([username, ann, bob], soon), complete(3));
      assert.deepEqual(
        (await client.roster()).items,
        Object.keys(document).map((jid) => contact(jid)),
      );
    }
    assert.deepEqual(await here.call("PATCH", "rosters", { json: { [username]: { [remote]: null } } }), complete(1));
    assert.deepEqual((await client.roster()).items, []);
    const { fetches_under_way, fetches_waiting } = await status(here);
    assert.deepEqual([fetches_under_way, fetches_waiting], [0, 0]);
    await client.stop();
  }

  for (const name of ["single", "batch"] as const) {
    describe(`while things are done a bit at a time (${name}),`, () => {
      test("the caller is answered whose usernames can't be read", async () => {
        const here = stage(name);
        const [john, ann] = [fresh("john"), fresh("ann")];
        await begin_trouble(here, "prepped_split", ["trouble"]);
        const outcome = await here.refresh([john, `trouble@${here.host}`, ann], soon);
        await stop_trouble(here, "prepped_split");
        assert.deepEqual([outcome.code, outcome.status], [500, "error"]);
        await is_well(here, john);
      });

      test("the caller is answered of whose rosters one can't be read, and those before it are updated", async () => {
        const here = stage(name);
        const [john, ann, marie] = [fresh("john"), fresh("ann"), fresh("marie")];
        const client = await here.arrive(ann, {});
        await begin_trouble(here, "prepped_split", ["trouble", "Trouble"]);
        const json = { [ann]: { [remote]: {} }, [john]: long_roster(), [marie]: {} };
        const { code, updated, failed } = await here.call("POST", "rosters", { json, milliseconds: soon });
        await stop_trouble(here, "prepped_split");
        assert.deepEqual([code, updated, Object.keys(failed).sort()], [200, 1, [john, marie].sort()]);
        assert.equal((await client.push()).item.jid, remote);
        await client.stop();
        await is_well(here, john);
        await is_well(here, ann);
      });

      test("the caller is answered where the backend's answer can't be read, and it is asked again", async () => {
        const here = stage(name);
        const [john, ann] = [fresh("john"), fresh("ann")];
        const clients = [await here.arrive(john, {}), await here.arrive(ann, {})];
        await begin_trouble(here, "prepped_split", ["trouble", "Trouble"]);
        here.backend.rosters.set(john, long_roster());
        const { updated, failed } = await here.refresh([ann, john], soon);
        assert.ok(john in failed, "John's roster could not be read");
        assert.equal(updated + Object.keys(failed).length, 2);
        await stop_trouble(here, "prepped_split");
        assert.equal((await clients[0]?.push(({ item }) => item.jid === mended, 10_000))?.item.jid, mended);
        for (const client of clients) await client.stop();
        await is_well(here, ann);
      });

      test("a login ends where the backend's answer can't be read", async () => {
        const here = stage(name);
        const john = fresh("john");
        await begin_trouble(here, "prepped_split", ["trouble", "Trouble"]);
        here.backend.rosters.set(john, long_roster());
        const began = performance.now();
        const client = await here.log_in(john);
        assert.ok(performance.now() - began < 1500, "long before the timeout");
        await stop_trouble(here, "prepped_split");
        await client.stop();
        await is_well(here, fresh("ann"));
      });
    });
  }

  for (const name of ["single", "batch"] as const) {
    test(`the end of a request's connection (${name}), it is answered all the same, and its place is free`, async () => {
      const here = stage(name);
      const [john, ann] = [fresh("john"), fresh("ann")];
      const clients = [await here.arrive(john, {}), await here.arrive(ann, {})];
      await begin_trouble(here, "destroy_request", []);
      for (let count = 0; count < 2; count++) assert.deepEqual(await here.refresh([john, ann], soon), complete(2));
      await (await here.arrive(fresh("bob"), {})).stop();
      await stop_trouble(here, "destroy_request");
      for (const client of clients) await client.stop();
      await is_well(here, john);
    });
  }

  test("the log, nothing stops for good, nor does anyone go unanswered", async () => {
    const here = stage("logged");
    const [john, ann] = [fresh("john"), fresh("ann")];
    const [phone, desk] = [await here.arrive(john, {}), await here.arrive(ann, {})];
    await here.lua(`
      local host = module.host;
      prosody.test_log_fails = true;
      require "util.logger".add_simple_sink(function (name)
        if prosody.test_log_fails and name == host..":http_roster_admin" then error("trouble at the log", 0); end
      end);
    `);
    await begin_trouble(here, "send", [john]);
    await begin_trouble(here, "prepped_split", ["trouble", "Trouble"]);
    const json = { [john]: { [remote]: {} }, [ann]: { [remote]: {} } };
    assert.deepEqual(await here.call("POST", "rosters", { json, milliseconds: soon }), complete(2));
    assert.equal((await desk.push()).item.jid, remote);
    const broken = { [john]: long_roster(), [ann]: { "a@x.test": {} } };
    const { failed } = await here.call("POST", "rosters", { json: broken, milliseconds: soon });
    assert.ok(john in failed, "John's roster could not be read");
    here.backend.behave_for_all(answer(500));
    for (let failures = 0; failures < 6; failures++) await here.refresh([john, ann], soon);
    await stop_trouble(here, "send");
    await stop_trouble(here, "prepped_split");
    here.mend();
    here.backend.rosters.set(ann, { "b@x.test": {} });
    await desk.push(({ item }) => item.jid === "b@x.test", 15_000);
    await here.lua("prosody.test_log_fails = nil");
    await phone.stop();
    await desk.stop();
    await is_well(here, fresh("bob"));
  });

  test("where others end what they should let go on, or fail in it, who leaves and who is deleted is let go", async () => {
    const here = stage("ended");
    await here.lua(`
      module:hook("resource-bind", function () return true; end, 500);
      module:hook("resource-unbind", function () return true; end, 500);
      module:hook_global("user-deleted", function (event)
        if event.host == module.host then error("trouble at user-deleted", 0); end
      end, 450);
    `);
    const held = async (): Promise<unknown> => (await status(here))["rosters_held"];
    const john = fresh("john");
    for (const name of [fresh("ann"), fresh("bob"), john]) await (await here.arrive(name, { [remote]: {} })).stop();
    await until(
      async () => (await held()) === 1,
      () => "all rosters but the last one to be let go",
    );
    await here.lua('pcall(require "core.usermanager".delete_user, ..., module.host)', john);
    await until(
      async () => (await held()) === 0,
      () => "the roster of the user deleted to be let go",
    );
  });

  test("the statistics, everyone is served as ever, and the backend's return is noticed", async () => {
    const here = stage("measured");
    const [john, marie] = [fresh("john"), fresh("marie")];
    const desk = await here.arrive(marie, { [`${john}@${here.host}`]: {} });
    const phone = await here.arrive(john, {});
    await begin_trouble(here, "metrics", []);
    const json = { [john]: { [`${marie}@${here.host}`]: {} } };
    assert.deepEqual(await here.call("POST", "rosters", { json, milliseconds: soon }), complete(1));
    await phone.push();
    await desk.presence(phone.jid);
    await here.lose(john, answer(503));
    assert.equal((await status(here))["backend"], "away");
    here.backend.rosters.set(john, { [remote]: {} });
    here.mend();
    await until(
      async () => (await status(here))["backend"] === "here",
      () => "the backend to count as back",
    );
    await phone.push(({ item }) => item.jid === remote, 10_000);
    assert.deepEqual(await here.refresh([john, marie], soon), complete(2));
    await stop_trouble(here, "metrics");
    assert.match(here.logged("error").join("\n"), /statistics failed.*trouble at metrics/);
    await phone.stop();
    await desk.stop();
    await is_well(here, fresh("ann"));
  });

  test("the statistics as the module is loaded, it is loaded, and says so", async () => {
    const here = stage("measured");
    await begin_trouble(here, "metrics", []);
    await here.prosody.reload_module("http_roster_admin", here.host);
    await is_well(here, fresh("john"));
    await stop_trouble(here, "metrics");
    assert.match(here.logged("error").join("\n"), /statistics failed.*trouble at metrics/);
    await here.prosody.reload_module("http_roster_admin", here.host);
  });
});
