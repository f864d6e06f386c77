import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { patience, until, within } from "./deadline.ts";
import { on_exit } from "./prosody_process.ts";

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
export class Postgresql {
  #child: ChildProcess | undefined;
  #output = "";
  #ended = Promise.resolve();
  #forget_child = (): void => undefined;
  readonly #forget_folder = on_exit(() => this.#remove_folder());

  constructor(private readonly folder: string) {}

  /** For Prosody's option of that name. */
  get sql(): Record<string, string> {
    return { driver: "PostgreSQL", database: "postgres", username: "prosody", password: "", host: this.folder };
  }

  get url(): string {
    return `postgresql://prosody@/postgres?host=${encodeURIComponent(this.folder)}`;
  }

  get is_running(): boolean {
    return this.#child !== undefined;
  }

  /** Once more after a crash, too, as soon as nothing is left of the one before. */
  async start(): Promise<void> {
    await until(
      () => this.#try_to_start(),
      () => `PostgreSQL to be ready: ${this.#output}`,
      patience * 3,
    );
  }

  async #try_to_start(): Promise<boolean> {
    const settings = ["-c", "listen_addresses=", "-c", `unix_socket_directories=${this.folder}`, "-c", "fsync=off"];
    // Prosody would pass them on to its terminal.
    settings.push("-c", "client_min_messages=warning");
    const command = [...launcher, program("postgres"), "-D", join(this.folder, "data"), ...settings];
    const child = spawn("setpriv", command, { stdio: ["ignore", "ignore", "pipe"], cwd: this.folder });
    this.#child = child;
    this.#output = "";
    this.#forget_child = on_exit(() => child.kill("SIGKILL"));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (this.#output += text));
    let is_over = false;
    this.#ended = new Promise<void>((resolve) => child.once("exit", () => resolve())).then(() => {
      is_over = true;
    });
    await until(
      () => is_over || this.#output.includes("ready to accept connections"),
      () => `PostgreSQL to be ready: ${this.#output}`,
    );
    if (is_over) this.#forget_child();
    return !is_over;
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#ended;
    this.#forget_child();
    this.#child = undefined;
  }

  async stop(): Promise<void> {
    this.#child?.kill("SIGINT");
    await within(this.#ended, () => `PostgreSQL to stop: ${this.#output}`);
    this.#forget_child();
    this.#forget_folder();
    this.#remove_folder();
  }

  #remove_folder(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function start_postgresql(): Promise<Postgresql> {
  const folder = mkdtempSync(join(tmpdir(), "roster-postgresql-"));
  if (as_root) chownSync(folder, id("-u"), id("-g"));
  const postgresql = new Postgresql(folder);
  const data = join(folder, "data");
  const init = [program("initdb"), "-D", data, "-U", "prosody", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  const made = spawnSync("setpriv", [...launcher, ...init], { encoding: "utf8", cwd: folder });
  if (made.status !== 0) throw new Error(`initdb: ${made.stdout}${made.stderr}`);
  await postgresql.start();
  return postgresql;
}
