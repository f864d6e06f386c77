/** `npm run bench`: README.md in this folder tells of its options. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProsodyVersion } from "../spec/support/prosody_process.ts";
import { read_arguments } from "./arguments.ts";
import { type Contestant, type ContestantName, contestants } from "./contestants.ts";
import { environment } from "./environment.ts";
import { core_names } from "./limits.ts";
import { type Cost, count_instructions, time_in_turn } from "./measure.ts";
import { measure_memory } from "./memory.ts";
import { measure_outbox } from "./outbox.ts";
import { measure_pings } from "./pings.ts";
import { growth_plot } from "./plot.ts";
import { report, short_table } from "./report.ts";
import type { Results } from "./results.ts";
import { all_workloads, choose, quick_names } from "./scenes.ts";
import type { Scene } from "./workload.ts";

const wanted = read_arguments(fileURLToPath(new URL("results", import.meta.url)));
const names = wanted.only ?? (wanted.quick ? quick_names : undefined);

if (wanted.list) {
  const lines = all_workloads.map(({ name, title }) => `${name.padEnd(28)}${title}`);
  console.log([...lines, "pings", "memory", "outbox"].join("\n"));
  process.exit(0);
}

const everyone = contestants(wanted.against, wanted.floor);

/** Growth is only measured on the newest. */
function scenes_on(version: ProsodyVersion): Scene[] {
  const is_newest = version === wanted.versions.toSorted().at(-1);
  return choose(names ?? (is_newest ? undefined : core_names));
}

const with_pings = names === undefined || names.includes("pings");
const with_memory = names === undefined || names.includes("memory");
const with_outbox = names === undefined || names.includes("outbox");
if (choose(names).length === 0 && !with_pings && !with_memory && !with_outbox)
  throw new Error("nothing of that name: see --list");

const start = performance.now();

function say(text: string): void {
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`[${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}] ${text}`);
}

const results: Results = {
  environment: await environment(wanted.versions),
  titles: Object.fromEntries(everyone.map(({ name, title }) => [name, title])),
  costs: [],
  pings: [],
  memory: [],
  outbox: [],
  failures: [],
};

/** Does the work, a second time where it fails; then it is written down, and the rest goes on. */
async function attempt(title: string, work: () => Promise<void>): Promise<void> {
  for (const last of [false, true]) {
    if (performance.now() - start > wanted.minutes * 60_000) {
      results.failures.push(`${title}: left out, ${wanted.minutes} minutes are over`);
      return;
    }
    try {
      await work();
      return;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      say(`${title}: ${problem}`);
      if (last) results.failures.push(`${title}: ${problem}`);
    }
  }
}

/** One job after another, so many at the same time. */
async function side_by_side(width: number, jobs: (() => Promise<void>)[]): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
  };
  await Promise.all(Array.from({ length: width }, worker));
}

function taking_part(scene: Scene): Contestant[] {
  return everyone.filter(({ name }) => scene.workloads.some((each) => each.contestants.includes(name)));
}

function take_costs(version: ProsodyVersion, contestant: ContestantName, costs: readonly Cost[]): void {
  for (const cost of costs) results.costs.push({ version, contestant, ...cost });
}

function counting(version: ProsodyVersion, scene: Scene, contestant: Contestant): () => Promise<void> {
  const title = `${version} ${scene.name}, ${contestant.title}`;
  return () =>
    attempt(title, async () => {
      const costs = await count_instructions(version, contestant, scene, wanted);
      take_costs(version, contestant.name, costs);
      const figures = costs.map((cost) => `${cost.workload} ${((cost.instructions ?? NaN) / 1e6).toFixed(2)} M`);
      say(`${title}: ${figures.join(", ")}`);
    });
}

async function time(version: ProsodyVersion, scene: Scene): Promise<void> {
  const title = `${version} ${scene.name}, timed`;
  await attempt(title, async () => {
    const costs = await time_in_turn(version, taking_part(scene), scene, wanted);
    for (const [contestant, each] of costs) take_costs(version, contestant.name, each);
    say(title);
  });
}

const ping_users = wanted.quick ? 300 : 1000;
const ping_contacts = 20;

async function ping(version: ProsodyVersion, batch: boolean): Promise<void> {
  const title = `${version} pings${batch ? ", by batch" : ""}`;
  await attempt(title, async () => {
    const players = everyone.filter(({ name, keeps_rosters }) => keeps_rosters || (!batch && name === "other"));
    const options = { users: ping_users, contacts: ping_contacts, batch, rounds: wanted.rounds ?? 4 };
    for (const [contestant, times] of await measure_pings(version, players, options)) {
      for (const each of times) results.pings.push({ version, contestant, ...each });
      const figures = times.map((each) => `${each.usual_worst.toFixed(0)} ms${each.changed ? " (changed)" : ""}`);
      say(`${title}, ${contestant}: at worst ${figures.join(", ")}`);
    }
  });
}

const memory_users = 60;
const memory_contacts = 200;
const small_cache = 10;

function weighing(version: ProsodyVersion, contestant: Contestant, cache_size?: number): () => Promise<void> {
  const cache = cache_size === undefined ? "" : `, http_roster_cache_size ${cache_size}`;
  const title = `${version} memory, ${contestant.title}${cache}`;
  return () =>
    attempt(title, async () => {
      const options = { contacts: memory_contacts, users: memory_users, cache_size };
      const memory = await measure_memory(version, contestant, options);
      results.memory.push({ version, contestant: contestant.name, ...memory });
      const [heap, left] = [memory.heap_each, memory.heap_left_each].map((bytes) => `${(bytes / 1024).toFixed(1)} KiB`);
      say(`${title}: ${heap} a user online, ${left} once they have left`);
    });
}

async function relay(version: ProsodyVersion): Promise<void> {
  const title = `${version} outbox`;
  await attempt(title, async () => {
    const options = { changes: 300, callers: 16, contacts: 20, rounds: wanted.rounds ?? 5 };
    const rates = await measure_outbox(version, options);
    results.outbox.push({ version, ...rates });
    const { relayed, direct } = rates;
    say(
      `${title}: ${relayed.toFixed(0)} changes a second, ${direct.toFixed(0)} without: ${(relayed / direct).toFixed(2)}`,
    );
  });
}

if (with_pings) {
  for (const version of wanted.versions) {
    for (const batch of [false, true]) await ping(version, batch);
  }
}
if (with_outbox) {
  for (const version of wanted.versions) await relay(version);
}
if (with_memory) {
  const jobs = wanted.versions.flatMap((version) => [
    ...everyone.map((contestant) => weighing(version, contestant)),
    ...everyone.filter(({ name }) => name === "ours").map((contestant) => weighing(version, contestant, small_cache)),
  ]);
  // They wait more than they work.
  await side_by_side(jobs.length, jobs);
}
if (wanted.instructions) {
  const jobs = wanted.versions.flatMap((version) =>
    scenes_on(version).flatMap((scene) => taking_part(scene).map((contestant) => counting(version, scene, contestant))),
  );
  await side_by_side(wanted.jobs, jobs);
}
if (wanted.times) {
  for (const version of wanted.versions) {
    for (const scene of scenes_on(version)) await time(version, scene);
  }
}
if (wanted.results === undefined) {
  console.log(short_table(results));
} else {
  mkdirSync(wanted.results, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(wanted.results ?? "", name), text);
  write("results.json", `${JSON.stringify(results, undefined, 1)}\n`);
  write("results.md", report(results));
  write("growth.svg", growth_plot(results));
  say(`written to ${wanted.results}`);
}
process.exit(results.failures.length === 0 ? 0 : 1);
