import assert from "node:assert/strict";
import { test } from "node:test";
import { after, answer, type Behaviour } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact, learns_of } from "../support/online.ts";
import { ask_from_afar, far_away, type Patience, type Question } from "../support/outsiders.ts";
import { complete } from "../support/outcome.ts";
import { fresh, names_of } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";
import { pass, test_clock } from "../support/test_clock.ts";

const marie = "marie@x.test";
/** The longest pause, in seconds, in which nobody asks a backend that is away; and a moment more. */
const longest_pause = 10.5;

/** So many seconds go by, and what the backend is asked in them has been answered. */
async function later(stage: Stage, seconds: number): Promise<void> {
  await pass(stage.prosody, seconds);
  await stage.settled();
}

async function in_steps(stage: Stage, seconds: number, step: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += step) await later(stage, step);
}

/** The backend is asked for something within so many seconds. */
async function is_asked_within(stage: Stage, seconds: number): Promise<void> {
  const before = stage.backend.requests.length;
  await later(stage, seconds);
  await until(
    () => stage.backend.requests.length > before,
    () => `a request within ${seconds} s`,
  );
  await stage.settled();
}

/** How often the log has said that the backend is back. */
function returns(stage: Stage): number {
  return stage.logged("info").filter((line) => line.includes("is back")).length;
}

for_each_prosody("a user whom the backend refuses", (version) => {
  const refusals: Record<string, Behaviour> = {
    "400": answer(400),
    "401": answer(401),
    "403": answer(403, "{}"),
    "404": answer(404),
  };
  const stage = test_stages(
    version,
    {
      refusals: () => ({ http_roster_max_age: 0 }),
      aging: () => ({ http_roster_max_age: 300 }),
      batch: ({ batch_url }) => ({ http_roster_batch_url: batch_url, http_roster_max_age: 0 }),
      hours: () => ({ http_roster_max_age: 0 }),
    },
    { lua: test_clock },
  );

  async function refused(here: Stage, behaviour: Behaviour): Promise<Client> {
    const john = fresh("john");
    here.backend.behave(john, behaviour);
    const client = await here.log_in(john);
    await assert.rejects(client.roster(), /internal-server-error/);
    here.backend.rosters.set(john, { [marie]: {} });
    return client;
  }

  for (const [what, behaviour] of Object.entries(refusals)) {
    for (const name of ["refusals", "aging"] as const) {
      test(`by ${what} is asked for again after a minute, not before${name === "aging" ? ", though rosters age" : ""}`, async () => {
        const here = stage(name);
        const client = await refused(here, behaviour);
        here.backend.behave(client.username);
        await later(here, 50);
        assert.equal(here.backend.requests_for(client.username).length, 1);
        await later(here, 100);
        await client.push(({ item }) => item.jid === marie);
        await client.stop();
      });
    }
  }

  test("by leaving them out of a batch is asked for again after a minute, not before", async () => {
    const here = stage("batch");
    const [john, ann] = [await here.arrive("john", {}), await here.arrive("ann", {})];
    here.backend.behave_for_batches(answer(200, { ann: {} }));
    assert.deepEqual(Object.keys((await here.refresh(["john", "ann"])).failed), ["john"]);
    here.backend.behave_for_batches();
    here.backend.rosters.set("john", { [marie]: {} });
    const before = here.backend.requests.length;
    await later(here, 50);
    assert.equal(here.backend.requests.length, before);
    await later(here, 100);
    await john.push(({ item }) => item.jid === marie);
    await ann.nothing_until_pong();
  });

  test("is asked for ever more rarely, but once an hour, and gets their roster in the end", async () => {
    const here = stage("hours");
    const client = await refused(here, answer(404));
    const asked = (): number => here.backend.requests_for(client.username).length;
    await in_steps(here, 600, 30);
    const in_ten_minutes = asked();
    assert.ok(in_ten_minutes >= 3 && in_ten_minutes <= 11, `${in_ten_minutes} requests in ten minutes`);
    await in_steps(here, 6 * 3600, 120);
    const in_six_hours = asked();
    assert.ok(in_six_hours <= 25, `${in_six_hours} requests in six hours`);
    await in_steps(here, 2 * 3600 + 120, 120);
    const in_two_hours = asked() - in_six_hours;
    assert.ok(in_two_hours >= 1 && in_two_hours <= 5, `${in_two_hours} requests in two hours, after six`);
    here.backend.behave(client.username);
    await in_steps(here, 3600 + 120, 120);
    await client.push(({ item }) => item.jid === marie);
  });
});

