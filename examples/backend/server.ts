import { createServer, type IncomingMessage, type Server } from "node:http";
import { etag_of, roster_document } from "./contacts.ts";
import { type Friendships, open_database, type User } from "./database.ts";
import { Notifier, type NotifierOptions } from "./notify.ts";

export interface BackendOptions extends NotifierOptions {
  port: number;
  /** The VirtualHost on which usernames are users. */
  xmpp_host: string;
}

interface Answer {
  status: number;
  body?: unknown;
}

interface Application {
  friendships: Friendships;
  notifier: Notifier;
  xmpp_host: string;
}

interface Route {
  method: string;
  path: RegExp;
  /** `names` are the captures of `path`. */
  handle: (app: Application, names: string[], body: Record<string, unknown>) => Answer;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

function find_user({ friendships }: Application, username: unknown): User {
  if (typeof username !== "string") throw new Refusal(400, "a username must be a string");
  const user = friendships.user(username);
  if (user === undefined) throw new Refusal(404, `no such user: ${username}`);
  return user;
}

function find_pair(app: Application, a: unknown, b: unknown): [string, string] {
  const pair: [string, string] = [find_user(app, a).username, find_user(app, b).username];
  if (pair[0] === pair[1]) throw new Refusal(400, "it takes two to be friends");
  return pair;
}

const routes: Route[] = [
  {
    // Prosody asks for a roster.
    method: "GET",
    path: /^\/contacts\/([^/]+)$/,
    handle: (app, [username]) => {
      const user = find_user(app, username);
      return { status: 200, body: roster_document(app.friendships.friends_of(user.username), app.xmpp_host) };
    },
  },
  {
    method: "PUT",
    path: /^\/users\/([^/]+)$/,
    handle: ({ friendships, notifier }, [username = ""], { name }) => {
      if (!/^[a-z0-9._-]{1,64}$/.test(username)) throw new Refusal(400, "a username is made of a-z 0-9 . _ -");
      if (typeof name !== "string") throw new Refusal(400, 'expected {"name": "..."}');
      friendships.save_user({ username, name });
      // A name is shown in the rosters of others.
      notifier.contacts_changed(...friendships.friends_of(username).map((friend) => friend.username));
      return { status: 200, body: { username, name } };
    },
  },
  {
    method: "POST",
    path: /^\/friendships$/,
    handle: (app, _names, { a, b }) => {
      const pair = find_pair(app, a, b);
      app.friendships.befriend(...pair);
      app.notifier.contacts_changed(...pair);
      return { status: 201, body: { friends: pair } };
    },
  },
  {
    method: "DELETE",
    path: /^\/friendships\/([^/]+)\/([^/]+)$/,
    handle: (app, [a, b]) => {
      const pair = find_pair(app, a, b);
      app.friendships.unfriend(...pair);
      app.notifier.contacts_changed(...pair);
      return { status: 204 };
    },
  },
];

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

async function answer(app: Application, request: IncomingMessage): Promise<Answer> {
  try {
    const { method, url = "" } = request;
    for (const route of routes) {
      const match = route.method === method ? route.path.exec(url) : null;
      if (match === null) continue;
      return route.handle(app, match.slice(1).map(decodeURIComponent), await read_json_object(request));
    }
    throw new Refusal(404, `there is no ${method} ${url} here`);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: { error: error.message } };
    if (error instanceof URIError) return { status: 400, body: { error: "the path is not well percent-encoded" } };
    return { status: 500, body: { error: String(error) } };
  }
}

/** Starts the web application on the loopback interface. Anyone on this machine may call it. */
export async function start_backend(options: BackendOptions): Promise<Server> {
  const { port, xmpp_host } = options;
  const app = { friendships: await open_database(), notifier: new Notifier(options), xmpp_host };
  const server = createServer((request, response) => {
    void answer(app, request).then(({ status, body }) => {
      const text = body === undefined ? "" : JSON.stringify(body);
      const etag = etag_of(text);
      if (status === 200 && request.headers["if-none-match"] === etag) {
        response.writeHead(304, { ETag: etag }).end();
        return;
      }
      response.setHeader("Content-Type", "application/json");
      if (status === 200) response.setHeader("ETag", etag);
      response.writeHead(status).end(text);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}
