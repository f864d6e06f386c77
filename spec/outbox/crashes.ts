import { setTimeout as pause } from "node:timers/promises";
import { read_object } from "../support/outcome.ts";
import { until } from "../support/deadline.ts";
import { free_ports } from "../support/ports.ts";
import { type Postgresql, start_postgresql } from "../support/postgresql.ts";
import { authorization, type Prosody, start_prosody } from "../support/prosody.ts";
import type { ProsodyVersion } from "../support/prosody_process.ts";
import { Random } from "../soak/random.ts";
import { change_once, change_over_and_over, type Figures, make_change } from "./changes.ts";
import { begin_history, read_histories, until_outbox_is_empty } from "./history.ts";
import { key_of, read_listed } from "./listed.ts";
import { NodeProcess } from "../support/node_process.ts";
import { OnlineUser } from "./online_user.ts";
import { out_of_order } from "./order.ts";
import { Witness } from "./witness.ts";

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

const host = "chat.test";

/** In milliseconds. What was put off at the last failure comes half a minute later, at most. */
const longest_settling = 90_000;

/** Between two kills. */
const most_changes = 25;
const longest_lull = 2_000;

/** So many at most, and then all is left alone and compared: what is lost is mended by the next change of the same user, and that must not come. */
const most_kills_each_round = 4;

/** What is killed and comes back. */
interface Part {
  name: string;
  /** How often it is chosen, compared to others. */
  weight: number;
  is_running: () => boolean;
  kill: () => Promise<void>;
  start: () => Promise<void>;
  kills: number;
}

interface Stage {
  postgresql: Postgresql;
  prosody: Prosody;
  witness: Witness;
  processes: NodeProcess[];
  parts: Part[];
  users: OnlineUser[];
  port: number;
}

async function set_up({ version, users: count }: CrashOptions): Promise<Stage> {
  const postgresql = await start_postgresql();
  const [port, witness_port] = await free_ports();
  const prosody = await start_prosody({
    version,
    hosts: { [host]: { http_roster_url: `http://127.0.0.1:${witness_port}/contacts/%s` } },
    options: { http_roster_timeout: 2, http_roster_edit_url: `http://127.0.0.1:${port}/edits` },
  });
  const environment = {
    PORT: String(port),
    XMPP_HOST: host,
    PROSODY_URL: `http://127.0.0.1:${prosody.http_port}`,
    PROSODY_TOKEN: authorization.replace("Bearer ", ""),
    DATABASE_URL: postgresql.url,
    RELAY: "elsewhere",
  };
  const application = new NodeProcess({ program: "examples/backend/main.ts", environment, ready: "http_roster_url" });
  const relay = new NodeProcess({ program: "examples/backend/relay_main.ts", environment, ready: "telling" });
  await application.start();
  await begin_history(postgresql.url);
  await relay.start();
  const witness = await Witness.start(witness_port, port);
  const users = Array.from({ length: count }, (_, index) => new OnlineUser(`user${index}`, prosody));
  for (const { username } of users) {
    await make_change(port, { method: "PUT", path: `/users/${username}`, json: { name: username } });
  }
  await Promise.all(users.map((user) => user.come()));
  const node_part = (name: string, child: NodeProcess): Part => ({
    name,
    weight: 3,
    is_running: () => child.is_running,
    kill: () => child.kill(),
    start: () => child.start(),
    kills: 0,
  });
  let prosody_runs = true;
  let postgresql_runs = true;
  const parts: Part[] = [
    node_part("application", application),
    node_part("relay", relay),
    {
      name: "Prosody",
      weight: 3,
      is_running: () => prosody_runs,
      kill: async () => {
        prosody_runs = false;
        witness.life++;
        await prosody.kill();
      },
      start: async () => {
        await prosody.restart();
        await Promise.all(users.map((user) => user.come()));
        prosody_runs = true;
      },
      kills: 0,
    },
    {
      name: "PostgreSQL",
      weight: 1,
      is_running: () => postgresql_runs,
      kill: () => {
        postgresql_runs = false;
        return postgresql.kill();
      },
      start: async () => {
        await postgresql.start();
        postgresql_runs = true;
      },
      kills: 0,
    },
  ];
  return { postgresql, prosody, witness, parts, users, port, processes: [application, relay] };
}

async function tear_down({ postgresql, prosody, witness, users, processes }: Stage): Promise<void> {
  for (const user of users) user.leave();
  for (const child of processes) await child.kill();
  witness.stop();
  await prosody.stop();
  await postgresql.stop();
}

/** Some changes later, or a while later where none can be made, at any moment. */
async function some_changes(random: Random, figures: Figures): Promise<void> {
  const wanted = figures.confirmed + random.below(most_changes);
  const end = performance.now() + longest_lull;
  await until(
    () => figures.confirmed >= wanted || performance.now() > end,
    () => "changes",
  );
  await pause(random.between(0, 100));
}

