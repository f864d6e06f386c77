import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { answer, type Behaviour, hang, in_turn, normally, reset } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { contact, learns_of } from "../support/online.ts";
import { ask_from_afar, far_away, type Patience, type Question } from "../support/outsiders.ts";
import { complete } from "../support/outcome.ts";
import { fresh, names_of } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";

const marie = "marie@x.test";
const concurrencies = [1, 2, 4, 32] as const;
/** The longest pause in which nobody asks a backend that is away, and what a busy machine adds to it. */
const longest_pause = 10_000;
const allowance = 3000;

/** So many users online of whom nothing is known, since the backend stumbles at each of them. */
async function unlucky_users(stage: Stage, count: number, behaviour: Behaviour): Promise<string[]> {
  const names = names_of(count, "unlucky");
  for (const name of names) stage.backend.behave(name, behaviour);
  for (const name of names) await stage.log_in(name);
  return names;
}

/** It counts as away. Whatever was under way then has reached it. */
async function lost(stage: Stage): Promise<void> {
  await until(
    () => stage.logged("warn").length > 0,
    () => "the backend to count as away",
  );
  await stage.lua("return true");
}

for_each_prosody("a backend that fails for some", (version) => {
  const stage = test_stages(version, {
    eight1: () => ({ http_roster_concurrency: 1 }),
    eight2: () => ({ http_roster_concurrency: 2 }),
    eight4: () => ({ http_roster_concurrency: 4 }),
    eight32: () => ({ http_roster_concurrency: 32 }),
    "429-3600": () => ({}),
    "429-date": () => ({}),
    "503-3600": () => ({}),
    amidst: () => ({}),
    resetting: () => ({}),
    taking_turns: () => ({ http_roster_concurrency: 4 }),
    again: () => ({}),
    alternating: () => ({}),
    refusing: () => ({}),
    immoderate: () => ({}),
    nameless: () => ({}),
  });

  describe("serves all others", { concurrency: true }, () => {
    for (const concurrency of concurrencies) {
      test(`a ninth user gets their roster where eight can't be served, ${concurrency} at once`, async () => {
        const here = stage(`eight${concurrency}`);
        await unlucky_users(here, 8, answer(500));
        await lost(here);
        here.backend.rosters.set("ninth", { [marie]: {} });
        const ninth = await here.log_in("ninth");
        await learns_of(ninth, marie, longest_pause + allowance);
      });
    }

    for (const status of [429, 503] as const) {
      for (const way of status === 429 ? (["3600", "date"] as const) : (["3600"] as const)) {
        test(`a ninth user gets their roster where eight are told to wait for an hour, by ${status} and ${way}`, async () => {
          const here = stage(`${status}-${way}` as "429-date");
          const until_when = way === "date" ? new Date(Date.now() + 3_600_000).toUTCString() : way;
          await unlucky_users(here, 8, answer(status, "", { "Retry-After": until_when }));
          await lost(here);
          here.backend.rosters.set("ninth", { [marie]: {} });
          const ninth = await here.log_in("ninth");
          await learns_of(ninth, marie, longest_pause + allowance);
        });
      }
    }

    test("a user gets their roster within 20 s who comes when it is lost, before eight others who can't be served", async () => {
      const here = stage("amidst");
      await unlucky_users(here, 8, answer(500));
      await lost(here);
      here.backend.rosters.set("ninth", { [marie]: {} });
      const ninth = await here.log_in("ninth");
      await unlucky_users(here, 8, answer(500));
      await learns_of(ninth, marie, 20_000);
    });

    test("a user who was served well goes on being served, whatever happens to eight others", async () => {
      const here = stage("resetting");
      here.backend.rosters.set("lucky", {});
      const lucky = await here.log_in("lucky");
      await lucky.roster();
      await unlucky_users(here, 8, reset);
      await lost(here);
      here.backend.rosters.set("lucky", { [marie]: {} });
      await here.refresh(["lucky"]);
      await learns_of(lucky, marie, longest_pause + allowance);
    });

    test("each is asked for in turn while it counts as away, after pauses of 1 s to 10 s", async () => {
      const here = stage("taking_turns");
      await unlucky_users(here, 8, answer(503));
      await lost(here);
      const before = here.backend.requests.length;
      const asked = await until(
        () => here.backend.requests.length >= before + 4 && here.backend.requests.slice(before, before + 4),
        () => "four requests, to learn whether the backend is back",
        3 * longest_pause,
      );
      const users = asked.map(({ username }) => username);
      assert.equal(new Set(users).size, users.length, `one is asked for twice: ${users.join(", ")}`);
      for (const [at, request] of asked.entries()) {
        const seconds = at === 0 ? undefined : (request.at - (asked[at - 1]?.at ?? 0)) / 1000;
        assert.ok(seconds === undefined || (seconds > 0.9 && seconds < 12), `a pause of ${seconds} s`);
      }
    });

    test("all are brought up to date once it fails for nobody", async () => {
      const here = stage("again");
      const names = await unlucky_users(here, 8, in_turn(answer(500), answer(500), normally));
      for (const name of names) here.backend.rosters.set(name, { [marie]: {} });
      const clients = await Promise.all(names.map((name) => here.log_in(name)));
      await Promise.all(clients.map((client) => learns_of(client, marie, 3 * longest_pause)));
    });

    test("failures among successes open nothing", async () => {
      const here = stage("alternating");
      here.backend.rosters.set("lucky", {});
      const lucky = await here.log_in("lucky");
      await lucky.roster();
      here.backend.rosters.set("unlucky", {});
      await here.log_in("unlucky");
      here.backend.behave("unlucky", answer(500));
      for (let round = 0; round < 8; round++) {
        assert.deepEqual((await here.refresh(["unlucky"])).errors, 1);
        assert.deepEqual(await here.refresh(["lucky"]), complete(1));
      }
      assert.deepEqual(here.logged("warn"), []);
    });

    test("refusals are answers, and open nothing", async () => {
      const here = stage("refusing");
      for (const status of [401, 403, 404, 400, 404, 403, 401, 404]) {
        const name = fresh("refused");
        here.backend.behave(name, answer(status));
        await here.log_in(name);
      }
      here.backend.rosters.set("lucky", { [marie]: {} });
      const lucky = await here.log_in("lucky");
      assert.deepEqual((await lucky.roster()).items, [contact(marie)]);
    });

    test("a user who can't be asked for keeps nobody busy while it counts as away", async () => {
      const here = stage("nameless");
      await here.log_in("..");
      const john = await here.arrive("john", {});
      await here.lose("john");
      await john.stop();
      const looks = (): number => here.prosody.log().split("would lead elsewhere").length;
      const so_many_more = async (count: number): Promise<void> => {
        const from = looks();
        await until(
          () => looks() >= from + count,
          () => `${count} more looks for somebody to ask for`,
          longest_pause + allowance,
        );
      };
      await so_many_more(5);
      const start = performance.now();
      await so_many_more(10);
      assert.ok(performance.now() - start > 700, `ten looks in ${Math.round(performance.now() - start)} ms`);
    });

    test("answers that are too large are answers, and open nothing", async () => {
      const here = stage("immoderate");
      const immoderate = Buffer.alloc(10 * 1024 * 1024 + 1, " ");
      const in_chunks: Behaviour = ({ response }) => void response.writeHead(200).end(immoderate);
      for (const behaviour of [answer(200, immoderate), in_chunks]) {
        for (const name of names_of(6, "immoderate")) {
          here.backend.behave(name, behaviour);
          await here.log_in(name);
        }
      }
      here.backend.rosters.set("lucky", { [marie]: {} });
      const lucky = await here.log_in("lucky");
      assert.deepEqual((await lucky.roster()).items, [contact(marie)]);
      assert.deepEqual(
        here.logged("warn").filter((line) => line.includes("away")),
        [],
      );
    });
  });
});

