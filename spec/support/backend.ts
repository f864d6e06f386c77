import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { answer, type Behaviour, normally } from "./backend_behaviour.ts";
import { patience, until } from "./deadline.ts";
import { type Changes, edit_by_the_table, type EditQuestion, host_of, read_question } from "./edits.ts";

export interface RecordedRequest {
  method: string;
  /** The path as it was sent, percent-encoding and all. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Milliseconds, of `performance.now()`. */
  at: number;
  /** Whose roster is asked for; undefined for a batch and for what is neither. */
  username: string | undefined;
  /** Whose rosters a batch asks for. */
  usernames: readonly string[] | undefined;
  /** What a client, or a contact elsewhere, wants to change. */
  edit: EditQuestion | undefined;
}

/** A request about an edit. */
export type RecordedEdit = RecordedRequest & { edit: EditQuestion };

const is_edit = (request: RecordedRequest): request is RecordedEdit => request.edit !== undefined;

const roster_path = /^\/contacts\/([^/?]*)$/;

/** Also with a query, for a URL that is not the same but asks the same application. */
const is_edit_url = (url: string): boolean => /^\/edits(?:\?|$)/.test(url);

function decode_segment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function decode_usernames(body: string): string[] | undefined {
  try {
    const names: unknown = JSON.parse(body);
    return Array.isArray(names) && names.every((name) => typeof name === "string") ? names : undefined;
  } catch {
    return undefined;
  }
}

async function read_body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** A web application that holds rosters, listening on loopback, and that can be made to misbehave. */
export class Backend {
  /** username → roster document as it goes out. Who is not in it is unknown: 404. */
  readonly rosters = new Map<string, unknown>();
  readonly requests: RecordedRequest[] = [];
  /** Hosts whose users are ours, besides that of the user asked about. */
  readonly our_hosts = new Set<string>();
  /** Tells Prosody what an edit has changed for a user of another host than that of the user asked about. */
  tell: (changes: Changes) => Promise<void> = () => Promise.reject(new Error("no Prosody to be told"));
  #behaviours = new Map<string, Behaviour>();
  #behaviour_for_all: Behaviour = normally;
  #batch_behaviour: Behaviour = normally;
  #edit_behaviour: Behaviour;
  #server: Server | undefined;
  #port = 0;

  constructor() {
    this.#edit_behaviour = this.by_the_table;
  }

  get port(): number {
    return this.#port;
  }

  /** For `http_roster_url`. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/contacts/%s`;
  }

  /** For `http_roster_batch_url`. */
  get batch_url(): string {
    return `http://127.0.0.1:${this.#port}/batch`;
  }

  /** For `http_roster_url` where usernames of several hosts would be mixed up: rosters are kept by bare JID then. */
  get url_with_host(): string {
    return `${this.url}@%h`;
  }

  /** For `http_roster_edit_url`. */
  get edit_url(): string {
    return `http://127.0.0.1:${this.#port}/edits`;
  }

