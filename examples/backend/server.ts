import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Call, find_route } from "./application.ts";
import { type Answer, Contacts } from "./contacts.ts";
import type { Database } from "./database.ts";
import { EmbeddedDatabase } from "./embedded_database.ts";
import { put, release } from "./outbox.ts";
import { Relay } from "./relay.ts";
import { Refusal } from "./requests.ts";
import { prosodys_of } from "./settings.ts";

export interface BackendOptions {
  port: number;
  /** The VirtualHosts whose users are ours. A user named without a host is one of the first. */
  xmpp_hosts: readonly string[];
  /** Prosody's HTTP address: of all hosts, or of each. */
  prosody_url: string | Record<string, string>;
  /** One of `http_roster_token`, likewise. */
  token?: string | Record<string, string> | undefined;
  log: (line: string) => void;
  /** In memory, and gone at the end, unless given; then its owner closes it. */
  database?: Database | undefined;
  /** False: a relay in another process tells Prosody. */
  with_relay?: boolean;
}

interface Application {
  database: Database;
  xmpp_hosts: readonly string[];
  log: (line: string) => void;
}

/**
 * What an answer to Prosody says has changed is told as well, in case it does not arrive: after it, so that nothing later is overtaken by it; where
 * this process dies over it, after this time in milliseconds.
 */
const longest_answer = 30_000;

async function read_json_object(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // Said below.
  }
  throw new Refusal(400, "the body is no JSON object");
}

/** In one transaction: what is asked for, and the outbox's entries of all whose lists it changes. Some are held back until the answer is out. */
async function handle(app: Application, request: IncomingMessage): Promise<{ answer: Answer; held: string[] }> {
  const { method, url = "", headers } = request;
  const { route, names } = find_route(method, url);
  const key = headers["idempotency-key"];
  const call: Call = { names, body: await read_json_object(request), key: typeof key === "string" ? key : undefined };
  return await app.database.transaction(async (queries) => {
    const contacts = new Contacts(queries);
    const answer = await route.handle({ contacts, xmpp_hosts: app.xmpp_hosts }, call);
    const due = Date.now() + (route.answers_prosody === true ? longest_answer : 0);
    const entries = await put(queries, [...contacts.changed], due);
    return { answer, held: route.answers_prosody === true ? entries : [] };
  });
}

function refusal(app: Application, error: unknown): Answer {
  if (error instanceof Refusal) return { status: error.status, body: { message: error.message } };
  if (error instanceof URIError) return { status: 400, body: { message: "the path is not well percent-encoded" } };
  app.log(`failed: ${String(error)}`);
  return { status: 500, body: { message: String(error) } };
}

/** Stands for one content, so that what has not changed need not be sent again. */
function etag_of(body: string): string {
  return `"${createHash("sha1").update(body).digest("base64url")}"`;
}

function send({ status, body }: Answer, request: IncomingMessage, response: ServerResponse): void {
  const text = body === undefined ? "" : JSON.stringify(body);
  const etag = etag_of(text);
  const is_roster = request.method === "GET" && status === 200;
  if (is_roster && request.headers["if-none-match"] === etag) {
    response.writeHead(304, { ETag: etag }).end();
    return;
  }
  response.setHeader("Content-Type", "application/json");
  if (is_roster) response.setHeader("ETag", etag);
  response.writeHead(status).end(text);
}

async function respond(app: Application, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let answer: Answer;
  try {
    const handled = await handle(app, request);
    answer = handled.answer;
    response.once("close", () => {
      app.database
        .transaction((queries) => release(queries, handled.held, Date.now()))
        .catch((error: unknown) => app.log(`Prosody is told a little later: ${String(error)}`));
    });
  } catch (error) {
    answer = refusal(app, error);
  }
  send(answer, request, response);
}

/** Starts the web application on the loopback interface. Anyone on this machine may call it. */
export async function start_backend(options: BackendOptions): Promise<Server> {
  const { port, xmpp_hosts, log, prosody_url, token, with_relay = true } = options;
  const database = options.database ?? (await EmbeddedDatabase.open());
  const app = { database, xmpp_hosts, log };
  const server = createServer((request, response) => void respond(app, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  if (with_relay) {
    const relay = new Relay({ database, prosodys: prosodys_of(xmpp_hosts, prosody_url, token), log });
    server.once("close", () => void relay.stop());
  }
  return server;
}
