import type { ProsodyVersion } from "../support/prosody_process.ts";
import { Random } from "../soak/random.ts";
import { disagreements } from "./agreement.ts";
import { change_once, change_over_and_over, type Figures } from "./changes.ts";
import { kill_parts } from "./parts.ts";
import { set_up, type Stage, tear_down } from "./stage.ts";

export interface CrashOptions {
  version: ProsodyVersion;
  seed: number;
  kills: number;
  users: number;
  /** Takes a line after each round. */
  note?: (line: string) => void;
}

export interface CrashResult {
  /** Lines to print. */
  report: string[];
  problems: string[];
}

/** So many at most, and then all is left alone and compared: what is lost is mended by the next change of the same user, and that must not come. */
const most_kills_each_round = 4;

const changers = 4;

interface Round {
  stage: Stage;
  random: Random;
  figures: Figures;
  kills: number;
  /** By name of the part. */
  killed: Map<string, number>;
}

/**
 * A login asks for all anew: where Prosody lives on, and each list changes once, nothing mends what Prosody was not told. Otherwise all is killed,
 * and lists change over and over.
 */
async function go_round({ stage, random, figures, kills, killed }: Round, mends_nothing: boolean): Promise<string[]> {
  const { users, port, parts, processes, prosody } = stage;
  let is_over = false;
  const left = random.shuffled(users);
  const changing = Array.from({ length: changers }, () => {
    const field = { port, users, figures, random: random.fork(), is_over: () => is_over };
    return mends_nothing ? change_once(field, left) : change_over_and_over(field);
  });
  const coming = await kill_parts({
    random,
    parts: mends_nothing ? parts.filter(({ name }) => name !== "Prosody") : parts,
    kills,
    changes: () => figures.confirmed,
    killed: ({ name }) => killed.set(name, (killed.get(name) ?? 0) + 1),
  });
  is_over = true;
  await Promise.all([...changing, ...coming]);
  const ended = processes.map(({ problem }) => problem).filter((problem) => problem !== undefined);
  return [...(await disagreements(stage)), ...ended, ...prosody.tracebacks()];
}

async function play(stage: Stage, { seed, kills, version, note }: CrashOptions): Promise<CrashResult> {
  const { witness, users } = stage;
  const random = new Random(seed);
  const figures: Figures = { confirmed: 0, unanswered: 0, edits: 0 };
  const killed = new Map<string, number>();
  const problems: string[] = [];
  let [rounds, done] = [0, 0];
  for (; done < kills && problems.length === 0; rounds++) {
    const kills_now = Math.min(1 + random.below(most_kills_each_round), kills - done);
    const round = { stage, random, figures, kills: kills_now, killed };
    problems.push(...(await go_round(round, rounds % 2 === 1)));
    done += kills_now;
    note?.(`round ${rounds + 1}: ${done} kills so far, ${figures.confirmed} changes, ${problems.length} problems`);
  }
  const given = [...witness.given.values()].reduce((sum, { length }) => sum + length, 0);
  const told = users.flatMap(({ sittings }) => sittings.flatMap(({ contacts }) => [...contacts.values()].flat()));
  const of_each = [...killed].map(([name, count]) => `${name} ${count}`).join(", ");
  const report = [
    `Prosody ${version}, seed ${seed}: ${done} kills (${of_each}) in ${rounds} rounds`,
    `changes: ${figures.confirmed} confirmed, ${figures.unanswered} without an answer; asked for by clients: ${figures.edits}`,
    `rosters that Prosody was given: ${given}; items that clients were told: ${told.length}`,
    `rosters compared: ${rounds * users.length} in the database, in Prosody and with the client`,
  ];
  return { report, problems };
}

/** Application, relay, Prosody and PostgreSQL, any of which is killed at any moment while contact lists change: nothing may be lost. */
export async function crash(options: CrashOptions): Promise<CrashResult> {
  const stage = await set_up(options.version, options.users);
  try {
    return await play(stage, options);
  } finally {
    await tear_down(stage);
  }
}