for_each_prosody("what outsiders ask about", (version) => {
  const questions: Question[] = ["probe", "disco", "last activity"];
  const ways: Patience[] = ["waiting", "impatient"];
  const faults = { "500": answer(500), "a reset": reset, silence: hang } as const;
  const stage = test_stages(
    version,
    {
      probe: () => ({}),
      disco: () => ({}),
      "last-activity": () => ({}),
      faults: () => ({ http_roster_timeout: 1 }),
      neighbours: () => ({}),
      kept: () => ({}),
      unknown: () => ({}),
    },
    { lua: far_away, modules_enabled: ["lastactivity"] },
  );

  /** The backend has been asked about all of them, and has failed. */
  async function stumble(
    here: Stage,
    names: readonly string[],
    behaviour: Behaviour,
    ask: () => Promise<void>,
  ): Promise<void> {
    for (const name of names) here.backend.behave(name, behaviour);
    await ask();
    for (const name of names) await here.backend.requested(name);
  }

  async function serves(here: Stage): Promise<void> {
    const john = fresh("john");
    here.backend.rosters.set(john, { [marie]: {} });
    const client = await here.log_in(john);
    assert.deepEqual((await client.roster()).items, [contact(marie)]);
    assert.deepEqual(here.logged("warn"), []);
  }

  describe("never makes the backend count as away", { concurrency: true }, () => {
    for (const question of questions) {
      test(`whether by ${question}, waiting for an answer or not`, async () => {
        const here = stage(question === "last activity" ? "last-activity" : question);
        for (const patience of ways) {
          const names = names_of(6, "guess");
          await stumble(here, names, answer(500), () => ask_from_afar(here, names, { question, patience }));
          await serves(here);
        }
      });
    }

    test("however it fails for them", async () => {
      const here = stage("faults");
      for (const behaviour of Object.values(faults)) {
        const names = names_of(12, "guess");
        const ended = behaviour === hang ? pause(1500) : Promise.resolve();
        await stumble(here, names, behaviour, () => ask_from_afar(here, names));
        await ended;
        await serves(here);
      }
    });

    test("nor if they are users of another host here", async () => {
      const here = stage("neighbours");
      const elsewhere = stage("unknown");
      const neighbour = await elsewhere.arrive(fresh("neighbour"), {});
      const names = names_of(6, "guess");
      await stumble(here, names, answer(500), async () => {
        for (const name of names) await neighbour.raw(`<presence type="probe" to="${name}@${here.host}"/>`);
      });
      await serves(here);
    });

    test("and does not keep it away", async () => {
      const here = stage("kept");
      const john = await here.arrive("john", {});
      await here.lose("john");
      const names = names_of(200, "guess");
      for (const name of names) here.backend.behave(name, answer(503));
      here.mend();
      here.backend.rosters.set("john", { [marie]: {} });
      let is_over = false;
      const asking = (async (): Promise<void> => {
        for (let at = 0; !is_over; at = (at + 1) % names.length) await ask_from_afar(here, names.slice(at, at + 1));
      })();
      try {
        await learns_of(john, marie, longest_pause + allowance);
      } finally {
        is_over = true;
        await asking;
      }
    });
  });
});