  /** Changes the rosters as section 6.4 of the contract says, and answers with what changed. */
  readonly by_the_table: Behaviour = async ({ request: { edit }, response }) => {
    const changes = edit === undefined ? {} : edit_by_the_table(this.rosters, edit, this.our_hosts);
    const host = host_of(edit?.user ?? "");
    const answered: Changes = {};
    for (const [jid, change] of Object.entries(changes)) {
      if (host_of(jid) === host) answered[jid.replace(/@.*$/s, "")] = change;
      else await this.tell({ [jid]: change });
    }
    if (Object.keys(answered).length === 0) response.writeHead(204).end();
    else response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(answered));
  };

  /** From now on this user's requests are answered so; back to normal without a behaviour. */
  behave(username: string, behaviour?: Behaviour): void {
    if (behaviour === undefined) this.#behaviours.delete(username);
    else this.#behaviours.set(username, behaviour);
  }

  /** For all single requests of users that have no behaviour of their own. */
  behave_for_all(behaviour: Behaviour = normally): void {
    this.#behaviour_for_all = behaviour;
  }

  behave_for_batches(behaviour: Behaviour = normally): void {
    this.#batch_behaviour = behaviour;
  }

  /** From now on edits are answered so; by the table without a behaviour. */
  behave_for_edits(behaviour: Behaviour = this.by_the_table): void {
    this.#edit_behaviour = behaviour;
  }

  /** Requests for this one user, batches not among them. */
  requests_for(username: string): RecordedRequest[] {
    return this.requests.filter((request) => request.username === username);
  }

  batches(): RecordedRequest[] {
    return this.requests.filter((request) => request.usernames !== undefined);
  }

  /** Questions about edits, in the order in which they came; those of one user where that is given by bare JID. */
  edits(user?: string): RecordedEdit[] {
    return this.requests.filter(is_edit).filter(({ edit }) => user === undefined || edit.user === user);
  }

  /** The nth question about edits of this user, counted from 1 since the start, waited for if need be. */
  edit_asked(user: string, n = 1, milliseconds = patience): Promise<RecordedEdit> {
    return until(
      () => this.edits(user)[n - 1],
      () =>
        `question ${n} about edits of ${user}; there were: ${
          this.edits(user)
            .map(({ body }) => body)
            .join() || "none"
        }`,
      milliseconds,
    );
  }

  /** The nth request for this user, counted from 1 since the start, waited for if need be. */
  requested(username: string, n = 1, milliseconds = patience): Promise<RecordedRequest> {
    const summary = (): string => this.requests.map(({ method, url }) => `${method} ${url}`).join(", ");
    return until(
      () => this.requests_for(username)[n - 1],
      () => `request ${n} for the roster of ${username}; there were: ${summary() || "none"}`,
      milliseconds,
    );
  }

  /** The nth batch, counted from 1 since the start, waited for if need be. */
  batch_requested(n = 1, milliseconds = patience): Promise<RecordedRequest> {
    return until(
      () => this.batches()[n - 1],
      () => `batch ${n}; there were ${this.batches().length}`,
      milliseconds,
    );
  }

  /** Listens; after `stop` on the same port as before. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#serve(request, response));
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, "127.0.0.1", resolve);
    });
    this.#server = server;
    const address: AddressInfo | string | null = server.address();
    if (typeof address === "object" && address !== null) this.#port = address.port;
  }

  /** Connections are cut off in the middle, new ones refused. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("error", () => undefined);
    const { method = "", url = "", headers } = incoming;
    const at = performance.now();
    const segment = roster_path.exec(url)?.[1];
    const username = segment === undefined ? undefined : decode_segment(segment);
    const body = await read_body(incoming).catch(() => "");
    const usernames = method === "POST" && url === "/batch" ? decode_usernames(body) : undefined;
    const edit = method === "POST" && is_edit_url(url) ? read_question(body) : undefined;
    const request = { method, url, headers, body, at, username, usernames, edit };
    this.requests.push(request);
    const behaviour = this.#behaviour_of(request);
    await behaviour({ request, response, document: this.#document(request) });
  }

  #behaviour_of({ username, usernames, url, edit }: RecordedRequest): Behaviour {
    if (edit !== undefined) return this.#edit_behaviour;
    if (is_edit_url(url)) return answer(400, { message: "no question of the form promised" });
    if (usernames !== undefined) return this.#batch_behaviour;
    return this.#behaviours.get(username ?? "") ?? this.#behaviour_for_all;
  }

  #document({ username, usernames }: RecordedRequest): unknown {
    if (usernames === undefined) return this.rosters.get(username ?? "");
    return Object.fromEntries(usernames.map((name) => [name, this.rosters.get(name) ?? null]));
  }
}

export async function start_backend(): Promise<Backend> {
  const backend = new Backend();
  await backend.start();
  return backend;
}
