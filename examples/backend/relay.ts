import type { Database, Queries } from "./database.ts";
import { outcome_of, pause_after, rest_until, type Standing, standing_after, untried } from "./hand_over.ts";
import { claim, forget, next_due, type Notice, put_off } from "./outbox.ts";
import { type Prosody, refresh } from "./prosody.ts";

export interface RelayOptions {
  database: Database;
  /** By host. */
  prosodys: ReadonlyMap<string, Prosody>;
  log: (line: string) => void;
}

function username_of(jid: string): string {
  return jid.slice(0, jid.indexOf("@"));
}

interface Pause {
  milliseconds: number;
  /** It ends early where something is announced. */
  is_rest: boolean;
}

/** Tells one host's Prosody of what is in the outbox, one request after the other. */
class Lane {
  #standing: Standing = untried;
  #is_stopped = false;
  /** Something was announced that this has not looked for yet. */
  #is_called = false;
  #end_rest = (): void => undefined;
  #end_pause = (): void => undefined;

  constructor(
    private readonly host: string,
    private readonly prosody: Prosody,
    private readonly options: RelayOptions,
  ) {}

  call(): void {
    this.#is_called = true;
    this.#end_rest();
  }

  stop(): void {
    this.#is_stopped = true;
    this.#end_pause();
  }

  async run(): Promise<void> {
    while (!this.#is_stopped) {
      this.#is_called = false;
      const wait = await this.#step();
      if (wait !== undefined) await this.#wait(wait);
    }
  }

  async #step(): Promise<Pause | undefined> {
    try {
      return await this.options.database.lease((queries) => this.#tell(queries));
    } catch (error) {
      return this.#refused(`the outbox of ${this.host} can't be worked off`, String(error));
    }
  }

  async #tell(queries: Queries): Promise<Pause | undefined> {
    const { host } = this;
    const notices = await claim(queries, host, this.#standing.size, Date.now());
    if (notices.length === 0) {
      return { milliseconds: rest_until(await next_due(queries, host), Date.now()), is_rest: true };
    }
    const usernames = notices.map(({ owner }) => username_of(owner));
    const reply = await refresh(this.prosody, host, usernames);
    const outcome = outcome_of(reply);
    if (outcome.kind === "refused") {
      return this.#refused(`could not tell Prosody of ${usernames.length} users of ${host}`, outcome.why);
    }
    this.#standing = standing_after(this.#standing, outcome);
    this.options.log(`told Prosody: ${usernames.join(", ")} -> ${"body" in reply ? reply.body : ""}`);
    const has_failed = ({ owner }: Notice): boolean => outcome.failed.has(username_of(owner));
    await forget(
      queries,
      notices.filter((notice) => !has_failed(notice)),
    );
    for (const notice of notices.filter(has_failed)) {
      await put_off(queries, notice, Date.now() + pause_after(notice.tries + 1, Math.random()));
    }
    return undefined;
  }

  #refused(what: string, why: string): Pause {
    this.#standing = standing_after(this.#standing, { kind: "refused", why });
    const milliseconds = pause_after(this.#standing.refusals, Math.random());
    this.options.log(`${what}, trying again in ${Math.round(milliseconds)} ms: ${why}`);
    return { milliseconds, is_rest: false };
  }

  async #wait({ milliseconds, is_rest }: Pause): Promise<void> {
    if (this.#is_stopped || (is_rest && this.#is_called)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#end_pause = end;
      this.#end_rest = is_rest ? end : (): void => undefined;
    });
  }
}

/** Hands what is in the outbox over to each host's Prosody; one that is away does not keep the others waiting. */
export class Relay {
  readonly #lanes = new Map<string, Lane>();
  readonly #running: Promise<void>[] = [];

  constructor(options: RelayOptions) {
    const { database, prosodys } = options;
    for (const [host, prosody] of prosodys) this.#lanes.set(host, new Lane(host, prosody, options));
    database.listen((host) => {
      for (const [name, lane] of this.#lanes) if (host === undefined || host === name) lane.call();
    });
    for (const lane of this.#lanes.values()) this.#running.push(lane.run());
  }

  /** Ends when the requests under way have ended. */
  async stop(): Promise<void> {
    for (const lane of this.#lanes.values()) lane.stop();
    await Promise.all(this.#running);
  }
}
