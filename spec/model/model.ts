import { Random } from "../soak/random.ts";
import type { ProsodyVersion } from "../support/prosody_process.ts";
import { Group } from "./group.ts";
import { refuse, serve_again, spoil } from "./put_off.ts";
import { reload, set_up, type Stage, tear_down } from "./stage.ts";
import { in_words, new_plan, type Plan } from "./steps.ts";

export interface ModelOptions {
  version: ProsodyVersion;
  seed: number;
  sequences: number;
  /** How many are played side by side. */
  at_once?: number;
  /** How often the module is reloaded meanwhile, all over the server. */
  reloads?: number;
  /** How many of the sequences that went wrong are played again alone, with steps left out, to find out which it takes. */
  shrink?: number;
  module_folder?: string;
}

export interface ModelResult {
  report: string[];
  problems: string[];
}

/** A module that is no good may take long over each sequence. */
const enough_failures = 30;

interface Failure {
  plan: Plan;
  problems: readonly string[];
  diary: readonly string[];
}

async function play(stage: Stage, plan: Plan): Promise<Failure | undefined> {
  const group = new Group(stage, plan);
  await group.play();
  const { problems, diary } = group;
  return problems.length === 0 ? undefined : { plan, problems, diary };
}

/** The plan with as many steps left out as it can do without and still go wrong, tried a few times each since it is a matter of time, too. */
async function shrink(stage: Stage, failure: Failure): Promise<Failure | undefined> {
  const fails = async (plan: Plan): Promise<Failure | undefined> => {
    for (let times = 0; times < 3; times++) {
      const found = await play(stage, plan);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  let smallest = await fails(failure.plan);
  if (smallest === undefined) return undefined;
  for (let size = Math.ceil(smallest.plan.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < smallest.plan.steps.length;) {
      const { steps } = smallest.plan;
      const fewer = [...steps.slice(0, at), ...steps.slice(at + size)];
      const found: Failure | undefined = await fails({ ...smallest.plan, steps: fewer });
      if (found === undefined) at += size;
      else smallest = found;
    }
  }
  return smallest;
}

function describe_failure({ plan, problems, diary }: Failure): string {
  const kind = `${plan.is_stormy ? "stormy" : "calm"}, ${plan.is_crowded ? "few at a time" : plan.is_batched ? "by batch" : "one by one"}`;
  const steps = plan.steps.map((step) => `    ${in_words(step)}`);
  return [
    `sequence with seed ${plan.seed} (${kind}): ${[...new Set(problems)].slice(0, 4).join("; ")}`,
    "  steps:",
    ...steps,
    "  what happened:",
    ...diary.slice(-60).map((line) => `    ${line}`),
  ].join("\n");
}

/** Sequence n of a run has the seed of the run plus n, so that one can be played alone. */
function plan_of(seed: number): Plan {
  return new_plan(new Random(seed), seed);
}

async function play_all(stage: Stage, options: ModelOptions): Promise<Failure[]> {
  const { seed, sequences, at_once = 24, reloads = 2 } = options;
  const failures: Failure[] = [];
  let next = 0;
  let due = 1;
  const worker = async (): Promise<void> => {
    while (next < sequences && failures.length < enough_failures) {
      const plan = plan_of(seed + next++);
      if (due <= reloads && next >= (sequences / (reloads + 1)) * due) {
        due++;
        await reload(stage);
      }
      const failure = await play(stage, plan);
      if (failure !== undefined) failures.push(failure);
      stage.backend.requests.length = 0;
    }
  };
  await Promise.all(Array.from({ length: Math.min(at_once, sequences) }, worker));
  return failures;
}

/** What the stranger was told: nothing, since nobody's roster lets them see anyone. */
function heard_by_stranger({ stranger }: Stage): string[] {
  const told = stranger.received.filter(({ name, attrs }) => name === "presence" && attrs["from"] !== stranger.jid);
  return told.map((stanza) => `a stranger was told ${stanza.toString()}`);
}

/** Random interleavings of all that can happen, held against a simple model of what each client may be shown. */
export async function model(options: ModelOptions): Promise<ModelResult> {
  const { version, seed, sequences, shrink: most_to_shrink = 1 } = options;
  const stage = await set_up(version, options.module_folder);
  try {
    const begin = performance.now();
    const failures = await play_all(stage, options);
    const seconds = (performance.now() - begin) / 1000;
    const problems: string[] = [];
    for (const [index, failure] of failures.entries()) {
      const smaller = index < most_to_shrink ? await shrink(stage, failure) : undefined;
      problems.push(describe_failure(smaller ?? failure));
    }
    problems.push(...(await serve_again(stage, [...(await refuse(stage)), ...(await spoil(stage))])));
    await stage.stranger.until_pong();
    problems.push(...heard_by_stranger(stage).slice(0, 5));
    problems.push(
      ...stage.prosody
        .tracebacks()
        .slice(0, 10)
        .map((line) => `in the log: ${line}`),
    );
    const speed = `${sequences} sequences in ${seconds.toFixed(1)} s`;
    const report = [`Prosody ${version}, seeds from ${seed}: ${speed}, ${failures.length} went wrong`];
    return { report, problems };
  } finally {
    await tear_down(stage);
  }
}
