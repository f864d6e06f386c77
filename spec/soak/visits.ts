import type { Account } from "./account.ts";
import type { Random } from "./random.ts";
import { SoakClient } from "./soak_client.ts";
import type { Stage } from "./stage.ts";

const at_once = 16;

export async function log_in(random: Random, { prosody, figures }: Stage, account: Account): Promise<void> {
  figures.count("login");
  const memory = random.chance(0.5) ? account.memory : undefined;
  account.is_moving = true;
  try {
    const client = await SoakClient.log_in(prosody.c2s_port, account, memory);
    if (client.was_refused) figures.refused++;
    account.clients.add(client);
  } finally {
    account.is_moving = false;
  }
}

export async function leave(random: Random, { figures }: Stage, account: Account): Promise<void> {
  const client = random.pick([...account.clients]);
  if (client === undefined) return;
  account.clients.delete(client);
  account.is_moving = true;
  try {
    if (random.chance(0.5)) {
      figures.count("drop");
      client.drop();
    } else {
      figures.count("leave");
      await client.leave();
    }
  } finally {
    account.is_moving = false;
  }
  figures.pushes += client.pushes;
  account.memory = { items: client.items, ver: client.ver };
}

async function for_each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: at_once }, worker));
}

export async function all_log_in(random: Random, stage: Stage, accounts: readonly Account[]): Promise<void> {
  await for_each(accounts, (account) => log_in(random, stage, account));
}

export async function all_leave(random: Random, stage: Stage): Promise<void> {
  await for_each(stage.accounts, async (account) => {
    while (account.clients.size > 0) await leave(random, stage, account);
  });
}
