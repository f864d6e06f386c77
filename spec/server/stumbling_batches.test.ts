import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { after, answer, type Behaviour, half_a_body, hang, normally, reset } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact, learns_of } from "../support/online.ts";
import { complete, type Outcome } from "../support/outcome.ts";
import { names_of } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";

const marie = "marie@x.test";
const timeout = 1;
/** What those wait at most who shared a batch with somebody at whom the backend stumbles: a pause, a few timeouts, and a busy machine. */
const a_few_seconds = 8000;

const faults: Record<string, Behaviour> = {
  "500": answer(500),
  "429": answer(429),
  "404": answer(404),
  "204": answer(204),
  list: answer(200, "[1]"),
  half: half_a_body,
  silence: hang,
  reset,
};

/** For one user alone, that is no failure. */
const good_alone = "204";

/** The backend stumbles at each of these, alone or among others. */
function stumble(stage: Stage, names: readonly string[], fault: Behaviour, alone = fault): void {
  for (const name of names) stage.backend.behave(name, alone);
  stage.backend.behave_for_batches((exchange) => {
    const { usernames = [] } = exchange.request;
    return usernames.some((name) => names.includes(name)) ? fault(exchange) : normally(exchange);
  });
}

function usernames(clients: readonly Client[]): string[] {
  return clients.map(({ username }) => username);
}

/** Of warnings, no more than those about the users at fault. */
function warns_of_none_but(stage: Stage, bad: readonly string[]): void {
  const lines = stage.logged("warn").filter((line) => !bad.some((name) => line.includes(`of ${name} `)));
  assert.deepEqual(lines, []);
}

/** They all have a new contact, of whom the backend has not told. */
function befriend(stage: Stage, names: readonly string[]): void {
  for (const name of names) stage.backend.rosters.set(name, { [marie]: {} });
}

/** All but these have their new contact before long, without anyone asking. */
async function others_learn(clients: readonly Client[], bad: readonly string[], milliseconds = a_few_seconds) {
  const others = clients.filter(({ username }) => !bad.includes(username));
  await Promise.all(others.map((client) => learns_of(client, marie, milliseconds)));
}

/** Nobody was asked for together with these, in requests from `from` on. */
function were_alone(stage: Stage, from: number, bad: readonly string[]): void {
  for (const { usernames = [] } of stage.backend.requests.slice(from)) {
    if (usernames.length > 1)
      assert.deepEqual(
        usernames.filter((name) => bad.includes(name)),
        [],
      );
  }
}

/** Only those are said to have failed. */
function only_failed({ updated, errors, failed }: Outcome, all: readonly string[], bad: readonly string[]): void {
  assert.deepEqual(Object.keys(failed).sort(), [...bad].sort());
  assert.deepEqual([updated, errors], [all.length - bad.length, bad.length]);
}

for_each_prosody("a batch in which the backend stumbles at one user", (version) => {
  const kinds = Object.keys(faults);
  const stage = test_stages(
    version,
    Object.fromEntries(
      kinds.flatMap((kind) => [
        [`refresh-${kind}`, ({ batch_url }) => ({ http_roster_batch_url: batch_url, http_roster_timeout: timeout })],
        [
          `login-${kind}`,
          ({ batch_url }) => ({
            http_roster_batch_url: batch_url,
            http_roster_concurrency: 1,
            http_roster_timeout: kind === "silence" ? timeout : 20,
          }),
        ],
      ]),
    ),
  );

  describe("costs none of the others more than a moment", { concurrency: 4 }, () => {
    for (const [kind, fault] of Object.entries(faults)) {
      test(`their refresh: ${kind}`, async () => {
        const here = stage(`refresh-${kind}`);
        const clients = await here.crowd(8);
        const names = usernames(clients);
        const [bad = ""] = names.splice(3, 1);
        befriend(here, names);
        stumble(here, [bad], fault, kind === good_alone ? answer(500) : fault);
        const all = usernames(clients);
        const order = [...names.slice(0, 3), bad, ...names.slice(3)];
        only_failed(await here.refresh(order, a_few_seconds), all, all);
        const from = here.backend.requests.length;
        await others_learn(clients, [bad]);
        only_failed(await here.refresh(order, a_few_seconds), all, [bad]);
        were_alone(here, from, [bad]);
        here.mend();
        here.backend.behave(bad);
        assert.deepEqual(await here.refresh(order, a_few_seconds), complete(8));
        assert.deepEqual(await here.refresh(order, a_few_seconds), complete(8));
        assert.deepEqual([...(here.backend.requests.at(-1)?.usernames ?? [])].sort(), [...all].sort());
      });

      test(`their login: ${kind}`, async () => {
        const here = stage(`login-${kind}`);
        const names = names_of(8, "john");
        const [first = "", bad = "", ...others] = names;
        befriend(here, [first, ...others]);
        stumble(here, [bad], fault, kind === good_alone ? answer(500) : fault);
        const gate = new_gate();
        here.backend.behave(first, after(gate));
        const so_many_wait = await here.watch_logins();
        const coming = [here.log_in(first)];
        await here.backend.requested(first);
        coming.push(...[...others, bad].map((name) => here.log_in(name)));
        await so_many_wait(names.length);
        gate.open();
        const clients = await Promise.all(coming);
        for (const client of clients) {
          if (client.username === bad) continue;
          if (fault === hang) await learns_of(client, marie, a_few_seconds);
          else assert.deepEqual((await client.roster()).items, [contact(marie)]);
        }
        const batches = here.backend.requests.filter((request) => request.usernames !== undefined);
        assert.equal(batches.length, 1, "whoever was in it was asked for alone from then on");
        warns_of_none_but(here, [bad]);
      });
    }
  });
});

