import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../soak/random.ts";
import { until } from "../support/deadline.ts";

/** What is killed and comes back. */
export interface Part {
  name: string;
  /** How often it is chosen, compared to others. */
  weight: number;
  is_running: () => boolean;
  kill: () => Promise<void>;
  start: () => Promise<void>;
}

export interface Killing {
  random: Random;
  parts: readonly Part[];
  kills: number;
  /** How many changes were made so far. */
  changes: () => number;
  /** What is killed. */
  killed: (part: Part) => void;
}

/** Between two kills. */
const most_changes = 25;
const longest_lull = 2_000;

/** In milliseconds. */
const longest_away = 400;
const longest_start = 90_000;

/** Some changes later, or a while later where none can be made, at any moment. */
async function some_changes({ random, changes }: Killing): Promise<void> {
  const wanted = changes() + random.below(most_changes);
  const end = performance.now() + longest_lull;
  await until(
    () => changes() >= wanted || performance.now() > end,
    () => "changes",
  );
  await pause(random.between(0, 100));
}

async function come_back(part: Part, away: number): Promise<void> {
  await pause(away);
  await part.start();
}

/** Kills one part after the other at random moments; they come back by themselves. Gives the promise that all are back, at the last kill. */
export async function kill_parts(killing: Killing): Promise<Promise<unknown>[]> {
  const { random, parts, kills, killed } = killing;
  const by_weight = parts.flatMap((part) => Array<Part>(part.weight).fill(part));
  const coming: Promise<void>[] = [];
  const failures: unknown[] = [];
  for (let count = 0; count < kills; count++) {
    await some_changes(killing);
    const victim = random.pick(by_weight);
    if (victim === undefined) throw new Error("nothing to kill");
    await until(
      () => failures.length > 0 || victim.is_running(),
      () => `${victim.name} to run`,
      longest_start,
    );
    if (failures.length > 0) throw failures[0];
    killed(victim);
    await victim.kill();
    const back = come_back(victim, random.between(0, longest_away));
    back.catch((error: unknown) => failures.push(error));
    coming.push(back);
  }
  return coming;
}
