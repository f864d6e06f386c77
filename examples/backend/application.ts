import { whole } from "./contact.ts";
import type { Answer, Contacts, User } from "./contacts.ts";
import type { Action, Question } from "./decide.ts";
import { edit, type Edited, host_of } from "./edits.ts";
import { read_name, read_question, read_words, Refusal } from "./requests.ts";

export interface Call {
  /** The captures of the path. */
  names: string[];
  body: Record<string, unknown>;
  /** The same for a question that is asked again. */
  key: string | undefined;
}

/** The application in the transaction of one call. */
export interface Scope {
  contacts: Contacts;
  /** The VirtualHosts whose users are ours. A user named without a host is one of the first. */
  xmpp_hosts: readonly string[];
}

interface Route {
  method: string;
  path: RegExp;
  handle: (scope: Scope, call: Call) => Promise<Answer>;
  /** What it changes is in its answer to Prosody, too. */
  answers_prosody?: boolean;
}

function jid_of({ xmpp_hosts }: Scope, name: unknown): string {
  if (typeof name !== "string") throw new Refusal(400, "a username must be a string");
  return name.includes("@") ? name : `${name}@${xmpp_hosts[0]}`;
}

async function find_user(scope: Scope, name: unknown): Promise<User> {
  const user = await scope.contacts.user(jid_of(scope, name));
  if (user === undefined) throw new Refusal(404, `There is no ${String(name)} here`);
  return user;
}

/** Carries out what is asked, by whichever way, and gives what changed. */
async function carry_out(scope: Scope, question: Question): Promise<Edited[]> {
  const { name } = await find_user(scope, question.user);
  const is_ours = scope.xmpp_hosts.includes(host_of(question.contact));
  // Names that nobody has can't be added, but those of users who have left can be removed.
  if (is_ours && (question.action === "set" || question.action === "subscribe")) {
    await find_user(scope, question.contact);
  }
  return edit(scope.contacts, question.from === "contact" ? question : { nick: name, ...question }, is_ours);
}

/** Answers Prosody's question: with the changes for its host. Those of users of our other hosts are told. */
async function answer_question(scope: Scope, question: Question): Promise<Answer> {
  const host = host_of(question.user);
  const here = (await carry_out(scope, question)).filter(({ owner }) => host_of(owner) === host);
  if (here.length === 0) return { status: 204 };
  return {
    status: 200,
    body: Object.fromEntries(here.map(({ owner, jid, contact }) => [owner.split("@")[0], { [jid]: whole(contact) }])),
  };
}

/** The same answer as before, though the lists may have changed since: Prosody is told of them after it. */
function repeat({ contacts }: Scope, { user }: Question, answer: Answer): Answer {
  const { body } = answer;
  const usernames = typeof body === "object" && body !== null ? Object.keys(body) : [];
  for (const username of usernames) contacts.changed.add(`${username}@${host_of(user)}`);
  return answer;
}

/** What a user has done in the application itself. */
async function act(scope: Scope, action: Action, call: Call, words: Partial<Question> = {}): Promise<Answer> {
  const [user, contact = ""] = call.names;
  const question = { action, user: jid_of(scope, user), contact: jid_of(scope, contact), ...words };
  const edited = await carry_out(scope, question);
  return { status: 200, body: { changed: edited.map(({ owner }) => owner) } };
}

/** Both are in each other's list and see each other, or no longer: without anybody having asked. */
async function set_friends(scope: Scope, [a, b]: [unknown, unknown], are_friends: boolean): Promise<string[]> {
  const { contacts } = scope;
  await contacts.lock([jid_of(scope, a), jid_of(scope, b)]);
  const [one, other] = [await find_user(scope, a), await find_user(scope, b)];
  if (one.jid === other.jid) throw new Refusal(400, "it takes two to be friends");
  const pairs: [User, User][] = [
    [one, other],
    [other, one],
  ];
  for (const [{ jid: owner }, { jid: contact, name }] of pairs) {
    const friend = are_friends ? ({ name, groups: ["Friends"], subscription: "both" } as const) : undefined;
    await contacts.save_contact(owner, contact, friend && { ...friend, groups: [...friend.groups] });
  }
  return [one.jid, other.jid];
}

