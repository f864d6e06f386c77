import assert from "node:assert/strict";
import type { Server } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { start_backend } from "../../examples/backend/server.ts";
import { http_request } from "../support/http_request.ts";
import { free_ports } from "../support/ports.ts";
import { fresh } from "../support/scene.ts";
import { ToldProsody } from "../support/told_prosody.ts";

let prosody: ToldProsody;
let backend: Server;
let port = 0;

before(async () => {
  prosody = await ToldProsody.start();
  [port] = await free_ports();
  backend = await start_backend({
    port,
    xmpp_hosts: ["chat.test", "work.test"],
    prosody_url: prosody.url,
    token: "secret",
    log: () => undefined,
  });
});

after(() => {
  prosody.stop();
  backend.close();
  backend.closeAllConnections();
});

async function call(method: string, path: string, json?: unknown, headers: Record<string, string> = {}) {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const answer = await http_request({ method, port, path, headers, body });
  return { status: answer.status, body: answer.body === "" ? undefined : answer.json() };
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
  const asking = { groups: [], subscription: "none", ask: "subscribe" };
  const asked = { groups: [], subscription: "none", request: true, nick: "John" };
  const nothing = { name: null, ask: null, request: null, nick: null };
  const changes = {
    [john]: { [`${marie}@chat.test`]: { ...nothing, ...asking } },
    [marie]: { [`${john}@chat.test`]: { ...nothing, ...asked } },
  };
  const key = { "Idempotency-Key": `key-of-${john}` };
  const first = await call("POST", "/edits", question, key);
  assert.deepEqual(first, { status: 200, body: changes });
  assert.deepEqual(await call("POST", "/edits", { ...question, action: "unsubscribe" }, key), first);
  assert.deepEqual(await contacts(john), { [`${marie}@chat.test`]: asking });
  assert.deepEqual(await contacts(marie), { [`${john}@chat.test`]: asked });
  assert.deepEqual(await call("POST", "/edits", question, { "Idempotency-Key": "another" }), {
    status: 204,
    body: undefined,
  });
  await prosody.told(john, marie);
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
  assert.deepEqual(await call("PUT", "/users/eve@far.test", { name: "Eve" }), {
    status: 400,
    body: { message: "far.test is not ours" },
  });
  assert.deepEqual(await contacts(john), {});
});

test("users ask, approve, rename and remove in the application, and Prosody is told whose lists have changed", async () => {
  const [john_jid, marie_jid] = [`${john}@chat.test`, `${marie}@chat.test`];
  await call("POST", `/users/${john}/contacts/${marie_jid}/ask`, { text: "It's me" });
  const { usernames, ...request } = await prosody.told(john, marie);
  assert.deepEqual(usernames, [john, marie]);
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
  await prosody.told(john, marie);
  assert.deepEqual(await contacts(marie), { [john_jid]: { groups: [], subscription: "from" } });
  await call("PUT", `/users/${john}/contacts/${marie}`, { name: "M.", groups: ["Work"] });
  assert.deepEqual((await prosody.told(john)).usernames, [john]);
  assert.deepEqual(await contacts(john), { [marie_jid]: { name: "M.", groups: ["Work"], subscription: "to" } });
  await call("POST", `/users/${john}/contacts/${marie}/leave`);
  await prosody.told(john, marie);
  assert.deepEqual(await contacts(john), { [marie_jid]: { name: "M.", groups: ["Work"], subscription: "none" } });
  await call("DELETE", `/users/${john}/contacts/${marie}`);
  assert.deepEqual((await prosody.told(john)).usernames, [john]);
  await call("POST", `/users/${marie}/contacts/${john}/approve`);
  assert.deepEqual(await contacts(john), {}, "nobody is granted what they have not asked for");
});

test("users of its other hosts are its own, and Prosody is told of them under that host", async () => {
  const eve = fresh("eve");
  const eve_jid = `${eve}@work.test`;
  await call("PUT", `/users/${eve_jid}`, { name: "Eve" });
  const question = { action: "subscribe", user: `${john}@chat.test`, contact: eve_jid, from: "user" };
  const answer = await call("POST", "/edits", question);
  const asking = { name: null, groups: [], subscription: "none", ask: "subscribe", request: null, nick: null };
  assert.deepEqual(answer.body, { [john]: { [eve_jid]: asking } });
  const { host, usernames } = await prosody.told(eve);
  assert.deepEqual([host, usernames], ["work.test", [eve]]);
});

test("what Prosody did not hear is told again", async () => {
  const elsewhere = { status: 200, body: "<html>Welcome!</html>" };
  prosody.replies.set(john, [{ status: 503, body: "" }, elsewhere]);
  await call("PUT", `/users/${john}/contacts/a@far.test`, { name: "A" });
  for (const time of ["refused", "heard by somebody else", "heard"]) assert.ok(await prosody.told(john), time);
});

test("of those for whom it did not work Prosody is told again, and of the others once", async () => {
  const some = {
    status: 200,
    body: JSON.stringify({ updated: 1, errors: 1, failed: { [john]: "backend answered 503" } }),
  };
  const all = { status: 500, body: JSON.stringify({ updated: 0, errors: 1, failed: { [john]: "backend is away" } }) };
  prosody.replies.set(john, [some, all]);
  await call("POST", "/friendships", { a: john, b: marie });
  assert.deepEqual((await prosody.told(john, marie)).usernames, [john, marie]);
  assert.deepEqual((await prosody.told(john)).usernames, [john]);
  assert.deepEqual((await prosody.told(john)).usernames, [john]);
});

test("who has somebody under their own name sees the new one when they take another", async () => {
  await call("POST", "/friendships", { a: john, b: marie });
  await prosody.told(john, marie);
  await call("PUT", `/users/${marie}`, { name: "Marie the Great" });
  const friend = { groups: ["Friends"], subscription: "both" };
  await prosody.told(john);
  assert.deepEqual(await contacts(john), { [`${marie}@chat.test`]: { ...friend, name: "Marie the Great" } });
  await call("DELETE", `/friendships/${john}/${marie}`);
  await prosody.told(john, marie);
  assert.deepEqual([await contacts(john), await contacts(marie)], [{}, {}]);
});
