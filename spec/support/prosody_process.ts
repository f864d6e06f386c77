import { type ChildProcess, execFile, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export type ProsodyVersion = "0.12" | "13.0";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const dist_folder = join(repository, "dist");
export const test_modules_folder = join(repository, "spec/support/modules");

const lua = "lua5.4";

function script(version: ProsodyVersion, name: "prosody" | "prosodyctl"): string {
  return join(repository, ".cache", `prosody-${version}`, "usr/bin", name);
}

const at_exit = new Set<() => void>();

/** Work for when this process ends in whatever way it can still notice. The result takes it back. */
export function on_exit(work: () => void): () => void {
  if (at_exit.size === 0) {
    process.once("exit", () => at_exit.forEach((each) => each()));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  }
  at_exit.add(work);
  return () => at_exit.delete(work);
}

export interface ServerProcess {
  child: ChildProcess;
  /** What it wrote to its standard output and error so far. */
  output(): string;
  exited: Promise<number | NodeJS.Signals>;
}

/**
 * Starts a Prosody that does not outlive this process, even where this process is killed. The launcher is a command, such
 * as Valgrind's, that runs the rest of the command line.
 */
export function start_server(
  version: ProsodyVersion,
  config_file: string,
  launcher: readonly string[] = [],
): ServerProcess {
  const prosody = [lua, script(version, "prosody"), "-F", "--config", config_file];
  const command = ["--pdeathsig", "KILL", ...launcher, ...prosody];
  const child = spawn("setpriv", command, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const forget = on_exit(() => child.kill("SIGKILL"));
  const exited = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal ?? code ?? 0));
  }).finally(forget);
  exited.catch(() => undefined);
  return { child, output: () => output, exited };
}

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

export function run_prosodyctl(
  version: ProsodyVersion,
  config_file: string,
  args: readonly string[],
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const command = [script(version, "prosodyctl"), "--config", config_file, ...args];
    execFile(lua, command, { timeout: 60_000, env: { ...process.env, TERM: "dumb" } }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number") resolve({ code, stdout, stderr });
      else reject(error instanceof Error ? error : new Error("ended by a signal"));
    });
  });
}
