import { setTimeout as pause } from "node:timers/promises";

export interface NotifierOptions {
  /** Prosody's HTTP address. Its name must be the VirtualHost's, or Prosody's `http_default_host` set to that. */
  prosody_url: string;
  /** One of `http_roster_token`, where that is set. */
  token?: string | undefined;
  log: (line: string) => void;
}

const retry_pause = 2_000;

/**
 * Tells Prosody whose contacts have changed. Nobody waits for it: what changes while a notice is under way goes into the
 * next one, and what Prosody did not hear is told again.
 */
export class Notifier {
  #changed = new Set<string>();
  #is_telling = false;

  constructor(private readonly options: NotifierOptions) {}

  contacts_changed(...usernames: string[]): void {
    for (const username of usernames) this.#changed.add(username);
    if (!this.#is_telling) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#is_telling = true;
    while (this.#changed.size > 0) {
      const usernames = [...this.#changed];
      this.#changed.clear();
      try {
        this.options.log(`told Prosody: ${usernames.join(", ")} -> ${await this.#post(usernames)}`);
      } catch (error) {
        // Of a connection that could not be made, fetch says why in the cause.
        const reason = error instanceof Error ? (error.cause ?? error) : error;
        this.options.log(`could not tell Prosody, trying again: ${String(reason)}`);
        for (const username of usernames) this.#changed.add(username);
        await pause(retry_pause, undefined, { ref: false });
      }
    }
    this.#is_telling = false;
  }

  async #post(usernames: readonly string[]): Promise<string> {
    const { prosody_url, token } = this.options;
    const answer = await fetch(new URL("/roster_admin/refresh", prosody_url), {
      method: "POST",
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      body: JSON.stringify(usernames),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    // 500: heard, but every roster failed. Prosody goes on asking for them by itself.
    if (!answer.ok && answer.status !== 500) throw new Error(`Prosody answered ${answer.status} ${text}`);
    return text;
  }
}
