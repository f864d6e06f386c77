import { once } from "node:events";
import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Contact } from "./contact.ts";
import { host_of } from "./edits.ts";

export interface NotifierOptions {
  /** Prosody's HTTP address. */
  prosody_url: string;
  /** One of `http_roster_token`. */
  token?: string | undefined;
  log: (line: string) => void;
}

/** One contact of one user. */
interface Place {
  owner: string;
  contact: string;
}

const retry_pause = 2_000;

async function send(url: URL, body: string, headers: OutgoingHttpHeaders): Promise<{ status: number; body: string }> {
  const call = request(url, { method: "PATCH", headers, signal: AbortSignal.timeout(30_000) });
  // With its length, since Prosody takes no chunks.
  call.setHeader("Content-Length", Buffer.byteLength(body));
  call.end(body);
  const [answer] = (await once(call, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
}

/** The whole contact, so that it does not matter what Prosody knows: `null` takes away what is not there any more. */
function whole(contact: Contact | undefined): Record<string, unknown> | null {
  if (contact === undefined) return null;
  return { name: null, ask: null, request: null, nick: null, ...contact };
}

/**
 * Tells Prosody which contacts have changed. Nobody waits for it: what changes while a notice is under way goes into the
 * next one, and what Prosody did not hear is told again, as it is by then.
 */
export class Notifier {
  #changed = new Map<string, Place>();
  #is_telling = false;

  constructor(
    private readonly options: NotifierOptions,
    private readonly read: (owner: string, contact: string) => Contact | undefined,
  ) {}

  changed(places: readonly Place[]): void {
    for (const { owner, contact } of places) this.#changed.set(`${owner} ${contact}`, { owner, contact });
    if (!this.#is_telling) void this.#tell();
  }

  /** Prosody is told of these by an answer. A notice that is under way may come later and tell of what was before: they are told again. */
  answered(places: readonly Place[]): void {
    if (this.#is_telling) this.changed(places);
  }

  async #tell(): Promise<void> {
    this.#is_telling = true;
    while (this.#changed.size > 0) {
      const [first] = this.#changed.values();
      const host = host_of(first?.owner ?? "");
      const places = [...this.#changed].filter(([, { owner }]) => host_of(owner) === host);
      for (const [key] of places) this.#changed.delete(key);
      const notice = this.#notice(places.map(([, place]) => place));
      try {
        this.options.log(`told Prosody: ${Object.keys(notice).join(", ")} -> ${await this.#send(host, notice)}`);
      } catch (error) {
        this.options.log(`could not tell Prosody, trying again: ${String(error)}`);
        for (const [key, place] of places) this.#changed.set(key, place);
        await pause(retry_pause, undefined, { ref: false });
      }
    }
    this.#is_telling = false;
  }

  /** Username → contact → the contact as it is now. */
  #notice(places: readonly Place[]): Record<string, Record<string, unknown>> {
    const notice: Record<string, Record<string, unknown>> = {};
    for (const { owner, contact } of places) {
      const [username = ""] = owner.split("@");
      notice[username] = { ...notice[username], [contact]: whole(this.read(owner, contact)) };
    }
    return notice;
  }

  async #send(host: string, notice: unknown): Promise<string> {
    const { prosody_url, token } = this.options;
    const answer = await send(new URL("/roster_admin/rosters", prosody_url), JSON.stringify(notice), {
      // Prosody goes by this name where it serves several hosts. That is why this is not done with fetch, which sets its own.
      Host: host,
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    });
    // 500: heard, but for nobody there. Prosody asks when it needs them.
    if (answer.status !== 200 && answer.status !== 500) {
      throw new Error(`Prosody answered ${answer.status} ${answer.body}`);
    }
    return answer.body;
  }
}
