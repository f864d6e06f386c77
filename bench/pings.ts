import { setTimeout as pause } from "node:timers/promises";
import type { ProsodyVersion } from "../spec/support/prosody_process.ts";
import type { Contestant, ContestantName } from "./contestants.ts";
import { usernames } from "./documents.ts";
import { median } from "./median.ts";
import { Pinger, put_first } from "./pinger.ts";
import { Stage } from "./stage.ts";

/** What another client's pings took, in milliseconds, while one POST refreshed many users. */
export interface PingTimes {
  users: number;
  changed: boolean;
  batch: boolean;
  /** The worst of each round: the median of those, and the worst of all. */
  usual_worst: number;
  worst: number;
  /** The worst with nothing else going on, which is the machine's doing. */
  quiet_worst: number;
  /** How long the refresh took: the median. */
  refresh: number;
}

export interface PingOptions {
  users: number;
  contacts: number;
  batch: boolean;
  rounds: number;
}

interface Player {
  stage: Stage;
  pinger: Pinger;
  quiet_worst: number;
}

/** So long pings go on before and after the refresh. */
const margin = 100;
const quiet = 1000;

async function enter(
  version: ProsodyVersion,
  contestant: Contestant,
  users: readonly string[],
  batch: boolean,
): Promise<Player> {
  const stage = await Stage.open(version, contestant, { batch });
  try {
    await stage.log_in_all(users);
    // The users' rosters are written meanwhile, as they would be.
    await stage.handle_writes("release");
    put_first(stage.server.pid);
    const pinger = await Pinger.start(stage.server.c2s_port);
    return { stage, pinger, quiet_worst: 0 };
  } catch (error) {
    stage.close();
    throw error;
  }
}

async function go_round(
  { stage, pinger }: Player,
  users: readonly string[],
  changed: boolean,
): Promise<{ worst: number; refresh: number }> {
  if (changed) await stage.backend.change(users);
  await stage.rest();
  let refresh = 0;
  const { worst } = await pinger.during(async () => {
    await pause(margin);
    const before = performance.now();
    await stage.refresh(users, changed ? users.length : 0);
    refresh = performance.now() - before;
    await pause(margin);
  });
  return { worst, refresh };
}

/** All contestants in turn. */
export async function measure_pings(
  version: ProsodyVersion,
  contestants: readonly Contestant[],
  { users: count, contacts, batch, rounds }: PingOptions,
): Promise<Map<ContestantName, PingTimes[]>> {
  const users = usernames(contacts, count);
  const players: Player[] = [];
  const results = new Map<ContestantName, PingTimes[]>();
  try {
    for (const contestant of contestants) players.push(await enter(version, contestant, users, batch));
    for (const player of players) {
      await player.stage.rest();
      player.quiet_worst = (await player.pinger.during(() => pause(quiet))).worst;
      await go_round(player, users, false);
    }
    for (const changed of [false, true]) {
      const worsts = players.map((player) => ({ player, worst: [] as number[], refresh: [] as number[] }));
      for (let round = 0; round < rounds; round++) {
        for (const each of worsts) {
          const { worst, refresh } = await go_round(each.player, users, changed);
          each.worst.push(worst);
          each.refresh.push(refresh);
        }
      }
      for (const { player, worst, refresh } of worsts) {
        const { name } = player.stage.contestant;
        const times: PingTimes = {
          users: count,
          changed,
          batch,
          usual_worst: median(worst),
          worst: Math.max(...worst),
          quiet_worst: player.quiet_worst,
          refresh: median(refresh),
        };
        results.set(name, [...(results.get(name) ?? []), times]);
      }
    }
    return results;
  } finally {
    for (const { stage, pinger } of players) {
      pinger.stop();
      stage.close();
    }
  }
}