for_each_prosody("a name that the backend does not know", (version) => {
  const stage = test_stages(
    version,
    { names: () => ({}), forgotten: () => ({}) },
    { lua: `${test_clock}\n${far_away}`, modules_enabled: ["lastactivity"] },
  );
  const questions: Question[] = ["probe", "disco", "last activity"];
  const ways: Patience[] = ["waiting", "impatient"];

  async function ask_all_ways(here: Stage, name: string): Promise<void> {
    for (const question of questions) {
      for (const patience of ways) {
        await ask_from_afar(here, [name], { question, patience });
        await here.settled();
      }
    }
  }

  for (const status of [404, 410]) {
    test(`(${status}) is asked for once a minute, however often others ask`, async () => {
      const here = stage("names");
      const nobody = fresh("nobody");
      here.backend.behave(nobody, answer(status));
      await ask_all_ways(here, nobody);
      await here.backend.requested(nobody);
      await later(here, 25);
      await ask_all_ways(here, nobody);
      assert.equal(here.backend.requests_for(nobody).length, 1);
    });
  }

  test("is asked for again when the minute is over", async () => {
    const here = stage("names");
    const nobody = fresh("nobody");
    await ask_all_ways(here, nobody);
    assert.equal(here.backend.requests_for(nobody).length, 1);
    await later(here, 120);
    await ask_all_ways(here, nobody);
    assert.equal(here.backend.requests_for(nobody).length, 2);
  });

  test("is asked for at once when its user logs in", async () => {
    const here = stage("names");
    const john = fresh("john");
    await ask_all_ways(here, john);
    here.backend.rosters.set(john, { [marie]: {} });
    const client = await here.log_in(john);
    assert.deepEqual((await client.roster()).items, [contact(marie)]);
  });

  for (const whom of ["everyone", "that name"]) {
    test(`is asked for at once after a notice about ${whom}`, async () => {
      const here = stage("names");
      const john = fresh("john");
      await ask_all_ways(here, john);
      const before = here.backend.requests_for(john).length;
      here.backend.rosters.set(john, {});
      const told = whom === "everyone" ? await here.call("POST", "refresh-all") : await here.refresh([john]);
      assert.equal(told.errors, 0);
      await ask_from_afar(here, [john]);
      await here.backend.requested(john, before + 1);
    });
  }
});

