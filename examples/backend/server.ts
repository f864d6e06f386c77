import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type Answer, type Contacts, open_database, type User } from "./database.ts";
import type { Action, Question } from "./decide.ts";
import { edit, type Edited, host_of } from "./edits.ts";
import { Notifier, type NotifierOptions } from "./notify.ts";
import { read_name, read_question, read_words, Refusal } from "./requests.ts";

export interface BackendOptions extends NotifierOptions {
  port: number;
  /** The VirtualHosts whose users are ours. A user named without a host is one of the first. */
  xmpp_hosts: readonly string[];
}

interface Application {
  contacts: Contacts;
  notifier: Notifier;
  xmpp_hosts: readonly string[];
}

interface Call {
  /** The captures of the path. */
  names: string[];
  body: Record<string, unknown>;
  /** The same for a question that is asked again. */
  key: string | undefined;
}

interface Route {
  method: string;
  path: RegExp;
  handle: (app: Application, call: Call) => Answer;
}

function jid_of({ xmpp_hosts }: Application, name: unknown): string {
  if (typeof name !== "string") throw new Refusal(400, "a username must be a string");
  return name.includes("@") ? name : `${name}@${xmpp_hosts[0]}`;
}

function find_user(app: Application, name: unknown): User {
  const user = app.contacts.user(jid_of(app, name));
  if (user === undefined) throw new Refusal(404, `There is no ${String(name)} here`);
  return user;
}

/** Carries out what is asked, by whichever way, and gives what changed. */
function carry_out(app: Application, question: Question): Edited[] {
  const { name } = find_user(app, question.user);
  const is_ours = app.xmpp_hosts.includes(host_of(question.contact));
  // Names that nobody has can't be added, but those of users who have left can be removed.
  if (is_ours && (question.action === "set" || question.action === "subscribe")) find_user(app, question.contact);
  return edit(app.contacts, question.from === "contact" ? question : { nick: name, ...question }, is_ours);
}

/** Answers Prosody's question: with the changes for its host. Those of users of our other hosts are told. */
function answer_question(app: Application, question: Question): Answer {
  const edited = carry_out(app, question);
  const host = host_of(question.user);
  const here = edited.filter(({ owner }) => host_of(owner) === host);
  app.notifier.answered(here);
  app.notifier.changed(edited.filter((each) => !here.includes(each)));
  if (here.length === 0) return { status: 204 };
  return {
    status: 200,
    body: Object.fromEntries(here.map(({ owner, contact, change }) => [owner.split("@")[0], { [contact]: change }])),
  };
}

/** What a user has done in the application itself. */
function act(app: Application, action: Action, call: Call, words: Partial<Question> = {}): Answer {
  const [user, contact = ""] = call.names;
  const edited = carry_out(app, { action, user: jid_of(app, user), contact: jid_of(app, contact), ...words });
  app.notifier.changed(edited);
  return { status: 200, body: { changed: edited.map(({ owner }) => owner) } };
}

/** Both are in each other's list and see each other, or no longer: without anybody having asked. */
function set_friends(app: Application, [a, b]: [unknown, unknown], are_friends: boolean): Edited[] {
  const [one, other] = [find_user(app, a), find_user(app, b)];
  if (one.jid === other.jid) throw new Refusal(400, "it takes two to be friends");
  const pairs: [User, User][] = [
    [one, other],
    [other, one],
  ];
  const edited = pairs.map(([{ jid: owner }, { jid: contact, name }]): Edited => {
    const friend = are_friends ? ({ name, groups: ["Friends"], subscription: "both" } as const) : undefined;
    app.contacts.save_contact(owner, contact, friend && { ...friend, groups: [...friend.groups] });
    return { owner, contact, change: null };
  });
  app.notifier.changed(edited);
  return edited;
}

