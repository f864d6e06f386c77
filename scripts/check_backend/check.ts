import type { Arguments } from "./arguments.ts";
import { check_batches } from "./batches.ts";
import { check_edits } from "./edits.ts";
import { lines_of, type Point } from "./report.ts";
import { check_rosters } from "./rosters.ts";

/** Asks all that there is to ask, says a line for each point, and gives how many are faults. */
export async function check(given: Arguments, say: (line: string) => void): Promise<number> {
  let faults = 0;
  const report = (points: readonly Point[]): void => {
    for (const point of points) {
      if (point.verdict === "FAULT") faults++;
      for (const line of lines_of(point)) say(line);
    }
  };
  report(await check_rosters(given));
  if (given.batch_url !== undefined) report(await check_batches(given.batch_url, given));
  if (given.edit_url !== undefined) report(await check_edits(given.edit_url, given, say));
  say(faults === 0 ? "no fault found" : `${faults} ${faults === 1 ? "fault" : "faults"} found`);
  return faults;
}
