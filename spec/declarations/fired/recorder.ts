import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "../../support/deadline.ts";
import { lua_string } from "../../support/lua_literal.ts";
import { type Prosody, type ProsodyOptions, start_prosody } from "../../support/prosody.ts";
import { on_exit, type ProsodyVersion } from "../../support/prosody_process.ts";

const recorder_lua = join(dirname(fileURLToPath(import.meta.url)), "recorder.lua");

/** Interfaces whose instances are looked into where an event carries them: their states are many, and events see them all. */
export const looked_into: readonly string[] = [
  "BoundSession",
  "C2sSession",
  "ComponentSession",
  "HostSession",
  "S2sSession",
];

/** Of which table of events: a host's, the server's, or any other object's. */
export type Scope = "host" | "global" | "object";

/** An event as it was fired: the Lua type of what it carries, and of each field in that. */
export interface Fired {
  scope: Scope;
  name: string;
  kind: string;
  members: Record<string, string>;
  /** The interfaces of those fields that are known by their looks. */
  shapes: Record<string, string>;
}

/** A table in what an event carries, at the time when it was fired. */
export interface Carried {
  /** The interface that it is known to be of. */
  interface: string;
  kind: string;
  members: Record<string, string>;
}

export type RecordedOptions = Omit<ProsodyOptions, "version"> & {
  /** What may be in the log. */
  expected_errors?: RegExp;
};

/** What all servers of one version fire, from their start to their end. */
export class Recorder {
  /** Of the recorder alone, gone with it. */
  readonly folder = mkdtempSync(join(tmpdir(), "recorded-events-"));
  readonly #forget_folder = on_exit(() => this.#remove_folder());
  readonly #servers: { prosody: Prosody; expected_errors: RegExp | undefined }[] = [];
  readonly #files: string[] = [];
  /** What their logs and terminals had that should not be there. */
  readonly tracebacks: string[] = [];

  constructor(readonly version: ProsodyVersion) {}

  /** A Prosody without the module, unless it is asked for. It runs until `stop`. */
  async start({ expected_errors, ...options }: RecordedOptions): Promise<Prosody> {
    const file = join(this.folder, `${this.#files.length}.jsonl`);
    writeFileSync(file, "");
    this.#files.push(file);
    const args = [file, ...looked_into].map(lua_string).join();
    const record = `(Lua or _G).assert((Lua or _G).loadfile(${lua_string(recorder_lua)}))(${args})\n`;
    const prosody = await start_prosody({
      modules_disabled: ["http_roster_admin"],
      ...options,
      version: this.version,
      lua: record + (options.lua ?? ""),
    });
    this.#servers.push({ prosody, expected_errors });
    return prosody;
  }

  fired(): Fired[] {
    return this.#lines("event").map((line) => {
      const { members, shapes, ...event } = JSON.parse(line) as Fired;
      // An empty table could be a list.
      const of_names = (table: Fired["members"]): Fired["members"] => (Array.isArray(table) ? {} : table);
      return { ...event, members: of_names(members), shapes: of_names(shapes) };
    });
  }

  carried(): Carried[] {
    return this.#lines("table").map((line) => JSON.parse(line) as Carried);
  }

  /** Each begins with what it is about. */
  #lines(about: "event" | "table"): string[] {
    const lines = this.#files.flatMap((file) => readFileSync(file, "utf8").split("\n").slice(0, -1));
    return lines.flatMap((line) => (line.startsWith(`${about} `) ? [line.slice(about.length + 1)] : []));
  }

  /** Until an event of that name was fired. */
  async until_fired(scope: Scope, name: string): Promise<void> {
    await until(
      () => this.fired().some((event) => event.scope === scope && event.name === name),
      () => `the event ${name} (${scope})`,
    );
  }

  async stop(): Promise<void> {
    for (const { prosody, expected_errors } of this.#servers.splice(0)) {
      this.tracebacks.push(...prosody.tracebacks().filter((line) => expected_errors?.test(line) !== true));
      await prosody.stop();
    }
  }

  /** Not before all was read. */
  forget(): void {
    this.#forget_folder();
    this.#remove_folder();
  }

  #remove_folder(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
