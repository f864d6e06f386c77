import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { after, answer, type Behaviour, normally } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact, learns_of } from "../support/online.ts";
import { ask_from_afar, far_away, type Patience } from "../support/outsiders.ts";
import { complete } from "../support/outcome.ts";
import { fresh, names_of } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";
import { longest_turn, watch_turns } from "../support/turns.ts";

const marie = "marie@x.test";
/** Less than any timeout here: who is served within it waits for nobody else. */
const at_once = 3000;

function usernames(clients: readonly Client[]): string[] {
  return clients.map(({ username }) => username);
}

/** A user logs in and has their roster, at once. */
async function is_let_in(stage: Stage, name = fresh("john")): Promise<void> {
  stage.backend.rosters.set(name, { [marie]: {} });
  stage.backend.behave(name, normally);
  const start = performance.now();
  const client = await stage.log_in(name, { milliseconds: at_once });
  assert.deepEqual((await client.roster({ milliseconds: at_once })).items, [contact(marie)]);
  assert.ok(performance.now() - start < at_once);
}

/** Whom the backend was asked for, of its requests from `from` on, before this user. */
function asked_before(stage: Stage, from: number, username: string): string[] {
  const asked = stage.backend.requests.slice(from).map((request) => request.usernames ?? [request.username ?? ""]);
  const at = asked.findIndex((names) => names.includes(username));
  assert.ok(at >= 0, `${username} was not asked for`);
  return asked.slice(0, at).flat();
}

function slowly(milliseconds: number, behaviour: Behaviour): Behaviour {
  return async (exchange) => {
    await pause(milliseconds);
    await behaviour(exchange);
  };
}

