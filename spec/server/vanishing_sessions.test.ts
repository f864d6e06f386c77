import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { xml } from "@xmpp/client";
import { type Backend, start_backend } from "../support/backend.ts";
import { after as after_gate, answer, type Behaviour, hang, normally } from "../support/backend_behaviour.ts";
import { BoshSession } from "../support/bosh_session.ts";
import { log_in } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { authorization, type Prosody, start_prosody } from "../support/prosody.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { arrive, fresh, news, ok, refresh, sessions_of } from "../support/scene.ts";
import type { Session } from "../support/session.ts";

const host = "chat.test";
const timeout = 2;

/** At once: the new copy knows nothing of what the old one held. */
const unload_and_load =
  'local manager = require "core.modulemanager"; assert(manager.unload(...)); assert(manager.load(...))';

const load_offline = `
  local jids = {};
  for jid in pairs(require "core.rostermanager".load_roster(...)) do
    if jid then table.insert(jids, jid); end
  end
  table.sort(jids);
  return table.concat(jids, " ");
`;

/** Whether all sessions of a user share one roster with core, as core wants it. */
const share_a_roster = `
  local user = prosody.hosts[module.host].sessions[...];
  for _, session in pairs(user.sessions) do
    if session.roster ~= user.roster then return false; end
  end
  return true;
`;

/** Answers after up to so many milliseconds. */
function within_milliseconds(longest: number): Behaviour {
  return async (exchange) => {
    await pause(Math.random() * longest);
    await normally(exchange);
  };
}

async function jids_of(session: Session): Promise<string[]> {
  return (await session.roster()).items.map(({ jid }) => jid);
}