for_each_prosody("a backend that counts as away", (version) => {
  const stage = test_stages(
    version,
    {
      pauses: () => ({ http_roster_max_age: 0 }),
      left: () => ({}),
      returning: () => ({}),
      early: () => ({}),
      failing: () => ({}),
      "retry-after": () => ({}),
      notices: () => ({}),
      busy: () => ({ http_roster_max_age: 0, http_roster_timeout: 60 }),
      returned: () => ({ http_roster_max_age: 0, http_roster_timeout: 60 }),
      straggling: () => ({ http_roster_max_age: 0, http_roster_timeout: 60 }),
      patient: () => ({ http_roster_max_age: 0 }),
      orderly: () => ({ http_roster_max_age: 0, http_roster_timeout: 60, http_roster_concurrency: 1 }),
      maintained: () => ({ http_roster_max_age: 0 }),
    },
    { lua: test_clock },
  );

  test("is asked every 10 s at least while someone waits; all that time, one line says so", async () => {
    const here = stage("pauses");
    const john = await here.arrive("john", {});
    await here.lose("john");
    for (let round = 0; round < 10; round++) await is_asked_within(here, longest_pause);
    assert.equal(here.logged("warn").length, 1);
    assert.equal(returns(here), 0);
    here.mend();
    here.backend.rosters.set("john", { [marie]: {} });
    await later(here, longest_pause);
    await john.push(({ item }) => item.jid === marie);
    assert.equal(here.logged("warn").length, 1);
    assert.equal(returns(here), 1);
  });

  test("and that everyone has left, serves the next to log in, once it is well", async () => {
    const here = stage("left");
    await here.lose_and_leave();
    here.mend();
    await later(here, longest_pause);
    here.backend.rosters.set("ann", { [marie]: {} });
    const ann = await here.log_in("ann");
    assert.deepEqual((await ann.roster()).items, [contact(marie)]);
    assert.equal(returns(here), 1);
  });

  test("and that everyone has left, serves who comes back, once it is well", async () => {
    const here = stage("returning");
    await here.lose_and_leave();
    here.mend();
    await later(here, 3600);
    here.backend.rosters.set("john", { [marie]: {} });
    const john = await here.log_in("john");
    assert.deepEqual((await john.roster()).items, [contact(marie)]);
  });

  test("and that everyone has left, serves who comes before the pause is over, after it", async () => {
    const here = stage("early");
    await here.lose_and_leave();
    here.mend();
    here.backend.rosters.set("ann", { [marie]: {} });
    const ann = await here.log_in("ann", { milliseconds: 3000 });
    await later(here, longest_pause);
    await learns_of(ann, marie);
  });

  test("and still fails, keeps the next to log in waiting once, and serves them later", async () => {
    const here = stage("failing");
    await here.lose_and_leave();
    await later(here, longest_pause);
    here.backend.rosters.set("ann", { [marie]: {} });
    const gate = new_gate();
    here.backend.behave("ann", after(gate, answer(503)));
    let is_in = false;
    const coming = here.log_in("ann").finally(() => (is_in = true));
    await here.backend.requested("ann");
    await here.lua("return true");
    assert.ok(!is_in, "she waits for what the backend says");
    gate.open();
    const ann = await coming;
    here.backend.behave("ann");
    await assert.rejects(ann.roster(), /internal-server-error/);
    here.mend();
    await later(here, longest_pause);
    await ann.push(({ item }) => item.jid === marie);
    assert.equal(here.logged("warn").length, 1);
  });

  test("is not asked before the time that it has named", async () => {
    const here = stage("retry-after");
    await here.arrive("john", {});
    await here.lose("john", answer(503, "", { "Retry-After": "8" }));
    await here.settled();
    const before = here.backend.requests.length;
    await later(here, 5);
    assert.equal(here.backend.requests.length, before);
    await is_asked_within(here, 5);
  });

  test("is not left alone for longer because notices come in vain", async () => {
    const here = stage("notices");
    const john = await here.arrive("john", {});
    await here.lose("john");
    for (let round = 0; round < 20; round++) assert.equal((await here.refresh(["john"])).errors, 1);
    await here.settled();
    here.mend();
    here.backend.rosters.set("john", { [marie]: {} });
    await later(here, longest_pause);
    await john.push(({ item }) => item.jid === marie);
  });

  test("and is being asked whether it is back, keeps those in line whom notices name, though what was asked before fails late", async () => {
    const here = stage("straggling");
    const [late, first, second] = await Promise.all(["late", "first", "second"].map((name) => here.arrive(name, {})));
    assert.ok(late !== undefined && first !== undefined && second !== undefined);
    const [failing, answering] = [new_gate(), new_gate()];
    here.backend.behave("late", after(failing, answer(503)));
    const too_late = here.refresh(["late"]);
    await here.backend.requested("late", 2);
    await here.lose("first");
    await here.settled(1);
    here.backend.behave("first", after(answering));
    here.mend();
    const asked = here.backend.requests_for("first").length;
    here.backend.rosters.set("first", { [marie]: {} });
    here.backend.rosters.set("second", { [marie]: {} });
    const refreshed = [here.refresh(["first"])];
    await here.backend.requested("first", asked + 1);
    refreshed.push(here.refresh(["second"]));
    await here.settled(2, 1);
    failing.open();
    assert.equal((await too_late).errors, 1);
    answering.open();
    for (const outcome of await Promise.all(refreshed)) assert.deepEqual(outcome, complete(1));
  });

  test("and is back, is not lost again by what was asked before, and fails late", async () => {
    const here = stage("returned");
    const names = names_of(8, "late");
    for (const name of ["john", ...names]) await here.arrive(name, {});
    const gate = new_gate();
    for (const name of names) here.backend.behave(name, after(gate, answer(503)));
    const late = here.refresh(names);
    for (const name of names) await here.backend.requested(name, 2);
    await here.lose("john");
    here.mend();
    assert.deepEqual(await here.refresh(["john"]), complete(1));
    gate.open();
    assert.equal((await late).errors, 8);
    here.backend.rosters.set("ann", { [marie]: {} });
    const ann = await here.log_in("ann");
    assert.deepEqual((await ann.roster()).items, [contact(marie)]);
    assert.equal(here.logged("warn").length, 1);
  });

  test("is asked one question at a time, be there ever so many users, until it answers one", async () => {
    const here = stage("busy");
    const clients: Client[] = [];
    for (let count = 0; count < 12; count++) clients.push(await here.arrive(fresh("user"), {}));
    const names = clients.map(({ username }) => username);
    await here.lose(names[0] ?? "");
    await here.refresh(names);
    await here.settled();
    for (let round = 0; round < 3; round++) {
      const before = here.backend.requests.length;
      await is_asked_within(here, longest_pause);
      assert.equal(here.backend.requests.length, before + 1);
    }
    here.mend();
    for (const name of names) here.backend.rosters.set(name, { [marie]: {} });
    await later(here, longest_pause);
    await later(here, 5);
    for (const client of clients) await client.push(({ item }) => item.jid === marie);
    assert.deepEqual(await here.refresh(names), complete(names.length));
  });

  /** So many users online at whom the backend stumbles, each of whom has been asked for at least so often. */
  async function stumble(here: Stage, count: number, times: number): Promise<string[]> {
    const names = names_of(count, "unlucky");
    for (const name of names) here.backend.behave(name, answer(500));
    for (const name of names) await here.log_in(name);
    while (names.some((name) => here.backend.requests_for(name).length < times)) {
      await is_asked_within(here, longest_pause);
    }
    return names;
  }

  test("for the sake of others serves soon who has been asked for in vain but once", async () => {
    const here = stage("patient");
    const ann = await here.arrive("ann", {});
    await stumble(here, 10, 3);
    here.backend.behave("ann", answer(500));
    assert.equal((await here.refresh(["ann"])).errors, 1);
    here.backend.behave("ann");
    here.backend.rosters.set("ann", { [marie]: {} });
    for (let pauses = 0; pauses < 2; pauses++) await later(here, longest_pause);
    await ann.push(({ item }) => item.jid === marie);
  });

  test("and answers for one, is asked about all others who came meanwhile before those at whom it stumbles", async () => {
    const here = stage("orderly");
    await stumble(here, 8, 2);
    const gate = new_gate();
    const lucky = names_of(10, "lucky");
    for (const name of lucky) {
      here.backend.rosters.set(name, {});
      here.backend.behave(name, after(gate));
    }
    const stumbled = here.backend.requests.length;
    const asked = (): string[] => here.backend.requests.slice(stumbled).map(({ username }) => username ?? "");
    // One of them may wait: for the answer by which it is seen whether the backend is back.
    let left = lucky.length;
    const coming = lucky.map((name) => here.log_in(name).finally(() => left--));
    await until(
      () => left === asked().length,
      () => `${left} to be let in`,
    );
    if (left === 0) await pass(here.prosody, longest_pause);
    gate.open();
    await until(
      () => asked().length >= lucky.length,
      () => "all others to be asked for",
    );
    assert.deepEqual(asked().slice(0, lucky.length).sort(), lucky.sort());
    await Promise.all(coming);
  });

  test("and told everyone to come in an hour, is asked for them once it is back all the same", async () => {
    const here = stage("maintained");
    const clients = await here.crowd(12);
    const names = clients.map(({ username }) => username);
    here.backend.behave_for_all(answer(503, "", { "Retry-After": "3600" }));
    assert.equal((await here.refresh(names)).errors, names.length);
    await here.settled();
    here.mend();
    for (const name of names) here.backend.rosters.set(name, { [marie]: {} });
    await later(here, longest_pause);
    for (const client of clients) await client.push(({ item }) => item.jid === marie);
  });
});