for_each_prosody("a login while many others wait for the backend", (version) => {
  const slow = { http_roster_timeout: 20 };
  const stage = test_stages(
    version,
    {
      strangers2: () => ({ ...slow, http_roster_concurrency: 2 }),
      strangers4: () => ({ ...slow, http_roster_concurrency: 4 }),
      strangers32: () => ({ ...slow }),
      alone: () => ({ ...slow, http_roster_concurrency: 1 }),
      throng: () => ({ http_roster_concurrency: 4 }),
      disappointed: () => ({ ...slow }),
      refresh2: () => ({ ...slow, http_roster_concurrency: 2 }),
      refresh4: () => ({ ...slow, http_roster_concurrency: 4 }),
      refresh32: () => ({ ...slow }),
      batches: ({ batch_url }) => ({ ...slow, http_roster_batch_url: batch_url, http_roster_batch_size: 2 }),
      everyone: ({ batch_url }) => ({
        ...slow,
        http_roster_batch_url: batch_url,
        http_roster_concurrency: 4,
        http_roster_batch_size: 2,
      }),
      overdue: () => ({ http_roster_timeout: 2, http_roster_concurrency: 1 }),
      brief: () => ({ ...slow, http_roster_concurrency: 1, http_roster_login_wait: 0.1 }),
      "hasty-many": () => ({ ...slow, http_roster_concurrency: 4, http_roster_login_wait: 0 }),
      hasty: () => ({ ...slow, http_roster_concurrency: 1, http_roster_login_wait: 0 }),
      logins: ({ batch_url }) => ({ ...slow, http_roster_batch_url: batch_url, http_roster_concurrency: 1 }),
    },
    { lua: far_away },
  );
  const ways: Patience[] = ["waiting", "impatient"];

  test("has its turn while thousands of strangers learn that the backend is away", async () => {
    const here = stage("disappointed");
    const clients = await here.crowd(5);
    const gate = new_gate();
    here.backend.behave_for_all(after(gate));
    for (const { username } of clients) here.backend.behave(username, answer(500));
    await ask_from_afar(here, names_of(3000, "guess"));
    await watch_turns(here.prosody);
    assert.equal((await here.refresh(usernames(clients))).errors, clients.length);
    gate.open();
    await here.settled();
    const seconds = await longest_turn(here.prosody);
    assert.ok(seconds < 0.35, `a turn of ${seconds} s`);
  });

  describe("goes first", { concurrency: 4 }, () => {
    for (const concurrency of [2, 4, 32] as const) {
      test(`before strangers' questions, all of which the backend leaves unanswered, ${concurrency} at once`, async () => {
        const here = stage(`strangers${concurrency}`);
        const gate = new_gate();
        for (const patience of ways) {
          const names = names_of(40, "guess");
          for (const name of names) here.backend.behave(name, after(gate));
          await ask_from_afar(here, names, { patience });
          await until(
            () => here.backend.requests.some(({ username }) => username?.startsWith("guess")),
            () => "the backend to be asked",
          );
          await is_let_in(here);
        }
        gate.open();
      });

      test(`before a refresh of many, ${concurrency} at once`, async () => {
        const here = stage(`refresh${concurrency}`);
        const clients = await here.crowd(40);
        const gate = new_gate();
        for (const { username } of clients) here.backend.behave(username, after(gate));
        const before = here.backend.requests.length;
        const refreshed = here.refresh(usernames(clients));
        await until(
          () => here.backend.requests.length > before,
          () => "the refresh to begin",
        );
        for (const client of clients.slice(0, 3)) await client.until_pong();
        await is_let_in(here);
        gate.open();
        assert.deepEqual(await refreshed, complete(clients.length));
      });
    }

    test("before all who wait in line, where there is one place alone", async () => {
      const here = stage("alone");
      const names = names_of(40, "guess");
      for (const name of names) here.backend.behave(name, slowly(400, answer(404)));
      await ask_from_afar(here, names, { patience: "impatient" });
      await here.backend.requested(names[0] ?? "");
      const before = here.backend.requests.length;
      await is_let_in(here, "john");
      const { at } = await here.backend.requested("john");
      const between = here.backend.requests.slice(before).filter((request) => request.at < at);
      // One may have been sent while John was still giving his password.
      assert.ok(between.length <= 5, `${between.length} strangers' questions went before`);
    });

    test("before 1,500 names that don't exist", async () => {
      const here = stage("throng");
      here.backend.behave_for_all(slowly(30, normally));
      await ask_from_afar(here, names_of(1500, "guess"), { patience: "impatient" });
      for (let round = 0; round < 3; round++) await is_let_in(here);
      here.backend.behave_for_all();
    });

    test("also of a user whose roster was to be fetched in the background, later", async () => {
      const here = stage("batches");
      const clients = await here.crowd(12);
      const john = clients.at(-1) ?? assert.fail();
      const gate = new_gate();
      here.backend.behave_for_batches(after(gate));
      const refreshed = here.refresh(usernames(clients));
      await here.backend.batch_requested();
      for (const client of clients.slice(0, 3)) await client.until_pong();
      assert.ok(here.backend.batches().every((batch) => batch.usernames?.includes(john.username) !== true));
      await john.stop();
      await is_let_in(here, john.username);
      gate.open();
      assert.equal((await refreshed).updated, clients.length);
    });

    test("before a refresh of everyone, by batch", async () => {
      const here = stage("everyone");
      const clients = await here.crowd(40);
      const gate = new_gate();
      here.backend.behave_for_all(after(gate));
      here.backend.behave_for_batches(after(gate));
      const refreshed = here.call("POST", "refresh-all");
      await here.backend.batch_requested();
      for (const client of clients.slice(0, 3)) await client.until_pong();
      await is_let_in(here);
      gate.open();
      assert.deepEqual(await refreshed, complete(clients.length));
      here.backend.behave_for_all();
    });

    test("before those whose time is over, of whom nothing was known", async () => {
      const here = stage("overdue");
      const names = names_of(20, "john");
      for (const name of names) here.backend.rosters.set(name, { [marie]: {} });
      here.backend.behave_for_all(slowly(500, normally));
      const clients = await Promise.all(names.map((name) => here.log_in(name)));
      const name = fresh("john");
      here.backend.rosters.set(name, { [marie]: {} });
      const last = await here.log_in(name, { milliseconds: at_once });
      assert.deepEqual((await last.roster()).items, [contact(marie)]);
      here.mend();
      await Promise.all(clients.map((client) => learns_of(client, marie)));
    });

    for (const name of ["brief", "hasty"] as const) {
      test(`before those who have been let in with what was known, ${name === "brief" ? "after a moment" : "at once"}`, async () => {
        const here = stage(name);
        const [first = "", last = "", ...names] = names_of(22, "john");
        for (const each of names) await (await here.arrive(each, { [marie]: {} })).stop();
        await here.settled();
        here.backend.rosters.set(last, { [marie]: {} });
        const gate = new_gate();
        here.backend.rosters.set(first, { [marie]: {} });
        here.backend.behave(first, after(gate));
        const so_many_wait = await here.watch_logins();
        const coming = [here.log_in(first)];
        await here.backend.requested(first);
        await Promise.all(names.map((each) => here.log_in(each)));
        coming.push(here.log_in(last));
        await so_many_wait(2 + names.length);
        const before = here.backend.requests.length;
        gate.open();
        await Promise.all(coming);
        const between = asked_before(here, before, last);
        assert.ok(between.length <= 2, `${between.length} went before: ${between.join(" ")}`);
      });
    }

    test("though 20 others have been let in at once with what was known, of whom the backend is silent", async () => {
      const here = stage("hasty-many");
      const names = names_of(20, "john");
      for (const name of names) await (await here.arrive(name, { [marie]: {} })).stop();
      await here.settled();
      const gate = new_gate();
      here.backend.behave_for_all(after(gate));
      await Promise.all(names.map((name) => here.log_in(name)));
      await is_let_in(here);
      gate.open();
      here.mend();
    });

    test("together with others who log in, where all places are taken", async () => {
      const here = stage("logins");
      const names = names_of(8, "john");
      for (const name of names) here.backend.rosters.set(name, { [marie]: {} });
      const gate = new_gate();
      here.backend.behave_for_all(after(gate));
      const so_many_wait = await here.watch_logins();
      const first = here.log_in(names[0] ?? "");
      await here.backend.requested(names[0] ?? "");
      const others = names.slice(1).map((name) => here.log_in(name));
      await so_many_wait(names.length);
      gate.open();
      for (const client of await Promise.all([first, ...others])) {
        assert.deepEqual((await client.roster()).items, [contact(marie)]);
      }
      const asked = here.backend.batches().flatMap((batch) => batch.usernames ?? []);
      assert.ok(asked.length >= 2, "they are asked for together");
      assert.ok(here.backend.requests.length < names.length);
    });
  });
});