/** Kills one part after the other at random moments. Calls at the last, and ends when all of them are back. */
async function kill_parts(
  { random, parts, kills, figures }: { random: Random; parts: readonly Part[]; kills: number; figures: Figures },
  at_last: () => void,
): Promise<void> {
  const coming: Promise<void>[] = [];
  for (let count = 0; count < kills; count++) {
    await some_changes(random, figures);
    const victim = random.pick(parts.flatMap((part) => Array<Part>(part.weight).fill(part)));
    if (victim === undefined) throw new Error("nothing to kill");
    await until(victim.is_running, () => `${victim.name} to run`, longest_settling);
    victim.kills++;
    await victim.kill();
    if (count === kills - 1) at_last();
    const away = random.between(0, 400);
    const come_back = async (): Promise<void> => {
      await pause(away);
      await victim.start();
    };
    coming.push(come_back());
    coming.at(-1)?.catch(() => undefined);
  }
  await Promise.all(coming);
}

async function held(prosody: Prosody, username: string): Promise<string | undefined> {
  const answer = await prosody.request("GET", `/roster_admin/rosters/${username}`);
  if (answer.status !== 200) return undefined;
  const { roster, source } = read_object(answer);
  return source === "backend" ? key_of(read_listed(roster)) : undefined;
}

/** Everything is left alone, and must come to rest with the same rosters everywhere; nothing was told in the wrong order. */
async function compare(stage: Stage): Promise<string[]> {
  const { postgresql, prosody, witness, users } = stage;
  const problems: string[] = [];
  await until_outbox_is_empty(postgresql.url, longest_settling);
  const owners = users.map(({ username }) => `${username}@${host}`);
  const histories = await read_histories(postgresql.url, owners);
  for (const user of users) {
    const { username } = user;
    const history = histories.get(`${username}@${host}`);
    if (history === undefined) throw new Error(`no history of ${username}`);
    const wanted = key_of(history.now);
    let [by_prosody, by_client]: [string | undefined, string] = [undefined, ""];
    try {
      await until(
        async () => {
          [by_prosody, by_client] = [await held(prosody, username), user.list];
          return by_prosody === wanted && by_client === wanted;
        },
        () => "the same",
        longest_settling,
      );
    } catch {
      problems.push(`${username} differs\n  database ${wanted}\n  Prosody  ${by_prosody}\n  client   ${by_client}`);
    }
    const given = witness.given.get(username) ?? [];
    const wrong = out_of_order(history.lists, given);
    if (wrong !== undefined) problems.push(`${username}: Prosody ${wrong.problem}: ${given[wrong.index]}`);
    for (const { contacts } of user.sittings) {
      for (const [jid, told] of contacts) {
        const fault = out_of_order(history.contacts.get(jid) ?? [], told);
        if (fault !== undefined) problems.push(`${username}'s client ${fault.problem}: ${jid} ${told[fault.index]}`);
      }
    }
  }
  return problems;
}

async function play(stage: Stage, options: CrashOptions): Promise<CrashResult> {
  const { seed, kills, version } = options;
  const { parts, processes, witness, prosody, port, users } = stage;
  const random = new Random(seed);
  const figures: Figures = { confirmed: 0, unanswered: 0, edits: 0 };
  const problems: string[] = [];
  let [rounds, compared] = [0, 0];
  for (let killed = 0; killed < kills && problems.length === 0; rounds++) {
    let is_over = false;
    // A login asks for all anew: where Prosody lives on, and each list changes once, nothing mends what Prosody was not told.
    const mends_nothing = rounds % 2 === 1;
    const victims = mends_nothing ? parts.filter(({ name }) => name !== "Prosody") : parts;
    const left = users.toSorted(() => random.fraction() - 0.5);
    const changing = Array.from({ length: 4 }, () => {
      const field = { port, users, figures, random: random.fork(), is_over: () => is_over };
      return mends_nothing ? change_once(field, left) : change_over_and_over(field);
    });
    const kills_now = Math.min(1 + random.below(most_kills_each_round), kills - killed);
    killed += kills_now;
    await kill_parts({ random, parts: victims, kills: kills_now, figures }, () => (is_over = true));
    await Promise.all(changing);
    problems.push(...(await compare(stage)));
    compared += users.length;
    for (const { problem } of processes) if (problem !== undefined) problems.push(problem);
    problems.push(...prosody.tracebacks());
    options.note?.(
      `round ${rounds + 1}: ${killed} kills so far, ${figures.confirmed} changes, ${problems.length} problems`,
    );
  }
  const given = [...witness.given.values()].reduce((sum, { length }) => sum + length, 0);
  const told = users.flatMap(({ sittings }) => sittings.flatMap(({ contacts }) => [...contacts.values()].flat()));
  const of_each = parts.map((part) => `${part.name} ${part.kills}`).join(", ");
  const report = [
    `Prosody ${version}, seed ${seed}: ${parts.reduce((sum, part) => sum + part.kills, 0)} kills (${of_each}) in ${rounds} rounds`,
    `changes: ${figures.confirmed} confirmed, ${figures.unanswered} without an answer; asked for by clients: ${figures.edits}`,
    `rosters that Prosody was given: ${given}; items that clients were told: ${told.length}`,
    `rosters compared: ${compared} in the database, in Prosody and with the client`,
  ];
  return { report, problems };
}

/** Application, relay, Prosody and PostgreSQL, any of which is killed at any moment while contact lists change: nothing may be lost. */
export async function crash(options: CrashOptions): Promise<CrashResult> {
  const stage = await set_up(options);
  try {
    return await play(stage, options);
  } finally {
    await tear_down(stage);
  }
}
