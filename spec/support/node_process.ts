import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { patience, until } from "./deadline.ts";
import { on_exit } from "./prosody_process.ts";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface NodeProcessOptions {
  /** A file of this repository. */
  program: string;
  environment: Record<string, string>;
  /** What it writes once it is ready. */
  ready: string;
}

/** A program of the example in a process of its own, which can be killed and started again. */
export class NodeProcess {
  #child: ChildProcess | undefined;
  #output = "";
  #ended: Promise<void> = Promise.resolve();
  /** It ended without having been killed. */
  #has_failed = false;

  constructor(private readonly options: NodeProcessOptions) {}

  get is_running(): boolean {
    return this.#child !== undefined;
  }

  get problem(): string | undefined {
    return this.#has_failed ? `${this.options.program} has ended: ${this.#output.slice(-2000)}` : undefined;
  }

  /** Until it is ready, or was killed before it was. */
  async start(): Promise<void> {
    const { program, environment, ready } = this.options;
    const command = ["--pdeathsig", "KILL", process.execPath, "--import", "tsx", join(repository, program)];
    const child = spawn("setpriv", command, { env: { ...process.env, ...environment }, cwd: repository });
    const forget = on_exit(() => child.kill("SIGKILL"));
    this.#child = child;
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        this.#output = output.slice(-10_000);
      });
    }
    this.#ended = new Promise((resolve) => {
      child.once("close", () => {
        forget();
        if (this.#child === child) this.#has_failed = true;
        resolve();
      });
    });
    await until(
      () => this.#child !== child || this.#has_failed || output.includes(ready),
      () => `${program} to be ready: ${output}`,
      patience * 3,
    );
    if (this.#has_failed) throw new Error(this.problem);
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    child?.kill("SIGKILL");
    await this.#ended;
  }
}
