import { Forked } from "./forked.ts";

export interface BackendOrder {
  /** Whose roster has one contact more from now on, or one less where it had one more. */
  change: readonly string[];
}

export interface BackendReport {
  port: number;
  /** Requests so far, be they for one roster or for many. */
  requests: number;
}

/** A backend in a process of its own. */
export class BackendProcess {
  readonly #with_extra = new Set<string>();

  private constructor(
    private readonly process: Forked<BackendOrder, BackendReport>,
    readonly port: number,
  ) {}

  static async start(): Promise<BackendProcess> {
    const process = new Forked<BackendOrder, BackendReport>("backend_process.ts");
    const { port } = await process.report();
    return new BackendProcess(process, port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/contacts/%s`;
  }

  get batch_url(): string {
    return `http://127.0.0.1:${this.port}/batch`;
  }

  /** From now on these users' rosters have one contact more than before, or one less. */
  async change(usernames: readonly string[]): Promise<void> {
    for (const name of usernames) {
      if (!this.#with_extra.delete(name)) this.#with_extra.add(name);
    }
    await this.process.order({ change: usernames });
  }

  has_extra(username: string): boolean {
    return this.#with_extra.has(username);
  }

  async requests(): Promise<number> {
    return (await this.process.order({ change: [] })).requests;
  }

  stop(): void {
    this.process.stop();
  }
}
