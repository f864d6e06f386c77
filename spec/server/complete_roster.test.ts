import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { xml } from "@xmpp/client";
import { type Backend, start_backend } from "../support/backend.ts";
import { after as after_gate, hang } from "../support/backend_behaviour.ts";
import { type Client, log_in } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { learns_of } from "../support/online.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { arrive, fresh, news, refresh } from "../support/scene.ts";
import { error_condition, read_roster } from "../support/stanza.ts";

const timeout = 1;
const slow = "slow.test";
const other = "other.test";
const roster_get = "<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>";

/** Asks core for a roster as modules do, and gives its contacts. */
const load_offline = `
  local jids = {};
  for jid in pairs(require "core.rostermanager".load_roster(...)) do
    if jid then table.insert(jids, jid); end
  end
  table.sort(jids);
  return table.concat(jids, " ");
`;

/** A stanza from a server elsewhere for a user of the host, and what that server was sent once that user's roster was there. */
const from_elsewhere = `
  local text, username = ...;
  local sent = {};
  local origin = {
    type = "s2sin", from_host = "elsewhere.test", to_host = module.host, hosts = {}, log = module._log;
    send = function (stanza) table.insert(sent, tostring(stanza)); end;
  };
  local function catch(event)
    if event.to_host ~= "elsewhere.test" then return; end
    table.insert(sent, tostring(event.stanza));
    return true;
  end
  module:hook("route/remote", catch, 1000);
  prosody.core_post_stanza(origin, require "util.xml".parse(text));
  require "core.rostermanager".load_roster(username, module.host);
  module:unhook("route/remote", catch);
  return table.concat(sent);
`;

async function archived(client: Client): Promise<string[]> {
  await client.request(xml("iq", { type: "set" }, xml("query", { xmlns: "urn:xmpp:mam:2" })));
  return (await client.until_pong()).map((message) => {
    return (
      message
        .getChild("result", "urn:xmpp:mam:2")
        ?.getChild("forwarded", "urn:xmpp:forward:0")
        ?.getChild("message")
        ?.getChildText("body") ?? message.toString()
    );
  });
}

