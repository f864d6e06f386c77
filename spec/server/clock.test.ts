import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { after, answer, hang } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact } from "../support/online.ts";
import { ask_from_afar, far_away } from "../support/outsiders.ts";
import { is_record } from "../support/outcome.ts";
import { fresh } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";
import { pass, set_clock, test_clock } from "../support/test_clock.ts";

const marie = "marie@x.test";
const hour = 3600;

async function later(stage: Stage, seconds: number): Promise<void> {
  await pass(stage.prosody, seconds);
  await stage.settled();
}

/** The store http_roster of the host, on disk. */
function store_folder({ prosody, host }: Stage): string {
  return join(prosody.folder, "data", host.replaceAll(".", "%2e"), "http_roster");
}

async function is_stored(stage: Stage, username: string): Promise<void> {
  const files = (): string[] => {
    try {
      return readdirSync(store_folder(stage));
    } catch {
      return [];
    }
  };
  await until(
    () => files().some((file) => file.startsWith(username)),
    () => `the roster of ${username} to be stored`,
  );
}

for_each_prosody("the clock of the machine goes back an hour", (version) => {
  const stage = test_stages(
    version,
    {
      away: () => ({ http_roster_max_age: 0 }),
      online: () => ({ http_roster_max_age: 60 }),
      offline: () => ({ http_roster_max_age: 60 }),
      store: () => ({}),
      broken: () => ({}),
      deadlines: () => ({ http_roster_timeout: 1 }),
      refused: () => ({ http_roster_max_age: 0 }),
      unknown: () => ({}),
      retry: () => ({ http_roster_max_age: 0 }),
      age: () => ({}),
      faults: () => ({}),
      forward: () => ({ http_roster_max_age: 60 }),
    },
    // Core's own, of the file that is in the way of the store.
    { lua: `${test_clock}\n${far_away}`, expected_errors: /http_roster storage|datamanager/ },
  );

  test("and a backend that is away is asked as before whether it is back", async () => {
    const here = stage("away");
    const john = await here.arrive("john", {});
    await here.lose("john");
    await set_clock(here.prosody, -hour);
    for (let round = 0; round < 3; round++) await later(here, 10.5);
    here.mend();
    here.backend.rosters.set("john", { [marie]: {} });
    // A request that was on its way by then may still have failed.
    for (let round = 0; round < 3; round++) await later(here, 10.5);
    await john.push(({ item }) => item.jid === marie, 3000);
  });

  test("and rosters of users online grow old as before", async () => {
    const here = stage("online");
    const john = await here.arrive("john", {});
    await set_clock(here.prosody, -hour);
    here.backend.rosters.set("john", { [marie]: {} });
    for (let round = 0; round < 10; round++) await later(here, 10);
    await john.push(({ item }) => item.jid === marie, 3000);
  });

  test("and rosters of users offline grow old as before", async () => {
    const here = stage("offline");
    here.backend.rosters.set("john", {});
    await ask_from_afar(here, ["john"]);
    await here.backend.requested("john");
    await here.settled();
    await set_clock(here.prosody, -hour);
    await later(here, 65);
    await ask_from_afar(here, ["john"]);
    await here.backend.requested("john", 2, 3000);
  });

  test("and what is last known is stored as before", async () => {
    const here = stage("store");
    const names = Array.from({ length: 20 }, () => fresh("john"));
    const json = Object.fromEntries(names.map((name) => [name, { [marie]: {} }]));
    await here.call("POST", "rosters", { json });
    await set_clock(here.prosody, -hour);
    for (let round = 0; round < 5; round++) await later(here, 10);
    for (const name of names) await is_stored(here, name);
  });

  test("and a store that has failed is tried again as before", async () => {
    const here = stage("broken");
    mkdirSync(dirname(store_folder(here)), { recursive: true });
    writeFileSync(store_folder(here), "in the way");
    await here.call("POST", "rosters", { json: { john: { [marie]: {} } } });
    await until(
      () => here.logged("warn").length > 0,
      () => "a warning of the store",
    );
    rmSync(store_folder(here));
    await set_clock(here.prosody, -hour);
    for (let round = 0; round < 10; round++) await later(here, 30);
    await is_stored(here, "john");
  });

  test("and nobody waits longer for a backend that is silent", async () => {
    const here = stage("deadlines");
    const john = await here.arrive("john", {});
    here.backend.behave_for_all(hang);
    const coming = here.log_in("ann", { milliseconds: 5000 });
    const refreshed = here.refresh(["john"], 5000);
    await here.backend.requested("ann");
    await here.backend.requested("john", 2);
    await set_clock(here.prosody, -hour);
    await coming;
    assert.equal((await refreshed).errors, 1);
    await john.stop();
  });

  test("and who was refused is asked for as before", async () => {
    const here = stage("refused");
    const john = await here.log_in("john");
    await assert.rejects(john.roster(), /internal-server-error/);
    await set_clock(here.prosody, -hour);
    here.backend.rosters.set("john", { [marie]: {} });
    await later(here, 150);
    await john.push(({ item }) => item.jid === marie, 3000);
  });

  test("and a name that was unknown is asked for as before", async () => {
    const here = stage("unknown");
    await ask_from_afar(here, ["nobody"]);
    await here.backend.requested("nobody");
    await here.settled();
    await set_clock(here.prosody, -hour);
    await later(here, 120);
    await ask_from_afar(here, ["nobody"]);
    await here.backend.requested("nobody", 2, 3000);
  });

  test("and a fetch that failed is tried again as before", async () => {
    const here = stage("retry");
    const john = await here.arrive("john", {});
    here.backend.behave("john", answer(503));
    await here.refresh(["john"]);
    await set_clock(here.prosody, -hour);
    await later(here, 5);
    here.backend.behave("john");
    here.backend.rosters.set("john", { [marie]: {} });
    await later(here, 60);
    await john.push(({ item }) => item.jid === marie, 3000);
  });

  test("and a roster is not older for it, nor younger than new", async () => {
    const here = stage("age");
    await here.arrive("john", {});
    await set_clock(here.prosody, -hour);
    const answered = await here.prosody.request("GET", "/roster_admin/rosters/john", { host: here.host });
    const held = answered.json();
    assert.ok(
      is_record(held) && typeof held["age"] === "number" && held["age"] >= 0 && held["age"] < 60,
      answered.body,
    );
  });

  test("and contacts that can't be used are warned of as before", async () => {
    const here = stage("faults");
    await here.call("POST", "rosters", { json: { john: { "@": {} } } });
    assert.equal(here.logged("warn").length, 1);
    await set_clock(here.prosody, -hour);
    await later(here, 60);
    await here.call("POST", "rosters", { json: { john: { "@": {}, "@@": {} } } });
    await until(
      () => here.logged("warn").length > 1,
      () => "a warning",
      3000,
    );
  });

  test("or forward, and nothing is over, or old, before its time", async () => {
    const here = stage("forward");
    const john = await here.arrive("john", {});
    here.backend.rosters.set("marie", {});
    await ask_from_afar(here, ["nobody", "marie"]);
    await here.backend.requested("nobody");
    await here.backend.requested("marie");
    await here.settled();
    const gate = new_gate();
    here.backend.rosters.set("ann", { [marie]: {} });
    here.backend.behave("ann", after(gate));
    const coming = here.log_in("ann");
    await here.backend.requested("ann");
    await set_clock(here.prosody, hour);
    await pass(here.prosody, 2);
    gate.open();
    const ann = await coming;
    assert.deepEqual((await ann.roster()).items, [contact(marie)]);
    await ask_from_afar(here, ["nobody", "marie"]);
    await here.settled();
    for (const name of ["nobody", "marie", "ann", "john"])
      assert.equal(here.backend.requests_for(name).length, 1, name);
    await Promise.all([ann.stop(), john.stop()]);
  });
});
