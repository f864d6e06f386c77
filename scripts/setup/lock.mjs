import { spawnSync } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Waits until no other run of this script is at work. The system gives the lock back when this process ends, however it
 * ends. Where there is no `flock`, nothing is installed but npm packages.
 * @param {string} file
 */
export function wait_for_others(file) {
  mkdirSync(dirname(file), { recursive: true });
  spawnSync("flock", ["3"], { stdio: ["ignore", "inherit", "ignore", openSync(file, "w")] });
}
