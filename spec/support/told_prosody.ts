import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Inbox } from "./inbox.ts";

/** What an application has told. */
export interface Notice {
  method: string | undefined;
  path: string | undefined;
  host: string | undefined;
  authorization: string | undefined;
  usernames: string[];
}

export interface Reply {
  status: number;
  body: string;
}

const all_well: Reply = { status: 200, body: '{"updated": 1, "errors": 0}' };

/** In Prosody's place, for those who tell it of changes. */
export class ToldProsody {
  readonly notices = new Inbox<Notice>((notice) => JSON.stringify(notice));
  /** What is answered to the next notices that name a user, before it is that all went well. */
  readonly replies = new Map<string, Reply[]>();
  /** Users of whom a notice is not answered, before `speak`. */
  readonly silent_about = new Set<string>();
  #unanswered: ServerResponse[] = [];
  readonly #server: Server;
  /** Users named in notices that are under way. */
  readonly #under_way = new Map<string, number>();
  /** Those who were named in two notices at the same time. */
  readonly overlaps: string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#take(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
    });
  }

  static async start(): Promise<ToldProsody> {
    const prosody = new ToldProsody();
    prosody.#server.listen(0, "127.0.0.1");
    await once(prosody.#server, "listening");
    return prosody;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    assert.ok(Array.isArray(body));
    const usernames = body.map(String);
    for (const name of usernames) this.#count(name, 1);
    response.once("close", () => usernames.forEach((name) => this.#count(name, -1)));
    const { method, url: path, headers } = request;
    this.notices.arrive({ method, path, host: headers.host, authorization: headers.authorization, usernames });
    if (usernames.some((name) => this.silent_about.has(name))) {
      this.#unanswered.push(response);
      return;
    }
    const [reply = all_well] = usernames.flatMap((name) => this.replies.get(name)?.splice(0, 1) ?? []);
    response.writeHead(reply.status).end(reply.body);
  }

  speak(): void {
    this.silent_about.clear();
    for (const response of this.#unanswered.splice(0)) response.writeHead(all_well.status).end(all_well.body);
  }

  #count(name: string, change: number): void {
    const count = (this.#under_way.get(name) ?? 0) + change;
    this.#under_way.set(name, count);
    if (count > 1) this.overlaps.push(name);
  }

  /** Waits for a notice that names these users. Of others, in the same notice, others may have told. */
  told(...usernames: string[]): Promise<Notice> {
    const names_all = (notice: Notice): boolean => usernames.every((name) => notice.usernames.includes(name));
    return this.notices.take(names_all, `a notice of ${usernames.join(" and ")}`);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
