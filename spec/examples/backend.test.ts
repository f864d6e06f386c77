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
/** What Prosody answers to the next notices that name a user, before it answers that all went well. */
const answers = new Map<string, { status: number; body: string }[]>();
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
      const [trouble] = Array.isArray(body)
        ? body.flatMap((name) => answers.get(String(name))?.splice(0, 1) ?? [])
        : [];
      const { status, body: text } = trouble ?? { status: 200, body: '{"updated": 1, "errors": 0}' };
      response.writeHead(status).end(text);
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

function names_of({ body }: Notice): unknown[] {
  assert.ok(Array.isArray(body));
  return body;
}

/** Waits until Prosody was told of these users. Of others, in the same notice, other tests may have told. */
async function told(...usernames: string[]): Promise<Notice> {
  const names_all = (notice: Notice): boolean => usernames.every((name) => names_of(notice).includes(name));
  return await notices.take(names_all, `a notice of ${usernames.join(" and ")}`);
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
  await told(john, marie);
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

test("users ask, approve, rename and remove in the application, and Prosody is told whose lists have changed", async () => {
  const [john_jid, marie_jid] = [`${john}@chat.test`, `${marie}@chat.test`];
  await call("POST", `/users/${john}/contacts/${marie_jid}/ask`, { text: "It's me" });
  const { body, ...request } = await told(john, marie);
  assert.deepEqual(body, [john, marie]);
  assert.deepEqual(request, {
    method: "POST",
    path: "/roster_admin/refresh",
    host: "chat.test",
    authorization: "Bearer secret",
  });
  assert.deepEqual(await contacts(marie), {
    [john_jid]: { groups: [], subscription: "none", request: "It's me", nick: "John" },
  });
  await call("POST", `/users/${marie}/contacts/${john}/approve`);
  await told(john, marie);
  assert.deepEqual(await contacts(marie), { [john_jid]: { groups: [], subscription: "from" } });
  await call("PUT", `/users/${john}/contacts/${marie}`, { name: "M.", groups: ["Work"] });
  assert.deepEqual((await told(john)).body, [john]);
  assert.deepEqual(await contacts(john), { [marie_jid]: { name: "M.", groups: ["Work"], subscription: "to" } });
  await call("POST", `/users/${john}/contacts/${marie}/leave`);
  await told(john, marie);
  assert.deepEqual(await contacts(john), { [marie_jid]: { name: "M.", groups: ["Work"], subscription: "none" } });
  await call("DELETE", `/users/${john}/contacts/${marie}`);
  assert.deepEqual((await told(john)).body, [john]);
  await call("POST", `/users/${marie}/contacts/${john}/approve`);
  assert.deepEqual(await contacts(john), {}, "nobody is granted what they have not asked for");
});

test("users of its other hosts are its own, and Prosody is told of them under that host", async () => {
  const eve = fresh("eve");
  const eve_jid = `${eve}@work.test`;
  await call("PUT", `/users/${eve_jid}`, { name: "Eve" });
  const question = { action: "subscribe", user: `${john}@chat.test`, contact: eve_jid, from: "user" };
  const answer = await call("POST", "/edits", question);
  assert.deepEqual(answer.body, { [john]: { [eve_jid]: { groups: [], subscription: "none", ask: "subscribe" } } });
  const { host, body } = await told(eve);
  assert.deepEqual([host, body], ["work.test", [eve]]);
});

test("what Prosody did not hear is told again", async () => {
  const elsewhere = { status: 200, body: "<html>Welcome!</html>" };
  answers.set(john, [{ status: 503, body: "" }, elsewhere]);
  await call("PUT", `/users/${john}/contacts/a@far.test`, { name: "A" });
  for (const time of ["refused", "heard by somebody else", "heard"]) assert.ok(await told(john), time);
});

test("of those for whom it did not work Prosody is told again, and of the others once", async () => {
  const some = {
    status: 200,
    body: JSON.stringify({ updated: 1, errors: 1, failed: { [john]: "backend answered 503" } }),
  };
  const all = { status: 500, body: JSON.stringify({ updated: 0, errors: 1, failed: { [john]: "backend is away" } }) };
  answers.set(john, [some, all]);
  await call("POST", "/friendships", { a: john, b: marie });
  assert.deepEqual((await told(john, marie)).body, [john, marie]);
  assert.deepEqual((await told(john)).body, [john]);
  assert.deepEqual((await told(john)).body, [john]);
});

test("who has somebody under their own name sees the new one when they take another", async () => {
  await call("POST", "/friendships", { a: john, b: marie });
  await told(john, marie);
  await call("PUT", `/users/${marie}`, { name: "Marie the Great" });
  const friend = { groups: ["Friends"], subscription: "both" };
  await told(john);
  assert.deepEqual(await contacts(john), { [`${marie}@chat.test`]: { ...friend, name: "Marie the Great" } });
  await call("DELETE", `/friendships/${john}/${marie}`);
  await told(john, marie);
  assert.deepEqual([await contacts(john), await contacts(marie)], [{}, {}]);
});
