import assert from "node:assert/strict";
import { after, before } from "node:test";
import { type Backend, start_backend } from "./backend.ts";
import { answer } from "./backend_behaviour.ts";
import { type Client, log_in, type LoginOptions } from "./client.ts";
import { until } from "./deadline.ts";
import { type Outcome, read_object, read_outcome } from "./outcome.ts";
import { type Json, type Prosody, type ProsodyOptions, type RequestOptions, start_prosody } from "./prosody.ts";
import type { Options } from "./prosody_config.ts";
import type { ProsodyVersion } from "./prosody_process.ts";
import { arrive, names_of } from "./scene.ts";

/** A VirtualHost and the backend of its own. */
export class Stage {
  constructor(
    readonly prosody: Prosody,
    readonly backend: Backend,
    readonly host: string,
  ) {}

  log_in(username: string, options: LoginOptions = {}): Promise<Client> {
    return log_in(this.prosody, username, { host: this.host, ...options });
  }

  /** Logs in, asks for the roster, sends presence, and takes in all that follows from that. */
  arrive(username: string, document?: unknown): Promise<Client> {
    if (document !== undefined) this.backend.rosters.set(username, document);
    return arrive(this.prosody, username, { host: this.host });
  }

  /** So many users online whose rosters are empty. */
  crowd(count: number, name = "user"): Promise<Client[]> {
    return Promise.all(
      names_of(count, name).map(async (username) => {
        this.backend.rosters.set(username, {});
        const client = await this.log_in(username, { milliseconds: 30_000 });
        await client.roster({ milliseconds: 30_000 });
        return client;
      }),
    );
  }

  /** Counts who comes to the point where they wait for the backend, before they do. Gives what waits for so many from now on. */
  async watch_logins(): Promise<(count: number) => Promise<void>> {
    const code = `
      prosody.test_binds = prosody.test_binds or {};
      prosody.test_binds[module.host] = 0;
      module:hook("pre-resource-bind", function ()
        prosody.test_binds[module.host] = prosody.test_binds[module.host] + 1;
      end);
    `;
    await this.lua(code);
    return async (count) => {
      await until(
        async () => (await this.lua("return prosody.test_binds[module.host]")) === count,
        () => `${count} to log in`,
      );
    };
  }

  async call(method: string, path: string, options: RequestOptions = {}): Promise<Outcome> {
    return read_outcome(await this.prosody.request(method, `/roster_admin/${path}`, { host: this.host, ...options }));
  }

  refresh(usernames: readonly string[], milliseconds?: number): Promise<Outcome> {
    return this.call("POST", "refresh", { json: usernames, milliseconds });
  }

  /** Runs Lua inside the server, as a module of the host. */
  lua(code: string, ...args: readonly Json[]): Promise<unknown> {
    return this.prosody.lua(code, args, this.host);
  }

  /** What the module has logged on this host at this level. */
  logged(level: "info" | "warn" | "error"): string[] {
    const source = `${this.host}:http_roster_admin\t${level}\t`;
    return this.prosody
      .log()
      .split("\n")
      .filter((line) => line.includes(source));
  }

  /** The backend fails for everyone, and counts as away. `username` is of someone who is online. */
  async lose(username: string, behaviour = answer(503)): Promise<void> {
    const lost = this.logged("warn").length;
    this.backend.behave_for_all(behaviour);
    this.backend.behave_for_batches(behaviour);
    for (let failures = 0; failures < 5; failures++) await this.refresh([username]);
    await until(
      () => this.logged("warn").length > lost,
      () => "the backend to count as away",
    );
  }

  /** The same, and nobody is online. */
  async lose_and_leave(): Promise<void> {
    const john = await this.arrive("john", {});
    await this.lose("john");
    await john.stop();
    await until(
      async () => (await this.lua(`return prosody.hosts[module.host].sessions["john"] == nil`)) === true,
      () => "John to have left",
    );
    await this.settled();
  }

  /** So many requests are under way to the backend, and so many users wait to be asked for. */
  async settled(under_way = 0, waiting = 0): Promise<void> {
    await until(
      async () => {
        const status = read_object(await this.prosody.request("GET", "/roster_admin/status", { host: this.host }));
        return status["fetches_under_way"] === under_way && status["fetches_waiting"] === waiting;
      },
      () =>
        under_way + waiting === 0
          ? `the backend of ${this.host} to have answered everything`
          : `${under_way} requests to be under way on ${this.host}, ${waiting} users to wait`,
    );
  }

  /** The backend works again, for everyone. */
  mend(): void {
    this.backend.behave_for_all();
    this.backend.behave_for_batches();
  }
}

export interface StagesOptions extends Omit<ProsodyOptions, "version" | "hosts"> {
  /** Lines of the log that are no trouble, though they tell of errors. */
  expected_errors?: RegExp;
}

/**
 * One Prosody with a host and a backend for each name: what a test does to its backend is none of the others' business, so that they may run at
 * the same time. `options` are those of the hosts. In the log, errors and tracebacks fail the block.
 */
export function test_stages<Name extends string>(
  version: ProsodyVersion,
  options: Record<Name, (backend: Backend) => Options>,
  { expected_errors, ...others }: StagesOptions = {},
): (name: Name) => Stage {
  const names = Object.keys(options) as Name[];
  const stages = new Map<Name, Stage>();
  let prosody: Prosody | undefined;

  before(async () => {
    const backends = new Map<Name, Backend>();
    const hosts: Record<string, Options> = {};
    for (const name of names) {
      const backend = await start_backend();
      backends.set(name, backend);
      hosts[`${name}.test`] = { http_roster_url: backend.url, ...options[name](backend) };
    }
    prosody = await start_prosody({ version, hosts, ...others });
    for (const [name, backend] of backends) stages.set(name, new Stage(prosody, backend, `${name}.test`));
  });

  after(async () => {
    const tracebacks = prosody?.tracebacks() ?? [];
    await prosody?.stop();
    for (const { backend } of stages.values()) await backend.stop();
    assert.deepEqual(
      tracebacks.filter((line) => expected_errors?.test(line) !== true),
      [],
    );
  });

  return (name) => {
    const stage = stages.get(name);
    if (stage === undefined) throw new Error("there is a stage only while tests run");
    return stage;
  };
}
