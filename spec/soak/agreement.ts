import { setTimeout as pause } from "node:timers/promises";
import { read_object } from "../support/outcome.ts";
import type { Account } from "./account.ts";
import { differences } from "./documents.ts";
import { refresh_all } from "./notices.ts";
import { hosts, type Stage } from "./stage.ts";

const longest_until_updated = 120_000;
const longest_until_idle = 30_000;

/** Refreshes all again and again until it works for all. Gives the milliseconds it took. */
export async function bring_all_up_to_date(stage: Stage): Promise<number> {
  const begin = performance.now();
  for (;;) {
    const outcomes = await refresh_all(stage);
    if (outcomes.every(({ errors }) => errors === 0)) return performance.now() - begin;
    if (performance.now() - begin > longest_until_updated) {
      const failed = outcomes.map((outcome) => JSON.stringify(outcome.failed)).join(" ");
      stage.figures.note_problem(`a healthy backend is not asked: ${failed}`);
      return performance.now() - begin;
    }
    await pause(500);
  }
}

async function status(stage: Stage, host: string): Promise<Record<string, unknown>> {
  return read_object(await stage.prosody.request("GET", "/roster_admin/status", { host }));
}

/** Waits until the status of all hosts has these figures. */
export async function until_status(stage: Stage, wanted: Readonly<Record<string, unknown>>): Promise<void> {
  const end = performance.now() + longest_until_idle;
  for (const host of hosts) {
    for (;;) {
      const found = await status(stage, host);
      const wrong = Object.entries(wanted).filter(([name, value]) => found[name] !== value);
      if (wrong.length === 0) break;
      if (performance.now() > end) {
        stage.figures.note_problem(`${host}: ${wrong.map(([name]) => `${name} is ${String(found[name])}`).join(", ")}`);
        break;
      }
      await pause(200);
    }
  }
}

export const idle = { backend: "here", fetches_under_way: 0, fetches_waiting: 0, users_behind: 0 };

/** What of an account's rosters is not what the backend says; each client's, and the version they have it by. */
async function disagreements(stage: Stage, account: Account): Promise<string[][]> {
  const path = `/roster_admin/rosters/${account.username}`;
  const { version } = read_object(await stage.prosody.request("GET", path, { host: account.host }));
  return await Promise.all(
    [...account.clients].map(async (client) => {
      if (!(await client.ping())) return ["its connection is gone"];
      const wrong = differences(account.document, client.items);
      if (wrong.length === 0 && client.ver !== undefined && client.ver !== version)
        wrong.push(`it has version ${client.ver} instead of ${String(version)}`);
      return wrong;
    }),
  );
}

/** Compares every online client's roster with the backend's. */
export async function compare_all(stage: Stage): Promise<{ compared: number; differing: number }> {
  let [compared, differing] = [0, 0];
  for (const account of stage.accounts) {
    if (account.clients.size === 0) continue;
    for (const wrong of await disagreements(stage, account)) {
      compared++;
      if (wrong.length === 0) continue;
      differing++;
      stage.figures.note_problem(`the roster of ${account.jid}: ${wrong.join(", ")}`);
    }
  }
  return { compared, differing };
}
