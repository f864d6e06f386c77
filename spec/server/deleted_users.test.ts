import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Backend, start_backend } from "../support/backend.ts";
import { after as after_gate, answer, in_turn } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { arrive, fresh, news, refresh, sessions_of } from "../support/scene.ts";
import { error_condition } from "../support/stanza.ts";

const host = "chat.test";
const other = "other.test";

for_each_prosody("a user who is deleted", (version) => {
  let backend: Backend;
  let prosody: Prosody;

  before(async () => {
    backend = await start_backend();
    const options = { http_roster_url: backend.url };
    prosody = await start_prosody({ version, hosts: { [host]: options, [other]: options } });
  });

  after(async () => {
    assert.deepEqual(prosody.tracebacks(), []);
    await prosody.stop();
    await backend.stop();
  });

  async function delete_user(username: string, at: string = host): Promise<void> {
    assert.equal(await prosody.lua('return require "core.usermanager".delete_user(...)', [username, at], at), true);
  }

  async function is_stored(username: string, at: string = host): Promise<boolean> {
    const code = 'return require "core.storagemanager".open(module.host, "http_roster", "keyval"):get(...) ~= nil';
    return (await prosody.lua(code, [username], at)) === true;
  }

  async function wait_until_stored(username: string, at: string = host): Promise<void> {
    await until(
      () => is_stored(username, at),
      () => `the roster of ${username} to be stored`,
    );
  }

  /** Rosters are stored in the order in which they came: whatever was to be stored is, once that of a newcomer is. */
  async function wait_until_all_is_stored(): Promise<void> {
    const newcomer = fresh("newcomer");
    backend.rosters.set(newcomer, { "a@x.test": { subscription: "none" } });
    await arrive(prosody, newcomer);
    await wait_until_stored(newcomer);
  }

  async function is_held(username: string, at: string = host): Promise<boolean> {
    return (await prosody.request("GET", `/roster_admin/rosters/${username}`, { host: at })).status === 200;
  }

  async function wait_until_gone(username: string): Promise<void> {
    await until(
      async () => (await sessions_of(prosody, username)).length === 0,
      () => `${username} to be logged out`,
    );
  }

  /** Nobody is served a roster that only Prosody remembers. */
  async function assert_forgotten(username: string): Promise<void> {
    assert.equal(await is_held(username), false);
    assert.equal(await is_stored(username), false);
    backend.behave(username, answer(404));
    const connection = new RawConnection(prosody);
    await connection.authenticate(username);
    await connection.bind("again");
    await connection.raw("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
    assert.equal(error_condition(await connection.answer_to("r")), "internal-server-error");
    connection.drop();
  }

  test("while offline is forgotten, and nobody else is", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const clients = [await arrive(prosody, john), await arrive(prosody, john, { host: other })];
    for (const at of [host, other]) await wait_until_stored(john, at);
    for (const client of clients) await client.stop();
    assert.equal(await is_held(john), true);
    await delete_user(john);
    await assert_forgotten(john);
    assert.deepEqual([await is_held(john, other), await is_stored(john, other)], [true, true]);
  });

  test("while online is logged out, shown as unavailable and forgotten", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, { [`${marie}@${host}`]: {} });
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    const phone = await arrive(prosody, john);
    const desk = await arrive(prosody, marie);
    await wait_until_stored(john);
    await delete_user(john);
    await phone.closed();
    await wait_until_gone(john);
    const told = await news(desk);
    assert.ok(told.length > 0 && told.every((each) => each === `unavailable ${phone.jid}`), told.join());
    assert.equal((await desk.roster()).items.length, 1, "the backend alone takes a contact from marie's roster");
    await assert_forgotten(john);
  });

  test("before the roster was stored is not stored afterwards", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const client = await arrive(prosody, john);
    assert.equal(await is_stored(john), false);
    await delete_user(john);
    await client.closed();
    await wait_until_gone(john);
    await wait_until_all_is_stored();
    await assert_forgotten(john);
  });

  test("during a refresh: the caller is answered, and what the backend says later is not kept", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const client = await arrive(prosody, john);
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    backend.rosters.set(john, { "b@x.test": { subscription: "none" } });
    const refreshed = prosody.request("POST", "/roster_admin/refresh", { json: [john] });
    await backend.requested(john, 2);
    await delete_user(john);
    await client.closed();
    await refreshed;
    gate.open();
    await wait_until_gone(john);
    await wait_until_all_is_stored();
    await assert_forgotten(john);
  });

  test("during a fetch for somebody who asked about them offline: what the backend says later is not kept", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    const load = 'require "core.rostermanager".load_roster(...)';
    const loaded = prosody.lua(load, [john, host]);
    await backend.requested(john);
    await delete_user(john);
    await loaded;
    gate.open();
    await wait_until_all_is_stored();
    await assert_forgotten(john);
  });

  test("during a bind: the client is answered, and the server stays whole", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    const connection = new RawConnection(prosody);
    await connection.authenticate(john);
    const answered = Promise.race([connection.bind("phone"), connection.closed()]);
    await backend.requested(john);
    await delete_user(john);
    gate.open();
    await answered;
    connection.drop();
    await wait_until_gone(john);
  });

  test("during a bind, and created anew during another: what was asked for before comes to nothing", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const [old_gate, gate] = [new_gate(), new_gate()];
    backend.behave(john, in_turn(after_gate(old_gate), after_gate(gate)));
    const old = new RawConnection(prosody);
    await old.authenticate(john);
    old.bind("phone").catch(() => undefined);
    await backend.requested(john);
    await delete_user(john);
    backend.rosters.set(john, { "b@x.test": { subscription: "none" } });
    const connection = new RawConnection(prosody);
    await connection.authenticate(john);
    const bound = connection.bind("desk");
    await backend.requested(john, 2);
    old_gate.open();
    gate.open();
    await bound;
    assert.deepEqual(
      (await connection.roster()).items.map(({ jid }) => jid),
      ["b@x.test"],
    );
    await connection.nothing_until_pong();
    old.drop();
    connection.drop();
  });

  test("and created anew starts with what the backend says", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const client = await arrive(prosody, john);
    await delete_user(john);
    await client.closed();
    await wait_until_gone(john);
    backend.rosters.set(john, { "b@x.test": { subscription: "none" } });
    const again = await arrive(prosody, john);
    assert.deepEqual(
      (await again.roster()).items.map(({ jid }) => jid),
      ["b@x.test"],
    );
    backend.rosters.set(john, {});
    await refresh(prosody, [john]);
    assert.deepEqual(await news(again), ["push b@x.test remove"]);
  });
});