const routes: Route[] = [
  {
    // Prosody asks for a roster.
    method: "GET",
    path: /^\/contacts\/([^/]+)$/,
    handle: (app, { names: [username] }) => ({ status: 200, body: app.contacts.list(find_user(app, username).jid) }),
  },
  {
    // Prosody asks what becomes of what a client wants, or a contact on another server.
    method: "POST",
    path: /^\/edits$/,
    handle: (app, { body, key }) => {
      const known = key === undefined ? undefined : app.contacts.answer(key);
      if (known !== undefined) return known;
      const answer = answer_question(app, read_question(body));
      if (key !== undefined) app.contacts.save_answer(key, answer);
      return answer;
    },
  },
  {
    method: "PUT",
    path: /^\/users\/([^/]+)$/,
    handle: (app, { names: [username = ""], body }) => {
      if (!/^[a-z0-9._-]{1,64}(@[a-z0-9.-]+)?$/.test(username)) {
        throw new Refusal(400, "a username is made of a-z 0-9 . _ -");
      }
      const user = { jid: jid_of(app, username), name: read_name(body) };
      const old = app.contacts.user(user.jid)?.name;
      app.contacts.save_user(user);
      // Whoever has them under their own name sees the new one.
      const owners = old === undefined ? [] : app.contacts.owners(user.jid, old);
      const edited = owners.flatMap((owner) => {
        const groups = app.contacts.contact(owner, user.jid)?.groups ?? [];
        return edit(app.contacts, { action: "set", user: owner, contact: user.jid, name: user.name, groups }, true);
      });
      app.notifier.changed(edited);
      return { status: 200, body: user };
    },
  },
  {
    // Adds a contact, or changes its name and groups.
    method: "PUT",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)$/,
    handle: (app, call) => act(app, "set", call, read_words(call.body)),
  },
  {
    method: "DELETE",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)$/,
    handle: (app, call) => act(app, "remove", call),
  },
  {
    method: "POST",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)\/ask$/,
    handle: (app, call) => act(app, "subscribe", call, read_words(call.body)),
  },
  {
    method: "POST",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)\/approve$/,
    handle: (app, call) => act(app, "subscribed", call),
  },
  {
    // Refuses a request, or takes back what was approved.
    method: "POST",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)\/refuse$/,
    handle: (app, call) => act(app, "unsubscribed", call),
  },
  {
    // Takes back one's own request, or what came of it.
    method: "POST",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)\/leave$/,
    handle: (app, call) => act(app, "unsubscribe", call),
  },
  {
    method: "POST",
    path: /^\/friendships$/,
    handle: (app, { body: { a, b } }) => {
      const friends = set_friends(app, [a, b], true).map(({ owner }) => owner);
      return { status: 201, body: { friends } };
    },
  },
  {
    method: "DELETE",
    path: /^\/friendships\/([^/]+)\/([^/]+)$/,
    handle: (app, { names: [a, b] }) => {
      set_friends(app, [a, b], false);
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
    const { method, url = "", headers } = request;
    for (const route of routes) {
      const match = route.method === method ? route.path.exec(url) : null;
      if (match === null) continue;
      const names = match.slice(1).map(decodeURIComponent);
      const key = headers["idempotency-key"];
      const body = await read_json_object(request);
      return route.handle(app, { names, body, key: typeof key === "string" ? key : undefined });
    }
    throw new Refusal(404, `there is no ${method} ${url} here`);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: { message: error.message } };
    if (error instanceof URIError) return { status: 400, body: { message: "the path is not well percent-encoded" } };
    return { status: 500, body: { message: String(error) } };
  }
}

/** Stands for one content, so that what has not changed need not be sent again. */
function etag_of(body: string): string {
  return `"${createHash("sha1").update(body).digest("base64url")}"`;
}

/** Starts the web application on the loopback interface. Anyone on this machine may call it. */
export async function start_backend(options: BackendOptions): Promise<Server> {
  const { port, xmpp_hosts } = options;
  const contacts = await open_database();
  const notifier = new Notifier(options, (owner, contact) => contacts.contact(owner, contact));
  const app = { contacts, notifier, xmpp_hosts };
  const server = createServer((request, response) => {
    void answer(app, request).then(({ status, body }) => {
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
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}