for_each_prosody("sessions that vanish, and a module that is reloaded", (version) => {
  let backend: Backend;
  let prosody: Prosody;

  before(async () => {
    backend = await start_backend();
    prosody = await start_prosody({
      version,
      modules_enabled: ["bosh"],
      hosts: { [host]: { http_roster_url: backend.url, http_roster_timeout: timeout } },
    });
  });

  after(async () => {
    assert.deepEqual(prosody.tracebacks(), []);
    await prosody.stop();
    await backend.stop();
  });

  async function wait_until_gone(username: string): Promise<void> {
    await until(
      async () => (await sessions_of(prosody, username)).length === 0,
      () => `no session of ${username} to be left`,
    );
  }

  function start_refresh(...usernames: string[]): ReturnType<Prosody["request"]> {
    return prosody.request("POST", "/roster_admin/refresh", { json: usernames });
  }

  for (const way of ["is cut off", "ends its stream", "ends its BOSH session"] as const) {
    test(`a client ${way} while its bind waits`, async () => {
      const john = fresh("john");
      backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
      const gate = new_gate();
      backend.behave(john, after_gate(gate));
      const from = prosody.log().length;
      if (way === "ends its BOSH session") {
        const session = new BoshSession(prosody);
        await session.authenticate(john);
        session.bind("phone").catch(() => undefined);
        await backend.requested(john);
        await session.stop();
      } else {
        const connection = new RawConnection(prosody);
        await connection.authenticate(john);
        await connection.raw(RawConnection.bind_request("phone"));
        await backend.requested(john);
        if (way === "is cut off") connection.drop();
        else await connection.raw("</stream:stream>");
      }
      if (way === "is cut off") await prosody.wait_for_log(/Destroying unbound session for <john/, { from });
      gate.open();
      await until(
        async () => (await prosody.request("GET", `/roster_admin/rosters/${john}`)).status === 200,
        () => "the fetch to end",
      );
      await wait_until_gone(john);
      const client = await log_in(prosody, john);
      assert.deepEqual(await jids_of(client), ["a@x.test"]);
      assert.deepEqual(await sessions_of(prosody, john), [client.jid]);
    });
  }

  test("a client is cut off while its bind waits, and comes back before the answer, under the same name", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    const from = prosody.log().length;
    const first = new RawConnection(prosody);
    await first.authenticate(john);
    await first.raw(RawConnection.bind_request("phone"));
    await backend.requested(john);
    first.drop();
    await prosody.wait_for_log(/Destroying unbound session for <john/, { from });
    const second = new RawConnection(prosody);
    await second.authenticate(john);
    const bound = second.bind("phone");
    await prosody.wait_for_log(/Received\[c2s_unbound\]: <iq[^]*Received\[c2s_unbound\]: <iq/, { from });
    gate.open();
    assert.equal((await bound).attrs["type"], "result");
    assert.deepEqual(await jids_of(second), ["a@x.test"]);
    assert.deepEqual(await sessions_of(prosody, john), [second.jid]);
    assert.equal(backend.requests_for(john).length, 1);
  });

  test("two clients bind the same resource while both wait: one of them stays", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    const connections = [new RawConnection(prosody), new RawConnection(prosody)];
    await Promise.all(connections.map((connection) => connection.authenticate(john)));
    const from = prosody.log().length;
    for (const connection of connections) await connection.raw(RawConnection.bind_request("phone"));
    await until(
      () => prosody.log().slice(from).split("Received[c2s_unbound]: <iq").length > 2,
      () => "both to be binding",
    );
    gate.open();
    const loser = await Promise.race(connections.map((connection) => connection.closed().then(() => connection)));
    const winner = connections.find((connection) => connection !== loser);
    assert.ok(winner);
    assert.deepEqual(await jids_of(winner), ["a@x.test"]);
    assert.deepEqual(await sessions_of(prosody, john), [winner.jid]);
    assert.equal(await prosody.lua(share_a_roster, [john]), true);
  });

  for (const leave of ["stop", "drop"] as const) {
    test(`a client leaves (${leave}) during a refresh: the caller is answered`, async () => {
      const [john, marie] = [fresh("john"), fresh("marie")];
      backend.rosters.set(john, {});
      backend.rosters.set(marie, { [`${john}@${host}`]: {} });
      const client = await arrive(prosody, john);
      const desk = await arrive(prosody, marie);
      const gate = new_gate();
      backend.behave(john, after_gate(gate));
      backend.rosters.set(john, { [`${marie}@${host}`]: {} });
      const refreshed = start_refresh(john);
      await backend.requested(john, 2);
      await client[leave]();
      await wait_until_gone(john);
      gate.open();
      assert.deepEqual((await refreshed).json(), ok(1));
      await desk.nothing_until_pong();
      const again = await log_in(prosody, john);
      assert.deepEqual(await jids_of(again), [`${marie}@${host}`]);
    });
  }

  test("a client leaves and comes back during a refresh: its roster is the new one, core's too", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, {});
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    const desk = await arrive(prosody, marie);
    const first = await arrive(prosody, john);
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    backend.rosters.set(john, { [`${marie}@${host}`]: {} });
    const refreshed = start_refresh(john);
    await backend.requested(john, 2);
    await first.stop();
    await wait_until_gone(john);
    const coming = log_in(prosody, john);
    gate.open();
    assert.deepEqual((await refreshed).json(), ok(1));
    const second = await coming;
    assert.deepEqual(await jids_of(second), [`${marie}@${host}`]);
    await second.available();
    await second.presence(desk.jid);
    await desk.presence(second.jid);
  });

  for (const during_refresh of [true, false]) {
    test(`a client is replaced (the same resource bound again) ${during_refresh ? "during" : "before"} a refresh`, async () => {
      const [john, marie] = [fresh("john"), fresh("marie")];
      const contact = `${marie}@${host}`;
      backend.rosters.set(john, { "old@x.test": { subscription: "none" } });
      backend.rosters.set(marie, { [`${john}@${host}`]: {} });
      const desk = await arrive(prosody, marie);
      const first = await arrive(prosody, john, { resource: "phone" });
      const gate = new_gate();
      backend.behave(john, after_gate(gate));
      backend.rosters.set(john, { [contact]: {} });
      const early = during_refresh ? start_refresh(john) : undefined;
      if (during_refresh) await backend.requested(john, 2);
      const second = await log_in(prosody, john, { resource: "phone" });
      await first.closed();
      assert.deepEqual(await jids_of(second), ["old@x.test"]);
      await second.available();
      const refreshed = early ?? start_refresh(john);
      gate.open();
      assert.deepEqual((await refreshed).json(), ok(1));
      assert.deepEqual(await news(second), [`available ${desk.jid}`, `push ${contact} both`, "push old@x.test remove"]);
      assert.deepEqual(await jids_of(second), [contact]);
      assert.equal(await prosody.lua(share_a_roster, [john]), true);
      assert.deepEqual(await news(desk), [`available ${second.jid}`]);
      await second.available(xml("show", {}, "away"));
      assert.deepEqual(await news(desk), [`available ${second.jid}`]);
      assert.deepEqual(await sessions_of(prosody, john), [second.jid]);
    });
  }

  test("one of two resources leaves during a refresh: the other is told", async () => {
    const john = fresh("john");
    backend.rosters.set(john, {});
    const phone = await arrive(prosody, john, { resource: "phone" });
    const laptop = await arrive(prosody, john, { resource: "laptop" });
    await phone.until_pong();
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const refreshed = start_refresh(john);
    await backend.requested(john, 2);
    phone.drop();
    await laptop.presence(`${john}@${host}/phone`, "unavailable");
    gate.open();
    assert.deepEqual((await refreshed).json(), ok(1));
    assert.deepEqual(await news(laptop), ["push a@x.test none"]);
  });

  test("the caller of a refresh hangs up: the refresh goes on", async () => {
    const john = fresh("john");
    backend.rosters.set(john, {});
    const client = await arrive(prosody, john);
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const socket = connect(prosody.http_port, "127.0.0.1");
    socket.on("error", () => undefined);
    const head = [`GET /roster_admin/refresh/${john} HTTP/1.1`, `Host: ${host}`, `Authorization: ${authorization}`];
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    await backend.requested(john, 2);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.resetAndDestroy();
    await closed;
    await client.nothing_until_pong();
    gate.open();
    assert.equal((await client.push()).item.jid, "a@x.test");
  });

  test("clients come and go at any moment, rosters change all the while: nothing is lost, nobody is left over", async () => {
    const users = Array.from({ length: 8 }, () => fresh("user"));
    for (const user of users) {
      backend.rosters.set(user, {});
      backend.behave(user, within_milliseconds(15));
    }
    let rounds = 0;
    const befriend = (): void => {
      for (const user of users) {
        const others = users.filter((other) => other !== user && Math.random() < 0.5);
        const round = [`round${++rounds}@x.test`, { subscription: "none" }] as const;
        const friends = others.map((other) => [`${other}@${host}`, {}] as const);
        backend.rosters.set(user, Object.fromEntries([...friends, round]));
      }
    };
    const come_and_go = async (user: string): Promise<void> => {
      for (let round = 0; round < 5; round++) {
        const connection = new RawConnection(prosody);
        await connection.authenticate(user);
        const get = "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>";
        await connection.raw(`${RawConnection.bind_request("phone")}${get}<presence/>`);
        await pause(Math.random() * 40);
        if (Math.random() < 0.5) connection.drop();
        else await connection.raw("</stream:stream>");
      }
    };
    const change = async (): Promise<void> => {
      for (let round = 0; round < 12; round++) {
        befriend();
        await refresh(prosody, users);
      }
    };
    await Promise.all([change(), ...users.map(come_and_go)]);
    for (const user of users) await wait_until_gone(user);
    befriend();
    await refresh(prosody, users);
    for (const user of users) {
      const wanted: unknown = backend.rosters.get(user);
      const client = await log_in(prosody, user);
      assert.deepEqual(await jids_of(client), Object.keys(wanted ?? {}).sort());
    }
  });

  test("a reload of the module asks nothing, keeps rosters and versions, and tells nobody anything", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, { [`${marie}@${host}`]: { name: "Marie" } });
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    const phone = await arrive(prosody, john);
    const desk = await arrive(prosody, marie);
    await phone.until_pong();
    const { ver, items } = await phone.roster();
    const held = (await prosody.request("GET", `/roster_admin/rosters/${john}`)).json();
    const requests = backend.requests.length;
    await prosody.reload_module();
    for (const client of [phone, desk]) await client.nothing_until_pong();
    assert.deepEqual((await phone.roster()).items, items);
    assert.equal((await phone.roster({ ver })).unchanged, true);
    const held_now = (await prosody.request("GET", `/roster_admin/rosters/${john}`)).json();
    assert.deepEqual({ ...Object(held_now), age: 0 }, { ...Object(held), age: 0 });
    const second = await log_in(prosody, john, { resource: "second" });
    assert.deepEqual((await second.roster()).items, items);
    assert.equal(backend.requests.length, requests);

    backend.rosters.set(john, {});
    await refresh(prosody, [john]);
    assert.deepEqual(await news(phone), [`push ${marie}@${host} remove`]);
    assert.deepEqual(await news(desk), [`unavailable ${phone.jid}`]);
    backend.rosters.set(john, { [`${marie}@${host}`]: {} });
    await refresh(prosody, [john]);
    assert.deepEqual(await news(phone), [`available ${desk.jid}`, `push ${marie}@${host} both`]);
    assert.deepEqual(await news(desk), [`available ${phone.jid}`]);
    assert.equal(backend.requests.length, requests + 2);
    assert.equal(await prosody.lua(share_a_roster, [john]), true);
  });

  test("a reload of the module keeps what is held of users offline, and still drops it at a refresh", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": {} });
    assert.equal(await prosody.lua(load_offline, [john, host]), "a@x.test");
    await prosody.reload_module();
    assert.equal(await prosody.lua(load_offline, [john, host]), "a@x.test");
    assert.equal(backend.requests_for(john).length, 1);
    backend.rosters.set(john, { "b@x.test": {} });
    await refresh(prosody, [john]);
    assert.equal(await prosody.lua(load_offline, [john, host]), "b@x.test");
  });

  test("the module is reloaded while a bind waits: the login goes on, with the whole roster", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    const connection = new RawConnection(prosody);
    await connection.authenticate(john);
    const bound = connection.bind("phone");
    await backend.requested(john);
    await prosody.reload_module();
    gate.open();
    assert.equal((await bound).attrs["type"], "result");
    assert.deepEqual(await jids_of(connection), ["a@x.test"]);
    backend.rosters.set(john, {});
    await refresh(prosody, [john]);
    assert.deepEqual(await news(connection), ["push a@x.test remove"]);
  });

  test("the module is reloaded while a bind waits for a silent backend: no longer than the timeout", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    backend.behave(john, hang);
    const connection = new RawConnection(prosody);
    await connection.authenticate(john);
    const start = performance.now();
    const bound = connection.bind("phone");
    await backend.requested(john);
    await prosody.reload_module();
    assert.equal((await bound).attrs["type"], "result");
    const waited = (performance.now() - start) / 1000;
    assert.ok(waited < timeout + 1, `the bind took ${waited} s`);
    const get = "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>";
    await connection.raw(get);
    assert.equal((await connection.answer_to("r")).getChild("error")?.attrs["type"], "wait");
    backend.behave(john);
    assert.equal((await connection.push()).item.jid, "a@x.test");
  });

  test("the module is reloaded during a refresh: the caller is answered, the roster is the new one", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, {});
    backend.rosters.set(marie, {});
    const phone = await arrive(prosody, john);
    const desk = await arrive(prosody, marie);
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    backend.rosters.set(john, { [`${marie}@${host}`]: {} });
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    const refreshed = start_refresh(john, marie);
    await backend.requested(john, 2);
    await prosody.reload_module();
    gate.open();
    assert.deepEqual((await refreshed).json(), ok(2));
    await phone.presence(desk.jid);
    await desk.presence(phone.jid);
    assert.deepEqual(await jids_of(phone), [`${marie}@${host}`]);
  });

  test("the module is reloaded while a roster is to be tried again: it still is", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    backend.behave(john, answer(503));
    const connection = new RawConnection(prosody);
    await connection.authenticate(john);
    await connection.bind("phone");
    await connection.raw("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
    await connection.answer_to("r");
    await prosody.reload_module();
    backend.behave(john);
    assert.equal((await connection.push()).item.jid, "a@x.test");
  });

  test("the module is reloaded again and again while clients log in and rosters are refreshed", async () => {
    const users = Array.from({ length: 6 }, () => fresh("user"));
    for (const user of users) {
      backend.rosters.set(user, {});
      backend.behave(user, within_milliseconds(20));
    }
    let over = false;
    const reloading = (async () => {
      while (!over) {
        await prosody.reload_module();
        await pause(Math.random() * 30);
      }
    })();
    const use = async (user: string): Promise<void> => {
      for (let round = 0; round < 4; round++) {
        const jid = `round${round}@x.test`;
        backend.rosters.set(user, { [jid]: { subscription: "none" } });
        const client = await arrive(prosody, user);
        assert.deepEqual(await jids_of(client), [jid]);
        const { ver } = await client.roster();
        backend.rosters.set(user, { [jid]: { subscription: "none" }, "more@x.test": { subscription: "none" } });
        const answered = await start_refresh(user);
        assert.deepEqual(answered.json(), ok(1));
        assert.equal((await client.push()).item.jid, "more@x.test");
        assert.equal((await client.roster({ ver })).unchanged, false);
        await client.stop();
      }
    };
    try {
      await Promise.all(users.map(use));
    } finally {
      over = true;
      await reloading;
    }
    for (const user of users) await wait_until_gone(user);
  });

  test("the module is unloaded and loaded again: users online keep their contacts and hear of changes", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" } });
    const client = await arrive(prosody, john);
    await prosody.lua('assert(require "core.modulemanager".unload(...))', [host, "http_roster_admin"]);
    await client.until_pong();
    assert.equal(await prosody.lua(load_offline, [fresh("nobody"), host]), "");
    await prosody.lua('assert(require "core.modulemanager".load(...))', [host, "http_roster_admin"]);
    backend.rosters.set(john, { "b@x.test": { subscription: "none" } });
    await refresh(prosody, [john]);
    assert.deepEqual(await jids_of(client), ["b@x.test"]);
    const again = await log_in(prosody, john);
    assert.deepEqual(await jids_of(again), ["b@x.test"]);
  });

  test("the module is unloaded and loaded while a hand-over is read: what the new copy has asked for since stays", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    for (const user of [john, marie]) backend.rosters.set(user, { "a@x.test": { subscription: "none" } });
    const phone = await arrive(prosody, john);
    const desk = await arrive(prosody, marie);
    const contacts = Array.from({ length: 20_000 }, (_, i) => [`c${i}@x.test`, { subscription: "none" }]);
    const json = { [john]: { "b@x.test": {} }, [marie]: Object.fromEntries(contacts) };
    const handed_over = prosody.request("POST", "/roster_admin/rosters", { json });
    await phone.push();
    backend.rosters.set(marie, { "new@x.test": { subscription: "none" } });
    await prosody.lua(unload_and_load, [host, "http_roster_admin"]);
    const outcome: unknown = (await handed_over).json();
    assert.ok(typeof outcome === "object" && outcome !== null && "failed" in outcome);
    assert.deepEqual(outcome.failed, { [marie]: "the module was unloaded" });
    await until(
      async () => (await jids_of(desk)).join() === "new@x.test",
      () => `${marie} to be shown what the backend says`,
    );
  });

  test("the module is unloaded and loaded with the backend silent: who logs in then is shown all contacts", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { subscription: "none" }, "b@x.test": { subscription: "none" } });
    await arrive(prosody, john);
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    await prosody.lua(unload_and_load, [host, "http_roster_admin"]);
    const phone = new RawConnection(prosody);
    await phone.authenticate(john);
    await phone.bind("phone");
    assert.deepEqual(await jids_of(phone), ["a@x.test", "b@x.test"]);
    gate.open();
    await refresh(prosody, [john]);
    assert.deepEqual(await news(phone), []);
  });
});