for_each_prosody("the roster is complete when it is needed", (version) => {
  let backend: Backend;
  let prosody: Prosody;
  const host = "chat.test";

  before(async () => {
    backend = await start_backend();
    prosody = await start_prosody({
      version,
      modules_enabled: ["mam", "pep"],
      options: { default_archive_policy: "roster" },
      hosts: {
        [host]: { http_roster_url: backend.url },
        [other]: { http_roster_url: backend.url },
        [slow]: { http_roster_url: backend.url, http_roster_timeout: timeout },
      },
    });
  });

  after(async () => {
    assert.deepEqual(prosody.tracebacks(), []);
    await prosody.stop();
    await backend.stop();
  });

  test("at the first roster get", async () => {
    const john = fresh("john");
    backend.rosters.set(john, {
      "marie@chat.test": { name: "Marie", groups: ["Work", "Friends"] },
      "aaron@chat.test": { subscription: "to", groups: { Family: true } },
      "paul@elsewhere.test": { name: null, subscription: "none" },
    });
    const client = await log_in(prosody, john);
    assert.deepEqual((await client.roster()).items, [
      { jid: "aaron@chat.test", subscription: "to", groups: ["Family"] },
      { jid: "marie@chat.test", subscription: "both", name: "Marie", groups: ["Friends", "Work"] },
      { jid: "paul@elsewhere.test", subscription: "none", groups: [] },
    ]);
    assert.equal(backend.requests_for(john).length, 1);
  });

  test("at the initial presence without a roster get", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, { [`${marie}@${host}`]: {} });
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    const marie_client = await arrive(prosody, marie);
    const john_client = await log_in(prosody, john);
    await john_client.available();
    assert.deepEqual(await news(john_client), [`available ${marie_client.jid}`]);
    assert.deepEqual(await news(marie_client), [`available ${john_client.jid}`]);
  });

  test("when bind, roster get and presence come in one write while the backend is slow", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, { [`${marie}@${host}`]: {} });
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    const marie_client = await arrive(prosody, marie);
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    const connection = new RawConnection(prosody);
    await connection.authenticate(john);
    await connection.raw(`${RawConnection.bind_request("phone")}${roster_get}<presence/>`);
    await backend.requested(john);
    await marie_client.nothing_until_pong();
    gate.open();
    assert.deepEqual(read_roster(await connection.answer_to("roster")).items, [
      { jid: `${marie}@${host}`, subscription: "both", groups: [] },
    ]);
    await connection.presence(marie_client.jid);
    await marie_client.presence(`${john}@${host}/phone`);
    assert.deepEqual(
      connection.received.slice(-4).map(({ name, attrs }) => `${name} ${attrs["id"] ?? attrs["from"]}`),
      ["iq bind", "iq roster", `presence ${john}@${host}/phone`, `presence ${marie_client.jid}`],
    );
  });

  test("when presence comes before the roster get, in one write with the bind", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, { [`${marie}@${host}`]: {} });
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    const marie_client = await arrive(prosody, marie);
    const connection = new RawConnection(prosody);
    await connection.authenticate(john);
    await connection.raw(`${RawConnection.bind_request("phone")}<presence/>${roster_get}`);
    assert.equal(read_roster(await connection.answer_to("roster")).items.length, 1);
    await connection.presence(marie_client.jid);
    await marie_client.presence(`${john}@${host}/phone`);
  });

  test("for two resources that connect at once, with one request", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "marie@chat.test": {} });
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    const [phone, laptop] = [new RawConnection(prosody), new RawConnection(prosody)];
    await Promise.all([phone.authenticate(john), laptop.authenticate(john)]);
    const from = prosody.log().length;
    const bound = [phone.bind("phone"), laptop.bind("laptop")];
    await backend.requested(john);
    await until(
      () => prosody.log().slice(from).split("Received[c2s_unbound]: <iq").length > 2,
      () => "both to be binding",
    );
    gate.open();
    await Promise.all(bound);
    for (const connection of [phone, laptop]) {
      assert.deepEqual(
        (await connection.roster()).items.map(({ jid }) => jid),
        ["marie@chat.test"],
      );
    }
    assert.equal(backend.requests_for(john).length, 1);
  });

  test("for a second resource that comes later, without another request", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "marie@chat.test": {} });
    await arrive(prosody, john);
    const second = await log_in(prosody, john);
    assert.equal((await second.roster()).items.length, 1);
    assert.equal(backend.requests_for(john).length, 1);
  });

  test("the bind waits for a slow backend", async () => {
    const [john, bystander] = [fresh("john"), fresh("bystander")];
    backend.rosters.set(bystander, {});
    const bystander_client = await arrive(prosody, bystander);
    backend.rosters.set(john, { "marie@chat.test": {} });
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    const connection = new RawConnection(prosody);
    await connection.authenticate(john);
    const bound = connection.bind("phone");
    await backend.requested(john);
    await bystander_client.nothing_until_pong();
    assert.equal(connection.jid, "");
    gate.open();
    await bound;
    assert.equal((await connection.roster()).items.length, 1);
  });

  test("the bind waits no longer than the timeout, and what the backend says is pushed later", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "marie@chat.test": {} });
    backend.behave(john, hang);
    const connection = new RawConnection(prosody, slow);
    await connection.authenticate(john);
    const start = performance.now();
    assert.equal((await connection.bind("phone")).attrs["type"], "result");
    const waited = (performance.now() - start) / 1000;
    assert.ok(waited > timeout * 0.9 && waited < timeout + 1, `the bind took ${waited} s`);

    await connection.raw(roster_get);
    const refusal = await connection.answer_to("roster");
    assert.equal(refusal.getChild("error")?.attrs["type"], "wait");
    assert.equal(error_condition(refusal), "internal-server-error");
    backend.behave(john);
    const { item } = await connection.push();
    assert.deepEqual(item, { jid: "marie@chat.test", subscription: "both", groups: [] });
    const { items, ver } = await connection.roster();
    assert.equal(items.length, 1);
    assert.equal((await connection.roster({ ver })).unchanged, true);
  });

  test("a refresh that arrives while a login waits: the client is shown the first answer, and then the next", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "old@chat.test": {} });
    const gate = new_gate();
    backend.behave(john, after_gate(gate));
    const coming = log_in(prosody, john);
    await backend.requested(john);
    backend.rosters.set(john, { "new@chat.test": {} });
    await refresh(prosody, [john]);
    gate.open();
    await learns_of(await coming, "new@chat.test");
    assert.equal(backend.requests_for(john).length, 2);
  });

  test("a probe from another host of this server for a user who is just logging in", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, { [`${marie}@${other}`]: {} });
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    const gate = new_gate();
    backend.behave(marie, after_gate(gate));
    const john_client = await log_in(prosody, john);
    await john_client.available();
    await backend.requested(marie);
    const from = prosody.log().length;
    const coming = log_in(prosody, marie, { host: other });
    await prosody.wait_for_log(/Received\[c2s_unbound\]: <iq/, { from });
    gate.open();
    const marie_client = await coming;
    await marie_client.available();
    await john_client.presence(marie_client.jid);
    assert.ok((await news(john_client)).every((each) => each === `unavailable ${marie}@${other}`));
    assert.deepEqual(await news(marie_client), [`available ${john_client.jid}`]);
    // One for the probe, which the login waits for, too; and one that was asked for after the login began.
    assert.ok(backend.requests_for(marie).length <= 2);
  });

  test("a login asks nothing about the user's contacts who are offline", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, { [`${marie}@${host}`]: {} });
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    const client = await log_in(prosody, john);
    await client.available();
    assert.deepEqual(await news(client), [`unavailable ${marie}@${host}`]);
    assert.equal(backend.requests_for(marie).length, 0);
  });

  for (const target of [host, other]) {
    for (const subscription of ["both", "from", "to", "none", "absent"]) {
      const may_see = subscription === "both" || subscription === "from";
      const kind = target === host ? "the same host" : "another host of this server";

      test(`a probe from ${kind} for a user online whose roster says ${subscription}`, async () => {
        const [john, marie] = [fresh("john"), fresh("marie")];
        backend.rosters.set(john, { [`${marie}@${target}`]: { subscription: "to" } });
        backend.rosters.set(marie, subscription === "absent" ? {} : { [`${john}@${host}`]: { subscription } });
        const marie_client = await arrive(prosody, marie, { host: target });
        const john_client = await log_in(prosody, john);
        await john_client.available();
        assert.deepEqual(await news(john_client), may_see ? [`available ${marie_client.jid}`] : []);
        assert.equal(backend.requests_for(marie).length, 1);
      });
    }
  }

  for (const subscription of ["both", "from", "to", "none", "absent"]) {
    const may_see = subscription === "both" || subscription === "from";

    test(`a probe from another host of this server for a user offline whose roster says ${subscription}`, async () => {
      const [john, marie] = [fresh("john"), fresh("marie")];
      backend.rosters.set(john, { [`${marie}@${other}`]: { subscription: "to" } });
      backend.rosters.set(marie, subscription === "absent" ? {} : { [`${john}@${host}`]: { subscription } });
      const gate = new_gate();
      backend.behave(marie, after_gate(gate));
      const client = await log_in(prosody, john);
      await client.available();
      await backend.requested(marie);
      await client.nothing_until_pong();
      gate.open();
      if (may_see) await client.presence(`${marie}@${other}`, "unavailable");
      else await prosody.lua(load_offline, [marie, other], other);
      await client.nothing_until_pong();
      assert.equal(backend.requests_for(marie).length, 1);
    });

    test(`a probe from another server for a user offline whose roster says ${subscription}`, async () => {
      const marie = fresh("marie");
      backend.rosters.set(marie, subscription === "absent" ? {} : { "john@elsewhere.test": { subscription } });
      const probe = `<presence xmlns='jabber:client' type='probe' from='john@elsewhere.test/x' to='${marie}@${host}'/>`;
      const sent = await prosody.lua(from_elsewhere, [probe, marie]);
      if (may_see) assert.match(String(sent), /^<presence[^>]* type='unavailable'[^>]*>$/);
      else assert.equal(sent, "");
      assert.equal(backend.requests_for(marie).length, 1);
    });
  }

  test("a stranger who probes a user offline on the same host is told nothing", async () => {
    const marie = fresh("marie");
    const stranger = fresh("stranger");
    backend.rosters.set(marie, {});
    backend.rosters.set(stranger, {});
    const client = await arrive(prosody, stranger);
    await client.send(xml("presence", { type: "probe", to: `${marie}@${host}` }));
    await client.until_pong();
    await prosody.lua(load_offline, [marie, host]);
    await client.nothing_until_pong();
  });

  test("nobody elsewhere is told `unsubscribed` while the backend is silent", async () => {
    const marie = fresh("marie");
    backend.behave(marie, hang);
    const probe = `<presence xmlns='jabber:client' type='probe' from='john@elsewhere.test/x' to='${marie}@${slow}'/>`;
    assert.equal(await prosody.lua(from_elsewhere, [probe, marie], slow), "");
    assert.equal(backend.requests_for(marie).length, 1);
  });

  test("mod_mam's policy `roster` for a user offline", async () => {
    const [john, marie, stranger] = [fresh("john"), fresh("marie"), fresh("stranger")];
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    for (const sender of [stranger, john]) {
      backend.rosters.set(sender, { [`${marie}@${host}`]: {} });
      const client = await arrive(prosody, sender);
      await client.send(xml("message", { to: `${marie}@${host}`, type: "chat" }, xml("body", {}, `from ${sender}`)));
      await client.until_pong();
    }
    assert.equal(backend.requests_for(marie).length, 1);
    const marie_client = await arrive(prosody, marie);
    assert.deepEqual(await archived(marie_client), [`from ${john}`]);
  });

  test("mod_pep's access model `presence` for an owner offline", async () => {
    const owner = fresh("owner");
    backend.rosters.set(owner, { "friend@elsewhere.test": {} });
    const owner_client = await log_in(prosody, owner);
    const item = xml("item", { id: "current" }, xml("tune", { xmlns: "http://jabber.org/protocol/tune" }));
    const publish = xml("publish", { node: "http://jabber.org/protocol/tune" }, item);
    const pubsub = xml("pubsub", { xmlns: "http://jabber.org/protocol/pubsub" }, publish);
    assert.equal((await owner_client.request(xml("iq", { type: "set" }, pubsub))).attrs["type"], "result");
    await owner_client.stop();
    // What is known of the owner is dropped, so that it must be asked for anew.
    await refresh(prosody, [owner]);
    for (const [sender, outcome] of [
      ["friend@elsewhere.test/x", /type='result'/],
      ["stranger@elsewhere.test/x", /type='error'/],
    ] as const) {
      const items = "<items node='http://jabber.org/protocol/tune'/>";
      const query = `<pubsub xmlns='http://jabber.org/protocol/pubsub'>${items}</pubsub>`;
      const iq = `<iq xmlns='jabber:client' type='get' id='x' from='${sender}' to='${owner}@${host}'>${query}</iq>`;
      assert.match(String(await prosody.lua(from_elsewhere, [iq, owner])), outcome);
    }
    assert.equal(backend.requests_for(owner).length, 2);
  });

  test("a sender is not held up by the slow roster of somebody else for longer than the timeout", async () => {
    const [sender, marie] = [fresh("sender"), fresh("marie")];
    backend.rosters.set(sender, {});
    backend.behave(marie, hang);
    const client = await arrive(prosody, sender, { host: slow });
    const start = performance.now();
    await client.send(xml("message", { to: `${marie}@${slow}`, type: "chat" }, xml("body", {}, "hello")));
    await backend.requested(marie);
    await client.until_pong();
    const waited = (performance.now() - start) / 1000;
    assert.ok(waited < timeout + 1, `the sender waited ${waited} s`);
  });

  test("after an offline load, the next login asks again", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "marie@chat.test": {} });
    assert.equal(await prosody.lua(load_offline, [john, host]), "marie@chat.test");
    backend.rosters.set(john, { "aaron@chat.test": {} });
    const client = await log_in(prosody, john);
    assert.deepEqual(
      (await client.roster()).items.map(({ jid }) => jid),
      ["aaron@chat.test"],
    );
  });

  test("after an offline load and a refresh, whoever asks and whoever logs in gets the new roster", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "marie@chat.test": {} });
    assert.equal(await prosody.lua(load_offline, [john, host]), "marie@chat.test");
    assert.equal(await prosody.lua(load_offline, [john, host]), "marie@chat.test");
    assert.equal(backend.requests_for(john).length, 1);
    backend.rosters.set(john, { "aaron@chat.test": {} });
    await refresh(prosody, [john]);
    assert.equal(await prosody.lua(load_offline, [john, host]), "aaron@chat.test");
    backend.rosters.set(john, { "paul@chat.test": {} });
    await refresh(prosody, [john]);
    const client = await log_in(prosody, john);
    assert.deepEqual(
      (await client.roster()).items.map(({ jid }) => jid),
      ["paul@chat.test"],
    );
  });
});
