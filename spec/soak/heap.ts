import { setTimeout as pause } from "node:timers/promises";
import type { Prosody } from "../support/prosody.ts";

const longest_until_settled = 30_000;

/** Kilobytes that Lua holds when all rubbish is gone. */
export async function heap(prosody: Prosody): Promise<number> {
  const size = await prosody.lua('collectgarbage(); collectgarbage(); return collectgarbage("count");');
  if (typeof size !== "number") throw new Error(`the size of the heap is ${String(size)}`);
  return Math.round(size);
}

/** Waits for the heap to fit into the limit: some of it goes a while after its users. Gives what it came to. */
export async function heap_within(prosody: Prosody, limit: number): Promise<number> {
  const end = performance.now() + longest_until_settled;
  for (;;) {
    const size = await heap(prosody);
    if (size <= limit || performance.now() > end) return size;
    await pause(500);
  }
}
