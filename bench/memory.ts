import type { ProsodyVersion } from "../spec/support/prosody_process.ts";
import type { Contestant } from "./contestants.ts";
import { usernames } from "./documents.ts";
import { lua_heap, resident } from "./meters.ts";
import type { Options } from "../spec/support/prosody_config.ts";
import { Stage } from "./stage.ts";

/** Bytes. */
export interface Memory {
  contacts: number;
  users: number;
  /** How many rosters of users offline may be kept; undefined for the default. */
  cache_size: number | undefined;
  /** For each user online. */
  heap_each: number;
  resident_each: number;
  /** Of that, what stays once all have left. */
  heap_left_each: number;
}

export interface MemoryOptions {
  contacts: number;
  users: number;
  cache_size: number | undefined;
}

/** Online from the beginning to the end, or come and gone before the others come: what is made only once does not count. */
const first = 20;

/** What users leave behind for a while: rosters to be written, timers, closed connections. */
async function settle(stage: Stage, users_so_far: number): Promise<void> {
  if (stage.contestant.keeps_rosters) await stage.wrote(users_so_far);
  await stage.rest();
}

export async function measure_memory(
  version: ProsodyVersion,
  contestant: Contestant,
  { contacts, users, cache_size }: MemoryOptions,
): Promise<Memory> {
  const options: Options = cache_size === undefined ? {} : { http_roster_cache_size: cache_size };
  const stage = await Stage.open(version, contestant, { options });
  const { server } = stage;
  try {
    await stage.handle_writes("forget");
    const passing = usernames(contacts, first, first);
    await stage.log_in_all(usernames(contacts, first));
    await stage.log_in_all(passing);
    await stage.leave(passing);
    await settle(stage, 2 * first);
    const [heap, memory] = [await lua_heap(server), resident(server.pid)];
    const guests = usernames(contacts, users, 2 * first);
    await stage.log_in_all(guests);
    await settle(stage, 2 * first + users);
    const [heap_then, memory_then] = [await lua_heap(server), resident(server.pid)];
    await stage.leave(guests);
    await stage.rest();
    const heap_left = await lua_heap(server);
    return {
      contacts,
      users,
      cache_size,
      heap_each: (heap_then - heap) / users,
      resident_each: ((memory_then - memory) * 1024) / users,
      heap_left_each: (heap_left - heap) / users,
    };
  } finally {
    stage.close();
  }
}