for_each_prosody("after logins", (version) => {
  const stage = test_stages(
    version,
    {
      notice: () => ({ http_roster_concurrency: 4 }),
      // Each with a different number of users to catch up.
      catching: ({ batch_url }) => ({ http_roster_batch_url: batch_url, http_roster_concurrency: 4 }),
      small: ({ batch_url }) => ({ http_roster_batch_url: batch_url, http_roster_batch_size: 10 }),
      single: () => ({ http_roster_concurrency: 4 }),
      handed: ({ batch_url }) => ({ http_roster_batch_url: batch_url }),
      listed: ({ batch_url }) => ({ http_roster_batch_url: batch_url }),
    },
    { lua: far_away },
  );

  /** What the backend is asked from here on until all of these have learnt of Marie. */
  async function catch_up(here: Stage, clients: readonly Client[]): Promise<(readonly string[])[]> {
    for (const name of usernames(clients)) here.backend.rosters.set(name, { [marie]: {} });
    const before = here.backend.requests.length;
    here.mend();
    await Promise.all(clients.map((client) => learns_of(client, marie, 20_000)));
    return here.backend.requests.slice(before).map(({ usernames, username }) => usernames ?? [username ?? ""]);
  }

  /** All of them online, and served what was known before, since the backend is away. */
  async function all_stale(here: Stage, count: number): Promise<Client[]> {
    const clients = await here.crowd(count);
    await here.lose(clients[0]?.username ?? "");
    await here.refresh(usernames(clients));
    return clients;
  }

  describe("what goes next", { concurrency: true }, () => {
    test("is whom a notice names, before strangers' questions", async () => {
      const here = stage("notice");
      const [client] = await here.crowd(1);
      assert.ok(client !== undefined);
      const names = names_of(600, "guess");
      for (const name of names) here.backend.behave(name, slowly(30, answer(404)));
      await ask_from_afar(here, names, { patience: "impatient" });
      await here.backend.requested(names[0] ?? "");
      here.backend.rosters.set(client.username, { [marie]: {} });
      const before = here.backend.requests.length;
      assert.deepEqual(await here.refresh([client.username], at_once), complete(1));
      const { at } = await here.backend.requested(client.username, 2);
      const between = here.backend.requests.slice(before).filter((request) => request.at < at);
      assert.ok(between.length <= 20, `${between.length} strangers' questions went before`);
    });

    test("is whom a notice names, while many rosters are handed over, of which none is to be fetched", async () => {
      const here = stage("handed");
      const [first, client] = await here.crowd(2);
      assert.ok(first !== undefined && client !== undefined);
      const contacts = Array.from({ length: 1500 }, (_, i) => [`contact${i}@x.test`, { name: `Number ${i}` }] as const);
      const long = Object.fromEntries(contacts);
      const rosters = Object.fromEntries(names_of(100, "away").map((name) => [name, long]));
      const json = { [first.username]: { [marie]: {} }, ...rosters };
      let is_handed_over = false;
      const handed = here
        .call("POST", "rosters", { json, milliseconds: 60_000 })
        .finally(() => (is_handed_over = true));
      await learns_of(first, marie, 20_000);
      assert.deepEqual(await here.refresh([client.username], 20_000), complete(1));
      assert.equal(is_handed_over, false);
      assert.equal((await handed).updated, 101);
    });

    test("is whom a notice names, while 100,000 names are read, of whom nobody is to be asked for", async () => {
      const here = stage("listed");
      const [first, client] = await here.crowd(2);
      assert.ok(first !== undefined && client !== undefined);
      for (const { username } of [first, client]) here.backend.rosters.set(username, { [marie]: {} });
      let is_refreshed = false;
      const refreshed = here
        .refresh([first.username, ...Array.from({ length: 100_000 }, (_, i) => `nobody${i}`)], 60_000)
        .finally(() => (is_refreshed = true));
      const start = performance.now();
      let longest = 0;
      while (!is_refreshed) {
        const asked_at = performance.now();
        assert.deepEqual(await here.refresh([client.username], 20_000), complete(1));
        longest = Math.max(longest, performance.now() - asked_at);
      }
      assert.equal((await refreshed).updated, 100_001);
      const all = performance.now() - start;
      assert.ok(longest < all / 5, `${Math.round(longest)} ms, while all took ${Math.round(all)} ms`);
    });

    test("are those who were served what was known before, by batch once the backend is back", async () => {
      const here = stage("catching");
      const asked = await catch_up(here, await all_stale(here, 40));
      assert.ok(asked.length <= 5, `${asked.length} requests for 40 users`);
      assert.ok(asked.flat().length <= 45, `${asked.flat().length} rosters asked for`);
    });

    test("are those who were served what was known before, in several batches where it takes several", async () => {
      const here = stage("small");
      const asked = await catch_up(here, await all_stale(here, 40));
      assert.ok(asked.length <= 8, `${asked.length} requests for 40 users`);
      assert.ok(asked.every((names) => names.length <= 10));
    });

    test("are those who were served what was known before, one by one without batches", async () => {
      const here = stage("single");
      const asked = await catch_up(here, await all_stale(here, 40));
      assert.ok(asked.length <= 45, `${asked.length} requests for 40 users`);
    });
  });
});