for_each_prosody("a batch in which the backend stumbles at several users", (version) => {
  const fill = ({ batch_url }: { batch_url: string }) => ({
    http_roster_batch_url: batch_url,
    http_roster_timeout: timeout,
    http_roster_batch_size: 20,
  });
  const stage = test_stages(version, { failing: fill, refused: fill, catching: fill });

  /** Twenty users online; the backend fails for every other one of the first sixteen. Gives those. */
  async function eight_of_twenty(here: Stage, fault: Behaviour) {
    const clients = await here.crowd(20);
    const names = usernames(clients);
    const bad = names.filter((_, at) => at % 2 === 0 && at < 16);
    befriend(here, names);
    stumble(here, bad, fault);
    return { clients, names, bad };
  }

  describe("costs none of the others more than a moment", { concurrency: 3 }, () => {
    test("where it fails for eight of twenty", async () => {
      const here = stage("failing");
      const { clients, names, bad } = await eight_of_twenty(here, answer(500));
      only_failed(await here.refresh(names, a_few_seconds), names, names);
      const from = here.backend.requests.length;
      // Five in a row may be at fault: then it counts as away for a moment.
      await others_learn(clients, bad, 20_000);
      were_alone(here, from, bad);
    });

    test("where it refuses eight of twenty, and others who come at once have their roster", async () => {
      const here = stage("refused");
      const { clients, names, bad } = await eight_of_twenty(here, answer(422));
      only_failed(await here.refresh(names, a_few_seconds), names, names);
      await others_learn(clients, bad);
      const [name = ""] = names_of(1, "ninth");
      befriend(here, [name]);
      const client = await here.log_in(name);
      assert.deepEqual((await client.roster()).items, [contact(marie)]);
    });

    test("where they catch up once it is back", async () => {
      const here = stage("catching");
      const clients = await here.crowd(20);
      const names = usernames(clients);
      await here.lose(names[0] ?? "");
      await here.refresh(names);
      befriend(here, names);
      here.mend();
      const bad = names.slice(7, 9);
      stumble(here, bad, answer(500));
      await others_learn(clients, bad, 20_000);
    });
  });
});

for_each_prosody("a batch that fails because the backend does", (version) => {
  const fill = ({ batch_url }: { batch_url: string }) => ({
    http_roster_batch_url: batch_url,
    http_roster_timeout: timeout,
    http_roster_concurrency: 8,
  });
  const ways = { "503": answer(503), silence: hang } as const;
  const stage = test_stages(version, { "503": fill, silence: fill });

  describe("is not asked for each of its users", { concurrency: 2 }, () => {
    for (const way of ["503", "silence"] as const) {
      test(`${way}: it counts as away soon`, async () => {
        const here = stage(way);
        const names: string[] = [];
        while (names.length < 40) names.push(...usernames(await here.crowd(8)));
        here.backend.behave_for_all(ways[way]);
        here.backend.behave_for_batches(ways[way]);
        const before = here.backend.requests.length;
        only_failed(await here.refresh(names, a_few_seconds), names, names);
        await until(
          () => here.logged("warn").some((line) => line.includes("away")),
          () => "the backend to count as away",
          a_few_seconds,
        );
        // Five in a row, those that were under way by then, and who asks whether it is back.
        const asked = here.backend.requests.length - before;
        assert.ok(asked <= 5 + 8 + 5, `${asked} requests`);
      });
    }
  });
});
