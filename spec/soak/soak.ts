import type { ProsodyVersion } from "../support/prosody_process.ts";
import { bring_all_up_to_date, compare_all, idle, until_status } from "./agreement.ts";
import { churn, reload_now_and_then } from "./churn.ts";
import { heap, heap_within } from "./heap.ts";
import { read_log } from "./log_lines.ts";
import { refresh_all } from "./notices.ts";
import { Random } from "./random.ts";
import { set_up, type Stage, tear_down } from "./stage.ts";
import { all_leave, all_log_in } from "./visits.ts";
import { play_weather } from "./weather.ts";

export interface SoakOptions {
  version: ProsodyVersion;
  users: number;
  minutes: number;
  seed: number;
  reloads: number;
  /** How long the backend is in one state, in seconds, at most. */
  longest_phase: number;
  module_folder?: string;
}

export interface SoakResult {
  /** Lines to print. */
  report: string[];
  problems: string[];
}

/** Everybody has gone, and what was kept of them may go, too. */
async function empty(stage: Stage, random: Random): Promise<void> {
  await all_leave(random, stage);
  await until_status(stage, idle);
  await refresh_all(stage);
  await until_status(stage, { rosters_held: 0 });
}

async function warm_up(stage: Stage, random: Random): Promise<number> {
  await all_log_in(random, stage, stage.accounts.slice(0, Math.ceil(stage.users / 5)));
  await empty(stage, random);
  return await heap(stage.prosody);
}

async function play(stage: Stage, random: Random, options: SoakOptions): Promise<SoakResult> {
  const { version, users, minutes, seed, reloads, longest_phase } = options;
  const { prosody, figures, accounts } = stage;
  const heap_before = await warm_up(stage, random);
  await all_log_in(random, stage, accounts.slice(0, users));
  const heap_full = await heap(prosody);

  const begin = performance.now();
  const end = begin + minutes * 60_000;
  await Promise.all([
    churn(stage, random.fork(), end),
    play_weather(stage, random.fork(), end, longest_phase * 1000),
    reload_now_and_then(stage, random.fork(), end, reloads),
  ]);
  const churned = (performance.now() - begin) / 60_000;

  const recovery = await bring_all_up_to_date(stage);
  await until_status(stage, idle);
  const { compared, differing } = await compare_all(stage);

  await empty(stage, random);
  const heap_limit = Math.round(heap_before * 1.2 + 1024);
  const heap_after = await heap_within(prosody, heap_limit);
  if (heap_after > heap_limit) figures.note_problem(`the heap is ${heap_after} KB, more than ${heap_limit} KB`);
  const log = read_log(stage, churned);

  const report = [
    `Prosody ${version}, seed ${seed}: ${users} users online of ${accounts.length}, ${churned.toFixed(1)} minutes`,
    `operations: ${figures.operations} (${figures.operations_by_kind()})`,
    `users told about: ${figures.updated} updated, ${figures.failed} failed; ${figures.promises_checked} clients checked after "updated"`,
    `roster pushes: ${figures.pushes}; logins without a roster yet: ${figures.refused}`,
    `faults: ${figures.faults_by_kind()}; module reloads: ${figures.reloads}`,
    `log: backend lost ${log.losses}, back ${log.returns}, other warnings ${log.other_warnings}`,
    `all up to date after ${(recovery / 1000).toFixed(1)} s`,
    `Lua heap: ${heap_before} KB before, ${heap_full} KB with all online, ${heap_after} KB after (limit ${heap_limit} KB)`,
    `rosters compared: ${compared}; rosters that differ: ${differing}`,
  ];
  return { report, problems: figures.problems };
}

/** A server full of users in front of a backend that fails in every way, all at once; at the end all must be as it should. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const random = new Random(options.seed);
  const stage = await set_up(random, options);
  try {
    return await play(stage, random, options);
  } finally {
    await tear_down(stage);
  }
}