/** Whoever has a user under their own name sees the new one. */
async function save_user({ contacts }: Scope, user: User): Promise<void> {
  const { jid, name } = user;
  const old = (await contacts.user(jid))?.name;
  // All in one go, as locks that are taken in turns get in each other's way.
  await contacts.lock([jid, ...(old === undefined ? [] : await contacts.owners(jid, old))]);
  const was = (await contacts.user(jid))?.name;
  await contacts.save_user(user);
  if (was === undefined) return;
  for (const owner of await contacts.owners(jid, was)) {
    const groups = (await contacts.contact(owner, jid))?.groups ?? [];
    await edit(contacts, { action: "set", user: owner, contact: jid, name, groups }, true);
  }
}

const routes: Route[] = [
  {
    // Prosody asks for a roster.
    method: "GET",
    path: /^\/contacts\/([^/]+)$/,
    handle: async (scope, { names: [username] }) => {
      const { jid } = await find_user(scope, username);
      return { status: 200, body: await scope.contacts.list(jid) };
    },
  },
  {
    // Prosody asks what becomes of what a client wants, or a contact on another server.
    method: "POST",
    path: /^\/edits$/,
    answers_prosody: true,
    handle: async (scope, { body, key }) => {
      const question = read_question(body);
      if (key === undefined) return answer_question(scope, question);
      const known = await scope.contacts.answer(key);
      if (known !== undefined) return repeat(scope, question, known);
      const answer = await answer_question(scope, question);
      await scope.contacts.save_answer(key, answer);
      return answer;
    },
  },
  {
    method: "PUT",
    path: /^\/users\/([^/]+)$/,
    handle: async (scope, { names: [username = ""], body }) => {
      if (!/^[a-z0-9._-]{1,64}(@[a-z0-9.-]+)?$/.test(username)) {
        throw new Refusal(400, "a username is made of a-z 0-9 . _ -");
      }
      const user = { jid: jid_of(scope, username), name: read_name(body) };
      // Nobody could be told of them.
      if (!scope.xmpp_hosts.includes(host_of(user.jid))) throw new Refusal(400, `${host_of(user.jid)} is not ours`);
      await save_user(scope, user);
      return { status: 200, body: user };
    },
  },
  {
    // Adds a contact, or changes its name and groups.
    method: "PUT",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)$/,
    handle: (scope, call) => act(scope, "set", call, read_words(call.body)),
  },
  {
    method: "DELETE",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)$/,
    handle: (scope, call) => act(scope, "remove", call),
  },
  {
    method: "POST",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)\/ask$/,
    handle: (scope, call) => act(scope, "subscribe", call, read_words(call.body)),
  },
  {
    method: "POST",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)\/approve$/,
    handle: (scope, call) => act(scope, "subscribed", call),
  },
  {
    // Refuses a request, or takes back what was approved.
    method: "POST",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)\/refuse$/,
    handle: (scope, call) => act(scope, "unsubscribed", call),
  },
  {
    // Takes back one's own request, or what came of it.
    method: "POST",
    path: /^\/users\/([^/]+)\/contacts\/([^/]+)\/leave$/,
    handle: (scope, call) => act(scope, "unsubscribe", call),
  },
  {
    method: "POST",
    path: /^\/friendships$/,
    handle: async (scope, { body: { a, b } }) => {
      return { status: 201, body: { friends: await set_friends(scope, [a, b], true) } };
    },
  },
  {
    method: "DELETE",
    path: /^\/friendships\/([^/]+)\/([^/]+)$/,
    handle: async (scope, { names: [a, b] }) => {
      await set_friends(scope, [a, b], false);
      return { status: 204 };
    },
  },
];

/** Who handles a request, and the captures of its path. */
export function find_route(method: string | undefined, url: string): { route: Route; names: string[] } {
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(url) : null;
    if (match !== null) return { route, names: match.slice(1).map(decodeURIComponent) };
  }
  throw new Refusal(404, `there is no ${method} ${url} here`);
}
