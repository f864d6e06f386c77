import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Backend, start_backend } from "../support/backend.ts";
import { log_in } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { log_in_with_roster } from "../support/online.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import { arrive, fresh, news, refresh } from "../support/scene.ts";
import { bare, read_push } from "../support/stanza.ts";

const host = "chat.test";

for_each_prosody("roster pushes", (version) => {
  let backend: Backend;
  let prosody: Prosody;

  before(async () => {
    backend = await start_backend();
    prosody = await start_prosody({
      version,
      hosts: { [host]: { http_roster_url: backend.url } },
    });
  });

  after(async () => {
    assert.deepEqual(prosody.tracebacks(), []);
    await prosody.stop();
    await backend.stop();
  });

  test("go to the resources that asked for the roster, with or without presence, and to nobody else", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, {
      "old@x.test": { subscription: "none" },
      "same@x.test": { groups: ["b", "a"] },
      "other@x.test": {},
    });
    backend.rosters.set(marie, { [`${john}@${host}`]: { subscription: "none" } });
    const present = await arrive(prosody, john, { resource: "present" });
    const silent = await log_in(prosody, john, { resource: "silent" });
    const { ver } = await silent.roster();
    const versioned = await log_in(prosody, john, { resource: "versioned" });
    assert.equal((await versioned.roster({ ver })).unchanged, true);
    const uninterested = await log_in(prosody, john, { resource: "uninterested" });
    await uninterested.available();
    const mute = await log_in(prosody, john, { resource: "mute" });
    const bystander = await arrive(prosody, marie);
    const clients = [present, silent, versioned, uninterested, mute, bystander];
    for (const client of clients) await client.until_pong();

    backend.rosters.set(john, {
      "same@x.test": { groups: ["a", "b"] },
      "other@x.test": { name: "Other" },
      "new@x.test": { subscription: "none" },
    });
    await refresh(prosody, [john]);
    const pushes = ["push new@x.test none", "push old@x.test remove", "push other@x.test both"];
    for (const client of [present, silent, versioned]) assert.deepEqual(await news(client), pushes);
    for (const client of [uninterested, mute, bystander]) assert.deepEqual(await news(client), []);
  });

  test("carry one item, a version, an id of their own, and come from nobody or the user's bare JID", async () => {
    const john = fresh("john");
    backend.rosters.set(john, {});
    const client = await log_in(prosody, john);
    await client.roster();
    backend.rosters.set(john, { "a@x.test": {}, "b@x.test": {}, "c@x.test": {} });
    await refresh(prosody, [john]);
    const pushes = await client.until_pong();
    assert.equal(pushes.length, 3);
    assert.equal(new Set(pushes.map(({ attrs }) => String(attrs["id"]))).size, 3);
    for (const push of pushes) {
      assert.ok(push.is("iq") && push.attrs["type"] === "set" && push.attrs["id"] !== undefined);
      assert.ok([undefined, `${john}@${host}`].includes(push.attrs["from"]), push.toString());
      assert.ok([undefined, client.jid, bare(client.jid)].includes(push.attrs["to"]), push.toString());
      const query = push.getChild("query", "jabber:iq:roster");
      assert.equal(query?.getChildElements().length, 1);
      assert.ok(query?.attrs["ver"]);
    }
  });

  test("tell of each change of name, groups and subscription, with the whole item", async () => {
    const john = fresh("john");
    const jid = "marie@x.test";
    backend.rosters.set(john, { [jid]: {} });
    const client = await log_in(prosody, john);
    await client.roster();
    const states = [
      { name: "Marie" },
      { name: "Mary", groups: ["Work"] },
      { name: "Mary", groups: ["Family", "Work"], subscription: "both" },
      { name: "Mary", groups: ["Family"], subscription: "to" },
      { groups: ["Family"], subscription: "none" },
      { subscription: "from" },
    ];
    for (const state of states) {
      backend.rosters.set(john, { [jid]: state });
      await refresh(prosody, [john]);
      assert.deepEqual((await client.push()).item, { jid, subscription: "both", groups: [], ...state });
    }
    backend.rosters.set(john, {});
    await refresh(prosody, [john]);
    assert.deepEqual((await client.push()).item, { jid, subscription: "remove", groups: [] });
    await client.nothing_until_pong();
  });

  test("are not sent for what did not change", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": { name: "A", groups: ["x", "y"] }, "b@x.test": { subscription: "both" } });
    const client = await arrive(prosody, john);
    for (const document of [
      { "a@x.test": { name: "A", groups: ["x", "y"] }, "b@x.test": { subscription: "both" } },
      { "b@x.test": {}, "A@x.test/phone": { name: "A", groups: { y: true, x: true }, unknown: 1 } },
    ]) {
      backend.rosters.set(john, document);
      await refresh(prosody, [john]);
      await client.nothing_until_pong();
    }
  });

  test("of many changes stay in order where the module is reloaded in the midst of them", async () => {
    const jids = Array.from({ length: 2000 }, (_, i) => `contact${i}@x.test`);
    const named = (name: string, some: readonly string[]): object =>
      Object.fromEntries(some.map((jid) => [jid, { name, subscription: "none" }]));
    const john = fresh("john");
    backend.rosters.set(john, named("first", jids));
    const client = await log_in_with_roster(prosody, john);
    const second = prosody.request("POST", "/roster_admin/rosters", { json: { [john]: named("second", jids) } });
    await client.push();
    await prosody.reload_module();
    // Few enough to be told at once, if those before them were.
    const json = { [john]: named("third", jids.slice(0, 250)) };
    const third = prosody.request("PATCH", "/roster_admin/rosters", { json });
    for (const { status } of await Promise.all([second, third])) assert.equal(status, 200);
    const { items, ver } = await client.roster();
    const pushes = client.received.flatMap((stanza) => read_push(stanza) ?? []);
    const shown = new Map(pushes.map(({ item }) => [item.jid, item]));
    assert.deepEqual(
      items.filter(({ jid, name }) => shown.get(jid)?.name !== name),
      [],
    );
    assert.equal(pushes.at(-1)?.ver, ver);
  });
});
