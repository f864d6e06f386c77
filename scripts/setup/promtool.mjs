import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** @typedef {import("./apt.mjs").Apt} Apt */

/**
 * Prometheus's checker of metrics and rules in `folder`. The package is only unpacked: installed, it would run a server.
 * @param {string} folder
 * @param {Apt} apt
 */
export function provide_promtool(folder, apt) {
  const program = "usr/bin/promtool";
  if (existsSync(join(folder, program))) return;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  apt.unpack("prometheus", "2", unfinished);
  mkdirSync(join(folder, "usr/bin"), { recursive: true });
  renameSync(join(unfinished, program), join(folder, program));
  rmSync(unfinished, { recursive: true });
}
