import { setTimeout as pause } from "node:timers/promises";
import type { Account } from "./account.ts";
import { change_only, hand_over, patch_roster, refresh_all, refresh_many, refresh_one } from "./notices.ts";
import type { Random } from "./random.ts";
import { hosts, type Stage } from "./stage.ts";
import { leave, log_in } from "./visits.ts";

const pause_between = 250;

/** Somebody comes or goes, so that about as many are online as shall be. */
async function come_or_go(random: Random, stage: Stage, account: Account): Promise<void> {
  if (account.is_moving) return;
  const online = stage.accounts.filter(({ clients }) => clients.size > 0).length;
  const { size } = account.clients;
  // A second resource now and then.
  if (size === 0 ? random.chance(online < stage.users ? 1 : 0.5) : size === 1 && random.chance(0.2))
    await log_in(random, stage, account);
  else await leave(random, stage, account);
}

async function act(random: Random, stage: Stage): Promise<void> {
  const account = random.pick(stage.accounts);
  if (account === undefined) return;
  const dice = random.fraction();
  if (dice < 0.45) await come_or_go(random, stage, account);
  else if (dice < 0.6) await refresh_one(random, stage, account);
  else if (dice < 0.7) await refresh_many(random, stage, account);
  else if (dice < 0.8) await hand_over(random, stage, account);
  else if (dice < 0.93) await patch_roster(random, stage, account);
  else if (dice < 0.99) change_only(random, stage, account);
  else await refresh_all(stage);
}

/** Many things at once, until the end. */
export async function churn(stage: Stage, random: Random, end: number): Promise<void> {
  const worker = async (own: Random): Promise<void> => {
    while (performance.now() < end) {
      try {
        await act(own, stage);
      } catch (error) {
        stage.figures.note_problem(error instanceof Error ? error.message : String(error));
      }
      await pause(own.between(0, 2) * pause_between);
    }
  };
  const workers = Math.max(6, Math.round(stage.users / 16));
  await Promise.all(Array.from({ length: workers }, () => worker(random.fork())));
}

/** The module is reloaded so many times, spread out. */
export async function reload_now_and_then(stage: Stage, random: Random, end: number, times: number): Promise<void> {
  const gap = (end - performance.now()) / (times + 1);
  for (let count = 0; count < times; count++) {
    await pause(gap * random.between(0.7, 1.2));
    for (const host of hosts) await stage.prosody.reload_module(undefined, host);
    stage.figures.reloads++;
  }
}
