import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { xml } from "@xmpp/client";
import { type Backend, start_backend } from "../support/backend.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import { arrive, fresh, in_short, news } from "../support/scene.ts";

const host = "chat.test";
const open = "open.test";
const types = ["subscribe", "subscribed", "unsubscribe", "unsubscribed"] as const;

/** What core and storage hold of a user's contacts and of requests that wait for an answer. */
const leftovers = `
  local username = ...;
  local user = prosody.hosts[module.host].sessions[username];
  local roster = user and user.roster or require "core.rostermanager".load_roster(username, module.host);
  local contacts, pending = {}, {};
  for jid, item in pairs(roster) do
    if jid then table.insert(contacts, jid.." "..item.subscription.." "..tostring(item.ask)); end
  end
  for jid in pairs(roster[false].pending) do table.insert(pending, jid); end
  local stored = require "core.storagemanager".open(module.host, "roster", "keyval"):get(username);
  return table.concat(contacts, ", ").." | "..table.concat(pending, ", ").." | "..tostring(stored);
`;

/** Hands over stanzas as the connection to another server does. */
const from_elsewhere = `
  local origin = {
    type = "s2sin", from_host = "elsewhere.test", to_host = module.host, hosts = {}, log = module._log;
    send = function () end;
  };
  for _, text in ipairs({ ... }) do
    prosody.core_process_stanza(origin, require "util.xml".parse(text));
  end
`;

for_each_prosody("subscription stanzas", (version) => {
  let backend: Backend;
  let prosody: Prosody;

  before(async () => {
    backend = await start_backend();
    prosody = await start_prosody({
      version,
      hosts: {
        [host]: { http_roster_url: backend.url },
        [open]: { http_roster_url: backend.url, http_roster_block_subscriptions: false },
      },
    });
  });

  after(async () => {
    assert.deepEqual(prosody.tracebacks(), []);
    await prosody.stop();
    await backend.stop();
  });

  async function assert_nothing_left(username: string, contacts = "", at: string = host): Promise<void> {
    const left = await prosody.lua(leftovers, [username], at);
    assert.equal(left, `${contacts} |  | nil`, `what ${username} has`);
  }

  test("between two users of the host reach nobody and leave nothing behind", async () => {
    const [john, marie, known] = [fresh("john"), fresh("marie"), fresh("known")];
    backend.rosters.set(john, { [`${known}@${host}`]: {} });
    backend.rosters.set(marie, {});
    backend.rosters.set(known, { [`${john}@${host}`]: {} });
    const sender = await arrive(prosody, john);
    const receiver = await arrive(prosody, marie);
    const friend = await arrive(prosody, known);
    const clients = [sender, receiver, friend];
    for (const client of clients) await client.until_pong();
    for (const target of [receiver, friend]) {
      const bare = target.jid.replace(/\/.*/, "");
      for (const to of [bare, target.jid, `${bare}/nobody`, bare.toUpperCase()]) {
        for (const type of types) await sender.send(xml("presence", { type, to }));
        assert.deepEqual(await news(sender), [], `to ${to}`);
      }
    }
    for (const client of clients) await client.nothing_until_pong();
    await assert_nothing_left(john, `${known}@${host} both nil`);
    await assert_nothing_left(known, `${john}@${host} both nil`);
    await assert_nothing_left(marie);
    assert.deepEqual(
      (await sender.roster()).items.map(({ jid }) => jid),
      [`${known}@${host}`],
    );
  });

  test("to users offline, to oneself, to hosts and without an address leave nothing behind", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, {});
    backend.rosters.set(marie, {});
    const sender = await arrive(prosody, john);
    const targets = [`${marie}@${host}`, `${marie}@${host}/x`, `${john}@${host}`, host, `${host}/x`, "elsewhere.test"];
    for (const to of [...targets, "somebody@elsewhere.test", "somebody@elsewhere.test/x"]) {
      for (const type of types) await sender.send(xml("presence", { type, to }));
      assert.deepEqual(await news(sender), [], `to ${to}`);
    }
    for (const type of types) await sender.send(xml("presence", { type }));
    await sender.until_pong();
    await assert_nothing_left(john);
    await assert_nothing_left(marie);
    assert.deepEqual((await sender.roster()).items, []);
    await sender.stop();
    const again = await arrive(prosody, marie);
    assert.deepEqual(
      again.received.filter(({ attrs }) => String(attrs["type"]).includes("subscribe")).map(in_short),
      [],
      "at the next login",
    );
  });

  test("from another server are dropped, to bare, full and host JIDs", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    const foreign = "friend@elsewhere.test";
    backend.rosters.set(john, { [foreign]: { subscription: "from" } });
    backend.rosters.set(marie, {});
    const receiver = await arrive(prosody, john);
    await receiver.until_pong();
    const stanzas = [`${john}@${host}`, receiver.jid, `${john}@${host}/nobody`, `${marie}@${host}`, host].flatMap(
      (to) =>
        ["friend@elsewhere.test", "friend@elsewhere.test/x", "stranger@elsewhere.test"].flatMap((from) =>
          types.map((type) => `<presence xmlns='jabber:client' type='${type}' from='${from}' to='${to}'/>`),
        ),
    );
    await prosody.lua(from_elsewhere, stanzas);
    await receiver.nothing_until_pong();
    await assert_nothing_left(john, `${foreign} from nil`);
    await assert_nothing_left(marie);
  });

  test("from a host of this server that lets them pass are dropped where they arrive, and the other way round", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, {});
    backend.rosters.set(marie, {});
    const inside = await arrive(prosody, john);
    const outside = await arrive(prosody, marie, { host: open });
    for (const to of [`${john}@${host}`, inside.jid]) {
      for (const type of types) await outside.send(xml("presence", { type, to }));
    }
    await outside.until_pong();
    await inside.nothing_until_pong();
    await assert_nothing_left(john);

    for (const to of [`${marie}@${open}`, outside.jid]) {
      for (const type of types) await inside.send(xml("presence", { type, to }));
    }
    await inside.nothing_until_pong();
    assert.deepEqual(
      (await outside.until_pong()).filter(({ attrs }) => attrs["from"]?.startsWith(john)).map(in_short),
      [],
    );
    await assert_nothing_left(john);
  });

  test("pass where http_roster_block_subscriptions is false", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, {});
    backend.rosters.set(marie, {});
    const sender = await arrive(prosody, john, { host: open });
    const receiver = await arrive(prosody, marie, { host: open });
    await sender.send(xml("presence", { type: "subscribe", to: `${marie}@${open}` }));
    await receiver.presence(`${john}@${open}`, "subscribe");
    assert.equal((await sender.push()).item.ask, "subscribe");
    await receiver.send(xml("presence", { type: "subscribed", to: `${john}@${open}` }));
    await sender.presence(`${marie}@${open}`, "subscribed");
    await sender.presence(receiver.jid);
  });

  test("are the only ones dropped: directed presence and probes pass", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, {});
    backend.rosters.set(marie, { [`${john}@${host}`]: { subscription: "from" } });
    const sender = await arrive(prosody, john);
    const receiver = await arrive(prosody, marie);
    await sender.until_pong();
    await sender.send(xml("presence", { to: receiver.jid }));
    await receiver.presence(sender.jid);
    await sender.send(xml("presence", { to: receiver.jid, type: "unavailable" }));
    await receiver.presence(sender.jid, "unavailable");
    await sender.send(xml("presence", { to: `${marie}@${host}`, type: "probe" }));
    await sender.presence(receiver.jid);
  });
});
