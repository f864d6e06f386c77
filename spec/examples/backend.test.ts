import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { start_backend } from "../../examples/backend/server.ts";
import { http_request } from "../support/http_request.ts";
import { Inbox } from "../support/inbox.ts";
import { free_ports } from "../support/ports.ts";
import { fresh } from "../support/scene.ts";

interface Notice {
  method: string | undefined;
  path: string | undefined;
  host: string | undefined;
  authorization: string | undefined;
  body: unknown;
}

const notices = new Inbox<Notice>((notice) => JSON.stringify(notice));
/** What Prosody answers its next callers with, before it answers 200. */
const answers: number[] = [];
let prosody: Server;
let backend: Server;
let port = 0;

before(async () => {
  prosody = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url: path, headers } = request;
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(answers.shift() ?? 200).end("{}");
      notices.arrive({ method, path, host: headers.host, authorization: headers.authorization, body });
    });
  }).listen(0, "127.0.0.1");
  await once(prosody, "listening");
  [port] = await free_ports();
  const { port: prosody_port } = prosody.address() as AddressInfo;
  backend = await start_backend({
    port,
    xmpp_hosts: ["chat.test", "work.test"],
    prosody_url: `http://127.0.0.1:${prosody_port}`,
    token: "secret",
    log: () => undefined,
  });
});

after(() => {
  for (const server of [prosody, backend]) {
    server.close();
    server.closeAllConnections();
  }
});

async function call(method: string, path: string, json?: unknown, headers: Record<string, string> = {}) {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const answer = await http_request({ method, port, path, headers, body });
  return { status: answer.status, body: answer.body === "" ? undefined : answer.json() };
}

async function told(): Promise<unknown> {
  return (await notices.take(() => true, "a notice")).body;
}

async function contacts(username: string): Promise<unknown> {
  return (await call("GET", `/contacts/${username}`)).body;
}

let john = "";
let marie = "";

beforeEach(async () => {
  [john, marie] = [fresh("john"), fresh("marie")];
  await call("PUT", `/users/${john}`, { name: "John" });
  await call("PUT", `/users/${marie}`, { name: "Marie" });
});

test("a question is answered with what changes for both, once for each key, and the same each time", async () => {
  const question = { action: "subscribe", user: `${john}@chat.test`, contact: `${marie}@chat.test`, from: "user" };
  const changes = {
    [john]: { [`${marie}@chat.test`]: { groups: [], subscription: "none", ask: "subscribe" } },
    [marie]: { [`${john}@chat.test`]: { groups: [], subscription: "none", request: true, nick: "John" } },
  };
  const key = { "Idempotency-Key": `key-of-${john}` };
  const first = await call("POST", "/edits", question, key);
  assert.deepEqual(first, { status: 200, body: changes });
  assert.deepEqual(await call("POST", "/edits", { ...question, action: "unsubscribe" }, key), first);
  assert.deepEqual(await contacts(john), changes[john]);
  assert.deepEqual(await contacts(marie), changes[marie]);
  assert.deepEqual(await call("POST", "/edits", question, { "Idempotency-Key": "another" }), {
    status: 204,
    body: undefined,
  });
});

test("what can't be done is refused in words, and nothing is changed by it", async () => {
  const question = { action: "set", user: `${john}@chat.test`, contact: "nobody@chat.test", from: "user", groups: [] };
  assert.deepEqual(await call("POST", "/edits", question), {
    status: 404,
    body: { message: "There is no nobody@chat.test here" },
  });
  assert.equal((await call("POST", "/edits", { ...question, user: "nobody@chat.test" })).status, 404);
  assert.equal((await call("POST", "/edits", { ...question, action: "steal" })).status, 400);
  assert.equal((await call("POST", "/edits", { ...question, groups: "A" })).status, 400);
  assert.deepEqual(await contacts(john), {});
});

test("users ask, approve, rename and remove in the application, and Prosody is told of both lists", async () => {
  const [john_jid, marie_jid] = [`${john}@chat.test`, `${marie}@chat.test`];
  const nothing = { name: null, ask: null, request: null, nick: null, groups: [] };
  await call("POST", `/users/${john}/contacts/${marie_jid}/ask`, { text: "It's me" });
  const notice = await notices.take(() => true, "a notice");
  assert.deepEqual(notice, {
    method: "PATCH",
    path: "/roster_admin/rosters",
    host: "chat.test",
    authorization: "Bearer secret",
    body: {
      [john]: { [marie_jid]: { ...nothing, subscription: "none", ask: "subscribe" } },
      [marie]: { [john_jid]: { ...nothing, subscription: "none", request: "It's me", nick: "John" } },
    },
  });
  await call("POST", `/users/${marie}/contacts/${john}/approve`);
  assert.deepEqual(await told(), {
    [john]: { [marie_jid]: { ...nothing, subscription: "to" } },
    [marie]: { [john_jid]: { ...nothing, subscription: "from" } },
  });
  await call("PUT", `/users/${john}/contacts/${marie}`, { name: "M.", groups: ["Work"] });
  assert.deepEqual(await told(), {
    [john]: { [marie_jid]: { ...nothing, subscription: "to", name: "M.", groups: ["Work"] } },
  });
  await call("POST", `/users/${john}/contacts/${marie}/leave`);
  assert.deepEqual(await told(), {
    [john]: { [marie_jid]: { ...nothing, subscription: "none", name: "M.", groups: ["Work"] } },
    [marie]: { [john_jid]: { ...nothing, subscription: "none" } },
  });
  await call("DELETE", `/users/${john}/contacts/${marie}`);
  assert.deepEqual(await told(), { [john]: { [marie_jid]: null } });
  await call("POST", `/users/${marie}/contacts/${john}/approve`);
  assert.deepEqual(await contacts(john), {}, "nobody is granted what they have not asked for");
});

test("users of its other hosts are its own, and Prosody is told of them under that host", async () => {
  const eve = `${fresh("eve")}@work.test`;
  await call("PUT", `/users/${eve}`, { name: "Eve" });
  const question = { action: "subscribe", user: `${john}@chat.test`, contact: eve, from: "user" };
  const answer = await call("POST", "/edits", question);
  assert.deepEqual(answer.body, { [john]: { [eve]: { groups: [], subscription: "none", ask: "subscribe" } } });
  const { host, body } = await notices.take(() => true, "a notice");
  assert.equal(host, "work.test");
  assert.ok(typeof body === "object" && body !== null);
  assert.deepEqual(Object.keys(body), [eve.replace(/@.*/, "")]);
});

test("what Prosody did not hear is told again, as it is by then", async () => {
  answers.push(503);
  await call("PUT", `/users/${john}/contacts/a@far.test`, { name: "A" });
  await told();
  await call("PUT", `/users/${john}/contacts/a@far.test`, { name: "B" });
  const nothing = { ask: null, request: null, nick: null };
  assert.deepEqual(await told(), {
    [john]: { "a@far.test": { ...nothing, name: "B", groups: [], subscription: "none" } },
  });
});

test("who has somebody under their own name sees the new one when they take another", async () => {
  await call("POST", "/friendships", { a: john, b: marie });
  await told();
  await call("PUT", `/users/${marie}`, { name: "Marie the Great" });
  const friend = { groups: ["Friends"], subscription: "both" };
  await told();
  assert.deepEqual(await contacts(john), { [`${marie}@chat.test`]: { ...friend, name: "Marie the Great" } });
  await call("DELETE", `/friendships/${john}/${marie}`);
  assert.deepEqual(await told(), {
    [john]: { [`${marie}@chat.test`]: null },
    [marie]: { [`${john}@chat.test`]: null },
  });
});
