import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tmpdir } from "node:os";
import { within } from "./deadline.ts";
import { type CommandResult, on_exit, type ProsodyVersion } from "./prosody_process.ts";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const root_file_system = join(repository, ".cache/bare-debian");

/** Where the repository lies on that machine. */
const copy = "/root/mod_http_roster_admin";

const environment = [
  "HOME=/root",
  "LC_ALL=C.UTF-8",
  "DEBIAN_FRONTEND=noninteractive",
  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
];

/**
 * Mounts over the unpacked Debian what is written, says its process id as seen from here, and lives until its standard
 * input is closed: with it go its mounts and all processes in there. A shell, since it must reap them.
 */
const boot = `
  read -r pid _ < /proc/self/stat
  mount -t tmpfs -o mode=755 tmpfs "$2"
  mkdir "$2/upper" "$2/work" "$2/root"
  mount -t overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" overlay "$2/root"
  mount -t proc proc "$2/root/proc"
  mount --rbind /dev "$2/root/dev"
  ip link set lo up
  ip address add 192.0.2.7/32 dev lo
  hostname bare-debian
  exec chroot "$2/root" bash --norc -c 'echo "$0"; read -r _' "$pid"
`;

/** A machine with nothing but a fresh Debian, no network but loopback, and a copy of this repository. */
export class BareDebian {
  readonly #init: ChildProcessWithoutNullStreams;
  readonly #folder: string;
  readonly #pid: string;
  readonly #forget_folder: () => void;
  #runs = 0;

  private constructor(init: ChildProcessWithoutNullStreams, folder: string, pid: string) {
    this.#init = init;
    this.#folder = folder;
    this.#pid = pid;
    this.#forget_folder = on_exit(() => this.#remove_folder());
  }

  static async start(): Promise<BareDebian> {
    const folder = mkdtempSync(join(tmpdir(), "bare-debian-"));
    const namespaces = ["--mount", "--net", "--pid", "--uts", "--fork", "--kill-child"];
    const init = spawn("unshare", [...namespaces, "bash", "-ec", boot, "boot", root_file_system, folder]);
    let complaints = "";
    init.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
    const started = new Promise<string>((resolve, reject) => {
      init.once("error", reject);
      init.once("close", () => reject(new Error(`the bare Debian did not start: ${complaints}`)));
      init.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text.trim()));
    });
    const machine = new BareDebian(init, folder, await within(started, () => `the bare Debian: ${complaints}`));
    machine.write("/root/.curlrc", "fail-with-body\nsilent\nshow-error\n");
    for (const name of ["dist", "docs", "README.md", "mod_http_roster_admin-1.0-1.rockspec"])
      cpSync(join(repository, name), machine.path(join(copy, name)), { recursive: true });
    cpSync(join(repository, "spec/support/systemctl.sh"), machine.path("/usr/local/bin/systemctl"));
    return machine;
  }

  /** With Debian's own Prosody. */
  static async with_prosody(version: ProsodyVersion): Promise<BareDebian> {
    const machine = await BareDebian.start();
    const release = version === "13.0" ? "-t bookworm-backports" : "";
    await machine.must_run(`apt-get install -q ${release} prosody && prosodyctl about | grep -F 'Prosody ${version}'`);
    return machine;
  }

  /** Where a file of that machine is found on this one. */
  path(name: string): string {
    return join("/proc", this.#pid, "root", name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /**
   * Runs shell commands as root, in the copy of the repository, to the first that fails. What they leave running in the
   * background may go on writing.
   */
  run(commands: string): Promise<CommandResult> {
    const namespaces = ["--mount", "--net", "--pid", "--uts", "--root"];
    const shell = [
      "env",
      "-i",
      `--chdir=${copy}`,
      ...environment,
      "bash",
      "--norc",
      "-euo",
      "pipefail",
      "-c",
      commands,
    ];
    return this.#enter(namespaces, shell);
  }

  /** Runs a TypeScript file of this machine in the network of that one, which trusts an authority of that one. */
  run_in_network(file: string, args: readonly string[], authority: string): Promise<CommandResult> {
    const trusting = ["env", `NODE_EXTRA_CA_CERTS=${this.path(authority)}`];
    return this.#enter(["--net"], [...trusting, process.execPath, "--import", "tsx", join(repository, file), ...args]);
  }

  async #enter(namespaces: readonly string[], command: readonly string[]): Promise<CommandResult> {
    const number = this.#runs++;
    const files = ["stdout", "stderr"].map((name) => join(this.#folder, `${number}.${name}`));
    const outputs = files.map((file) => openSync(file, "w+"));
    try {
      const args = ["--target", this.#pid, ...namespaces, ...command];
      const child = spawn("nsenter", args, { stdio: ["ignore", ...outputs], cwd: repository });
      const ended = new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("exit", (code) => (code === null ? reject(new Error("ended by a signal")) : resolve(code)));
      });
      const code = await within(ended, () => `the end of ${command.join(" ")}`, 120_000);
      const [stdout = "", stderr = ""] = files.map((file) => readFileSync(file, "utf8"));
      return { code, stdout, stderr };
    } finally {
      outputs.forEach(closeSync);
    }
  }

  /** The same where each must work; gives what they wrote to standard output. */
  async must_run(commands: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(commands);
    if (code !== 0) throw new Error(`${commands}\nended with ${code}\n${stdout}${stderr}`);
    return stdout;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#init.once("close", resolve));
    this.#init.stdin.end();
    await within(closed, () => "the bare Debian to stop");
    this.#remove_folder();
    this.#forget_folder();
  }

  #remove_folder(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
