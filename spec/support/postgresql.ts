import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until, within } from "./deadline.ts";
import { on_exit } from "./prosody_process.ts";

export interface Postgresql {
  /** For Prosody's option of that name. */
  readonly sql: Record<string, string>;
  stop(): Promise<void>;
}

const versions_folder = "/usr/lib/postgresql";

/** It refuses to run as root: then it runs as the user that its Debian package brings. */
const as_root = process.getuid?.() === 0;
const launcher = [
  "--pdeathsig",
  "KILL",
  ...(as_root ? ["--reuid=postgres", "--regid=postgres", "--clear-groups"] : []),
];

function program(name: string): string {
  const versions = existsSync(versions_folder) ? readdirSync(versions_folder) : [];
  const [newest] = versions.map(Number).sort((a, b) => b - a);
  if (newest === undefined) throw new Error(`no PostgreSQL in ${versions_folder}`);
  return join(versions_folder, String(newest), "bin", name);
}

function id(option: "-u" | "-g"): number {
  return Number(spawnSync("id", [option, "postgres"], { encoding: "utf8" }).stdout);
}

/** A database server of the tests' own, in a folder of its own, which can only be reached by a socket there. */
export async function start_postgresql(): Promise<Postgresql> {
  const folder = mkdtempSync(join(tmpdir(), "roster-postgresql-"));
  if (as_root) chownSync(folder, id("-u"), id("-g"));
  const data = join(folder, "data");
  const forget = on_exit(() => rmSync(folder, { recursive: true, force: true }));
  const init = [program("initdb"), "-D", data, "-U", "prosody", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  const made = spawnSync("setpriv", [...launcher, ...init], { encoding: "utf8", cwd: folder });
  if (made.status !== 0) throw new Error(`initdb: ${made.stdout}${made.stderr}`);
  const settings = ["-c", "listen_addresses=", "-c", `unix_socket_directories=${folder}`, "-c", "fsync=off"];
  // Prosody would pass them on to its terminal.
  settings.push("-c", "client_min_messages=warning");
  const command = [...launcher, program("postgres"), "-D", data, ...settings];
  const server = spawn("setpriv", command, { stdio: ["ignore", "ignore", "pipe"], cwd: folder });
  let output = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const forget_server = on_exit(() => server.kill("SIGKILL"));
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  await until(
    () => output.includes("ready to accept connections"),
    () => `PostgreSQL to be ready: ${output}`,
  );
  return {
    sql: { driver: "PostgreSQL", database: "postgres", username: "prosody", password: "", host: folder },
    stop: async () => {
      server.kill("SIGINT");
      await within(ended, () => `PostgreSQL to stop: ${output}`);
      forget_server();
      forget();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
