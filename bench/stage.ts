import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../spec/support/deadline.ts";
import type { Options } from "../spec/support/prosody_config.ts";
import type { ProsodyVersion } from "../spec/support/prosody_process.ts";
import { BackendProcess } from "./backend.ts";
import type { Contestant } from "./contestants.ts";
import { contacts_of, host, newcomer_jid, roster_file, shape_of } from "./documents.ts";
import { LightClient } from "./light_client.ts";
import { idle } from "./meters.ts";
import { Server } from "./server.ts";

const at_once = 20;

export interface StageOptions {
  batch?: boolean;
  /** Put before the Lua interpreter on the command line. */
  under?: readonly string[];
  modules?: readonly string[];
  /** Of the host. */
  options?: Options;
}

/** One contestant in a Prosody of its own, with a backend of its own and the users that are online. */
export class Stage {
  readonly online = new Map<string, LightClient>();

  private constructor(
    readonly contestant: Contestant,
    readonly backend: BackendProcess,
    readonly server: Server,
  ) {}

  static async open(
    version: ProsodyVersion,
    contestant: Contestant,
    { batch = false, under = [], modules = [], options = {} }: StageOptions = {},
  ): Promise<Stage> {
    const backend = await BackendProcess.start();
    const host_options: Options = { ...(batch && { http_roster_batch_url: backend.batch_url }), ...options };
    try {
      const server = await Server.start({ version, contestant, backend, under, host_options, modules });
      return new Stage(contestant, backend, server);
    } catch (error) {
      backend.stop();
      throw error;
    }
  }

  /** Makes users known to whoever reads rosters from Prosody's storage. */
  provide(usernames: readonly string[]): void {
    if (this.contestant.name !== "native") return;
    mkdirSync(this.#folder("roster"), { recursive: true });
    for (const name of usernames) {
      const shape = shape_of(name);
      if (shape !== undefined) writeFileSync(this.#file("roster", name), roster_file(shape));
    }
  }

  /** Where the internal storage keeps what is in a store. */
  #folder(store: string): string {
    return join(this.server.folder, "data", host.replaceAll(".", "%2e"), store);
  }

  #file(store: string, username: string): string {
    return join(this.#folder(store), `${username.replaceAll("-", "%2d")}.dat`);
  }

  async log_in(username: string, { presence = true } = {}): Promise<void> {
    const client = await LightClient.bind(this.server.c2s_port, username);
    await client.get_roster(contacts_of(username) + (this.backend.has_extra(username) ? 1 : 0));
    if (presence) await client.available();
    this.online.set(username, client);
  }

  /** Those who are not online yet. */
  async log_in_all(usernames: readonly string[]): Promise<void> {
    const missing = usernames.filter((name) => !this.online.has(name));
    this.provide(missing);
    for (let first = 0; first < missing.length; first += at_once) {
      await Promise.all(missing.slice(first, first + at_once).map((name) => this.log_in(name)));
    }
  }

  async leave(usernames: Iterable<string>): Promise<void> {
    for (const name of [...usernames]) {
      await this.online.get(name)?.leave();
      this.online.delete(name);
    }
  }

  async all_leave(): Promise<void> {
    await this.leave(this.online.keys());
  }

  #items(): number {
    return [...this.online.values()].reduce((sum, { items }) => sum + items, 0);
  }

  /** Ends when Prosody has answered and each push that is due has arrived. */
  async refresh(usernames: readonly string[], pushes: number): Promise<void> {
    const before = this.#items();
    await this.#refresh(usernames);
    const pushed = (): number => this.#items() - before;
    await until(
      () => pushed() >= pushes,
      () => `${pushes} pushes; there were ${pushed()}`,
      60_000,
    );
    if (pushed() > pushes) throw new Error(`${pushed()} instead of ${pushes} pushes by ${this.contestant.title}`);
  }

  async #refresh(usernames: readonly string[]): Promise<void> {
    const answer = await this.server.request("POST", "/roster_admin/refresh", usernames);
    const expected = new RegExp(`"updated":\\s*${usernames.length}\\b`);
    if (answer.status !== 200 || !expected.test(answer.body)) {
      throw new Error(`refresh by ${this.contestant.title}: ${answer.status} ${answer.body}`);
    }
  }

  async patch(changes: unknown): Promise<void> {
    const answer = await this.server.request("PATCH", "/roster_admin/rosters", changes);
    if (answer.status !== 200) throw new Error(`PATCH by ${this.contestant.title}: ${answer.status} ${answer.body}`);
  }

  /** A client adds a contact or removes it, as only mod_roster lets it, which sends a push. */
  async edit(username: string, add: boolean): Promise<void> {
    await this.online.get(username)?.edit(newcomer_jid, add);
  }

  /** To the store `http_roster`, which not every contestant has. At the start they are held. */
  async handle_writes(how: "hold" | "release" | "forget"): Promise<void> {
    if (this.contestant.keeps_rosters) await this.server.lua_number(`return prosody.bench_${how}_writes()`);
  }

  async write_held(): Promise<void> {
    await until(
      async () => (await this.server.lua_number("return prosody.bench_writes_held()")) > 0,
      () => "a write",
      60_000,
    );
  }

  /** Ends when so many rosters were written since the start, if only to be forgotten. */
  async wrote(count: number): Promise<void> {
    await until(
      async () => (await this.server.lua_number("return prosody.bench_writes()")) >= count,
      () => `${count} writes`,
      120_000,
    );
  }

  /**
   * Ends when the store has these users' rosters as written after `since` (milliseconds), at once where there is no such store. Prosody has
   * no part in looking.
   */
  async written(usernames: readonly string[], since: number): Promise<void> {
    if (!this.contestant.keeps_rosters) return;
    const files = usernames.map((name) => this.#file("http_roster", name));
    const is_new = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= since;
    await until(
      () => files.every(is_new),
      () => `${files.length} writes; there were ${files.filter(is_new).length}`,
      120_000,
    );
  }

  async rest(): Promise<void> {
    await idle(this.server.pid);
  }

  close(): void {
    for (const client of this.online.values()) client.drop();
    this.server.stop();
    this.backend.stop();
  }
}
