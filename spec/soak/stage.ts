import { type Backend, start_backend } from "../support/backend.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import type { ProsodyVersion } from "../support/prosody_process.ts";
import { type Account, new_accounts } from "./account.ts";
import { Figures } from "./figures.ts";
import type { Random } from "./random.ts";

/** The second one asks for many rosters in one request. */
export const hosts = ["single.test", "batch.test"] as const;

/** In seconds. */
export const backend_timeout = 2;
const max_age = 20;
/** In seconds. So long does Prosody keep of each connection, even closed, a timer that holds its session. */
const longest_authentication = 15;

export interface StageOptions {
  version: ProsodyVersion;
  users: number;
  /** The folder with the module to run, if it is not the one just built. */
  module_folder?: string;
}

/** All that a soak plays on. */
export interface Stage {
  backend: Backend;
  prosody: Prosody;
  accounts: readonly Account[];
  /** How many accounts are meant to be online. */
  users: number;
  figures: Figures;
}

export async function set_up(random: Random, { version, users, module_folder }: StageOptions): Promise<Stage> {
  const backend = await start_backend();
  const [single, batch] = hosts;
  try {
    const prosody = await start_prosody({
      version,
      ...(module_folder !== undefined && { module_folder }),
      hosts: { [single]: {}, [batch]: { http_roster_batch_url: backend.batch_url, http_roster_batch_size: 50 } },
      options: {
        http_roster_url: backend.url,
        http_roster_timeout: backend_timeout,
        http_roster_max_age: max_age,
        c2s_timeout: longest_authentication,
        // Rosters handed over for users who are offline are kept by design: few of them, so that what is lost would be seen.
        http_roster_cache_size: 10,
      },
    });
    const accounts = new_accounts(random, backend, hosts, Math.ceil(users * 1.5));
    return { backend, prosody, accounts, users, figures: new Figures() };
  } catch (error) {
    await backend.stop();
    throw error;
  }
}

export async function tear_down({ backend, prosody, accounts }: Stage): Promise<void> {
  for (const { clients } of accounts) for (const client of clients) client.drop();
  await prosody.stop();
  await backend.stop();
}
