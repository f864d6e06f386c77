import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { on_exit } from "../spec/support/prosody_process.ts";
import { within } from "../spec/support/deadline.ts";

const patience = 30_000;

/** A program of this folder in a process of its own, which answers each order with a report. */
export class Forked<Order extends object, Report> {
  readonly #child: ChildProcess;
  readonly #forget: () => void;
  readonly #exited: Promise<never>;

  constructor(private readonly program: string) {
    const child = fork(fileURLToPath(new URL(program, import.meta.url)), { execArgv: ["--import", "tsx"] });
    this.#child = child;
    this.#forget = on_exit(() => child.kill("SIGKILL"));
    this.#exited = new Promise((_, reject) => child.once("exit", () => reject(new Error(`${program} ended`))));
    this.#exited.catch(() => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? NaN;
  }

  report(): Promise<Report> {
    const report = new Promise<Report>((resolve) => {
      this.#child.once("message", (message: Report) => resolve(message));
    });
    return within(Promise.race([report, this.#exited]), () => `${this.program} to report`, patience);
  }

  async order(order: Order): Promise<Report> {
    const report = this.report();
    this.#child.send(order);
    return await report;
  }

  stop(): void {
    this.#forget();
    this.#child.kill("SIGKILL");
  }
}
