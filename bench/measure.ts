import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { on_exit, type ProsodyVersion } from "../spec/support/prosody_process.ts";
import type { Contestant } from "./contestants.ts";
import { median } from "./median.ts";
import { count, cpu_seconds, instructions, under_callgrind } from "./meters.ts";
import { Stage } from "./stage.ts";
import type { Scene, Workload } from "./workload.ts";

/** What one unit of work costs the Prosody process. */
export interface Cost {
  workload: string;
  instructions?: number;
  cpu_seconds?: number;
  wall_seconds?: number;
  /** Requests to the backend. */
  requests?: number;
}

export interface HowMuch {
  /** How many periods of each workload, instead of as many as it says. */
  rounds: number | undefined;
}

function complain(stage: Stage): void {
  const errors = stage.server.errors();
  if (errors.length > 0) throw new Error(`${stage.contestant.title} logged errors:\n${errors.slice(0, 5).join("\n")}`);
}

/** One round from its beginning to its end, of which `work` is the part that is measured. */
async function go_round<T>(workload: Workload, stage: Stage, index: number, work: () => Promise<T>): Promise<T> {
  await workload.before?.(stage, index);
  await stage.rest();
  const result = await work();
  await workload.tidy?.(stage, index);
  return result;
}

/** The first rounds. Gives the index of the next one. */
async function warm_up(workload: Workload, stage: Stage): Promise<number> {
  const { warm_up: rounds = 1 } = workload;
  await workload.prepare?.(stage);
  for (let index = 0; index < rounds; index++) {
    await go_round(workload, stage, index, () => workload.round(stage, index));
  }
  return rounds;
}

async function count_rounds(workload: Workload, stage: Stage, rounds: number): Promise<Cost> {
  const { pid } = stage.server;
  const first = await warm_up(workload, stage);
  await count(pid, true);
  await stage.server.lua_number("return 0");
  const asked_before = await stage.backend.requests();
  let [counted, units] = [0, 0];
  let last_total: number | undefined;
  for (let index = first; index < first + rounds; index++) {
    await go_round(workload, stage, index, async () => {
      const before = last_total ?? (await instructions(pid));
      units += await workload.round(stage, index);
      await stage.rest();
      const after = await instructions(pid);
      counted += after - before;
      // Asking takes its time, and nothing happens until the next round unless somebody tidies up.
      last_total = workload.tidy === undefined ? after : undefined;
    });
  }
  await count(pid, false);
  const asked = (await stage.backend.requests()) - asked_before;
  // The mean: garbage collection is part of the cost, and some rounds have more of it than others.
  return { workload: workload.name, instructions: counted / units, requests: asked / units };
}

/** Counts the instructions of each of a scene's workloads, after one round that warms up. */
export async function count_instructions(
  version: ProsodyVersion,
  contestant: Contestant,
  scene: Scene,
  { rounds }: HowMuch,
): Promise<Cost[]> {
  const folder = mkdtempSync(join(tmpdir(), "roster-bench-callgrind-"));
  const remove_folder = (): void => rmSync(folder, { recursive: true, force: true });
  const forget = on_exit(remove_folder);
  const under = under_callgrind(join(folder, "callgrind.out"));
  const stage = await Stage.open(version, contestant, { batch: scene.batch, under });
  try {
    const costs: Cost[] = [];
    for (const workload of scene.workloads) {
      if (!workload.contestants.includes(contestant.name)) continue;
      const periods = Math.min(rounds ?? Infinity, workload.rounds.instructions);
      costs.push(await count_rounds(workload, stage, periods * workload.period));
    }
    complain(stage);
    return costs;
  } finally {
    stage.close();
    forget();
    remove_folder();
  }
}

async function time_round(workload: Workload, stage: Stage, index: number): Promise<{ cpu: number; wall: number }> {
  return await go_round(workload, stage, index, async () => {
    const [cpu_before, before] = [await cpu_seconds(stage.server), performance.now()];
    const units = await workload.round(stage, index);
    const wall = (performance.now() - before) / 1000 / units;
    await stage.rest();
    return { cpu: ((await cpu_seconds(stage.server)) - cpu_before) / units, wall };
  });
}

interface Times {
  stage: Stage;
  cpu: number[];
  wall: number[];
}

/** All contestants in turn, so that what else the machine does strikes all alike. */
async function time_rounds(workload: Workload, stages: readonly Stage[], rounds: number): Promise<Map<Stage, Cost>> {
  let first = 0;
  for (const stage of stages) first = await warm_up(workload, stage);
  const times = stages.map((stage): Times => ({ stage, cpu: [], wall: [] }));
  for (let index = first; index < first + rounds; index++) {
    for (const time of index % 2 === 0 ? times : times.toReversed()) {
      const { cpu, wall } = await time_round(workload, time.stage, index);
      time.cpu.push(cpu);
      time.wall.push(wall);
    }
  }
  return new Map(
    times.map(({ stage, cpu, wall }) => {
      return [stage, { workload: workload.name, cpu_seconds: median(cpu), wall_seconds: median(wall) }];
    }),
  );
}

/** One cost a workload and contestant. */
export async function time_in_turn(
  version: ProsodyVersion,
  contestants: readonly Contestant[],
  scene: Scene,
  { rounds }: HowMuch,
): Promise<Map<Contestant, Cost[]>> {
  const stages: Stage[] = [];
  try {
    for (const contestant of contestants) stages.push(await Stage.open(version, contestant, { batch: scene.batch }));
    const costs = new Map(contestants.map((contestant) => [contestant, [] as Cost[]]));
    for (const workload of scene.workloads) {
      const taking_part = stages.filter(({ contestant }) => workload.contestants.includes(contestant.name));
      const periods = Math.min(rounds ?? Infinity, workload.rounds.time);
      const results = await time_rounds(workload, taking_part, periods * workload.period);
      for (const [stage, cost] of results) costs.get(stage.contestant)?.push(cost);
    }
    stages.forEach(complain);
    return costs;
  } finally {
    for (const stage of stages) stage.close();
  }
}
