import { type ChildProcessByStdio, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { patience, within } from "./deadline.ts";
import { Inbox } from "./inbox.ts";
import { is_record } from "./outcome.ts";
import type { Prosody } from "./prosody.ts";
import { on_exit } from "./prosody_process.ts";

const script = join(dirname(fileURLToPath(import.meta.url)), "slixmpp_client.py");

/** Debian's, for which its packages are. */
const python = "/usr/bin/python3";

export interface Seen {
  event: string;
  [field: string]: unknown;
}

/** A client that others have written, on slixmpp, in a process of its own. */
export class SlixmppClient {
  readonly #seen = new Inbox<Seen>((seen) => JSON.stringify(seen));
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<void>;

  constructor(prosody: Prosody, jid: string, manners: "asking" | "hospitable") {
    this.#child = spawn(python, ["-u", script, jid, String(prosody.c2s_port), manners], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const forget = on_exit(() => this.#child.kill("SIGKILL"));
    this.#ended = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", () => resolve());
    });
    this.#ended.finally(forget).catch(() => undefined);
    createInterface(this.#child.stdout).on("line", (line) => {
      const seen: unknown = JSON.parse(line);
      if (is_record(seen) && typeof seen["event"] === "string") this.#seen.arrive({ ...seen, event: seen["event"] });
    });
  }

  /** What the client says that it has seen, waited for if need be. */
  sees(event: string, fields: Record<string, unknown> = {}): Promise<Seen> {
    const wanted = JSON.stringify(fields);
    return this.#seen.take(
      (seen) =>
        seen.event === event &&
        Object.entries(fields).every(([name, value]) => JSON.stringify(seen[name]) === JSON.stringify(value)),
      `${event} ${wanted}`,
      patience * 2,
    );
  }

  tell(command: Record<string, unknown>): void {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  /** Does something to the end, which the server must let it. */
  async does(action: string, fields: Record<string, unknown> = {}): Promise<void> {
    this.tell({ do: action, ...fields });
    await this.sees("done", { do: action });
  }

  /** Contact → subscription, as the server has it. */
  async list(): Promise<unknown> {
    this.tell({ do: "list" });
    return (await this.sees("list"))["items"];
  }

  async stop(): Promise<void> {
    this.#child.stdin.end();
    try {
      await within(this.#ended, () => "the slixmpp client to end", 5_000);
    } finally {
      this.#child.kill("SIGKILL");
    }
  }
}

export async function start_slixmpp(
  prosody: Prosody,
  jid: string,
  manners: "asking" | "hospitable" = "asking",
): Promise<SlixmppClient> {
  const client = new SlixmppClient(prosody, jid, manners);
  await client.sees("ready");
  return client;
}
