import { spawnSync } from "node:child_process";

/**
 * Runs a command to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] show: its output is for the user to see
 */
export function run(program, args, { cwd, env, show = false } = {}) {
  const result = spawnSync(program, args, {
    cwd,
    env: env ?? { ...process.env, LC_ALL: "C" },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  return { ok: result.status === 0, output: `${result.stdout ?? ""}${result.stderr ?? ""}`.trim() };
}

/** @param {string} program */
export function is_installed(program) {
  return run("sh", ["-c", 'command -v "$0"', program]).ok;
}
