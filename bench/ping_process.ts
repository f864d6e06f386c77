/** One client that pings again and again: in a process of its own, so that nothing but the server keeps it waiting. */
import { setTimeout as pause } from "node:timers/promises";
import { username } from "./documents.ts";
import { LightClient } from "./light_client.ts";
import { median } from "./median.ts";
import type { PingOrder, PingReport } from "./pinger.ts";

const pause_between = 1;

let client: LightClient | undefined;
let pinging = false;
let pings: Promise<number[]> = Promise.resolve([]);

async function ping_until_stopped(): Promise<number[]> {
  const round_trips: number[] = [];
  while (pinging) {
    const before = performance.now();
    await client?.ping();
    round_trips.push(performance.now() - before);
    await pause(pause_between);
  }
  return round_trips;
}

async function obey({ what, port }: PingOrder): Promise<PingReport> {
  if (what === "connect") client = await LightClient.bind(port, username(0, 0));
  pinging = what === "start";
  if (pinging) pings = ping_until_stopped();
  const round_trips = what === "stop" ? await pings : [];
  const worst = round_trips.reduce((most, each) => Math.max(most, each), 0);
  return { pings: round_trips.length, worst, median: median(round_trips) };
}

process.on("message", (order: PingOrder) => {
  obey(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));
