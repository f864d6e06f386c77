import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import type { Client } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { subscription } from "../support/edit_stanzas.ts";
import { read_object } from "../support/outcome.ts";
import { arrive, fresh, in_short, news } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";

const nick_namespace = "http://jabber.org/protocol/nick";
const blocking_namespace = "urn:xmpp:blocking";

function is_request({ name, attrs }: Element): boolean {
  return name === "presence" && attrs["type"] === "subscribe";
}

/** All requests that a client was ever shown, by who asks. */
function shown_to(client: Client): string[] {
  return client.received.filter(is_request).map(({ attrs }) => String(attrs["from"]));
}

for_each_prosody("requests that wait for an answer", (version) => {
  const stage_of = test_stages(
    version,
    {
      asks: ({ edit_url }) => ({ http_roster_edit_url: edit_url }),
      plain: () => ({}),
    },
    { modules_enabled: ["blocklist", "websocket"] },
  );

  interface Scene {
    stage: Stage;
    /** Whose request it is: a bare JID. */
    john: string;
    marie: string;
    marie_jid: string;
  }

  function scene(): Scene {
    const stage = stage_of("asks");
    const marie = fresh("marie");
    return { stage, john: `${fresh("john")}@${stage.host}`, marie, marie_jid: `${marie}@${stage.host}` };
  }

  describe("are shown", () => {
    type Way = (scene: Scene, contact: unknown) => Promise<void>;
    const ways: Record<string, Way> = {
      PATCH: async ({ stage, marie, john }, contact) => {
        await stage.call("PATCH", "rosters", { json: { [marie]: { [john]: contact } } });
      },
      "POST /rosters": async ({ stage, marie, john }, contact) => {
        await stage.call("POST", "rosters", { json: { [marie]: { [john]: contact } } });
      },
      "a refresh": async ({ stage, marie, john }, contact) => {
        stage.backend.rosters.set(marie, { [john]: contact });
        await stage.refresh([marie]);
      },
    };
    for (const [way, tell] of Object.entries(ways)) {
      test(`${way}: at once to every resource that is available, and to no other`, async () => {
        const all = scene();
        const { stage, john, marie, marie_jid } = all;
        const phone = await stage.arrive(marie, {});
        const desk = await stage.log_in(marie);
        await desk.available();
        const silent = await stage.log_in(marie);
        await silent.roster();
        for (const client of [phone, desk, silent]) await client.until_pong();
        await tell(all, { request: "It's <me>", nick: "Jöhnny" });
        for (const client of [phone, desk]) {
          const request = await client.presence(john, "subscribe");
          assert.deepEqual([request.attrs["from"], request.attrs["to"]], [john, marie_jid]);
          assert.equal(request.getChildText("status"), "It's <me>");
          assert.equal(request.getChildText("nick", nick_namespace), "Jöhnny");
          await client.nothing_until_pong();
        }
        await silent.nothing_until_pong();
      });
    }

    test("by the answer to the question of the one who asks", async () => {
      const { stage, marie } = scene();
      const contact = await stage.arrive(marie, {});
      const name = fresh("john");
      const john = await stage.arrive(name, {});
      await john.send(subscription("subscribe", `${marie}@${stage.host}`, { text: "Hello", nick: "J." }));
      const request = await contact.presence(`${name}@${stage.host}`, "subscribe");
      assert.deepEqual([request.getChildText("status"), request.getChildText("nick", nick_namespace)], ["Hello", "J."]);
      await contact.nothing_until_pong();
    });

    test("to who logs in later: with the first presence, whether or not the roster is asked for", async () => {
      const { stage, john, marie } = scene();
      stage.backend.rosters.set(marie, { [john]: { request: true } });
      const phone = await stage.arrive(marie);
      assert.deepEqual(shown_to(phone), [john]);
      const request = phone.received.find(is_request);
      assert.equal(request?.getChild("status"), undefined);
      assert.equal(request?.getChild("nick"), undefined);
      const desk = await stage.log_in(marie);
      await desk.until_pong();
      assert.deepEqual(shown_to(desk), []);
      await desk.available();
      await desk.until_pong();
      assert.deepEqual(shown_to(desk), [john]);
      const browser = await arrive(stage.prosody, marie, { host: stage.host, transport: "websocket" });
      assert.deepEqual(shown_to(browser), [john]);
      for (const client of [phone, desk]) assert.deepEqual(shown_to(client), [john]);
    });

    test("once a session, whatever presence it sends and whatever changes besides", async () => {
      const { stage, john, marie } = scene();
      stage.backend.rosters.set(marie, { [john]: { request: "Hello" } });
      const client = await stage.arrive(marie);
      await client.send(xml("presence", {}, xml("show", {}, "away")));
      await client.unavailable();
      await client.available();
      await stage.call("PATCH", "rosters", { json: { [marie]: { [john]: { name: "John" }, "x@y.test": {} } } });
      await stage.refresh([marie]);
      await client.until_pong();
      assert.deepEqual(shown_to(client), [john]);
    });

    test("again after a restart, to each new session, and not again after the module is reloaded", async () => {
      const { stage, john, marie } = scene();
      stage.backend.rosters.set(marie, { [john]: { request: "Hello", nick: "J." } });
      const client = await stage.arrive(marie);
      await stage.prosody.reload_module("http_roster_admin", stage.host);
      await client.send(xml("presence", {}, xml("show", {}, "away")));
      await client.until_pong();
      assert.deepEqual(shown_to(client), [john]);
      const other = await stage.arrive(marie);
      assert.deepEqual(shown_to(other), [john]);

      await stage.prosody.restart();
      const later = await stage.arrive(marie);
      assert.deepEqual(shown_to(later), [john]);
      const request = later.received.find(is_request);
      assert.equal(request?.getChildText("status"), "Hello");
      assert.equal(request?.getChildText("nick", nick_namespace), "J.");
    });

    test("after a restart, too, where the backend is away", async () => {
      const { stage, john, marie } = scene();
      stage.backend.rosters.set(marie, { [john]: { request: "Hello" } });
      await (await stage.arrive(marie)).stop();
      await stage.prosody.restart();
      await stage.backend.stop();
      let client: Client;
      try {
        client = await stage.arrive(marie);
        assert.deepEqual(shown_to(client), [john]);
      } finally {
        await stage.backend.start();
      }
      await stage.refresh([marie]);
      await client.until_pong();
      assert.deepEqual(shown_to(client), [john]);
    });

    test("no more to those who come when the backend has dropped it; but to everyone when they ask again", async () => {
      const { stage, john, marie } = scene();
      stage.backend.rosters.set(marie, { [john]: { request: true } });
      const client = await stage.arrive(marie);
      await stage.call("PATCH", "rosters", { json: { [marie]: { [john]: null } } });
      const later = await stage.log_in(marie);
      await later.available();
      await later.until_pong();
      assert.deepEqual(shown_to(later), []);
      await stage.call("PATCH", "rosters", { json: { [marie]: { [john]: { request: true } } } });
      for (const each of [client, later]) await each.until_pong();
      assert.deepEqual([shown_to(client), shown_to(later)], [[john, john], [john]]);
    });

    test("no more once they are approved", async () => {
      const { stage, marie } = scene();
      const name = fresh("john");
      const john = `${name}@${stage.host}`;
      stage.backend.rosters.set(name, { [`${marie}@${stage.host}`]: { ask: "subscribe" } });
      stage.backend.rosters.set(marie, { [john]: { request: true } });
      const client = await stage.arrive(marie);
      await client.send(subscription("subscribed", john));
      assert.equal((await client.push()).item.subscription, "from");
      const later = await stage.arrive(marie);
      assert.deepEqual(shown_to(later), []);
    });

    test("only to whom may be asked: with none and to, not with from and both", async () => {
      const { stage, marie } = scene();
      const contacts = ["none", "to", "from", "both"].map((subscription) => {
        return [`${subscription}-${marie}@x.test`, { subscription, request: true }];
      });
      stage.backend.rosters.set(marie, Object.fromEntries(contacts));
      const client = await stage.arrive(marie);
      assert.deepEqual(shown_to(client).sort(), [`none-${marie}@x.test`, `to-${marie}@x.test`]);
    });

    test("all of many, each once", async () => {
      const { stage, marie } = scene();
      const jids = Array.from({ length: 300 }, (_, i) => `c${i}@x.test`).sort();
      stage.backend.rosters.set(marie, Object.fromEntries(jids.map((jid) => [jid, { request: true }])));
      const client = await stage.arrive(marie);
      assert.deepEqual(shown_to(client).sort(), jids);
      assert.deepEqual((await client.roster()).items, []);
    });

    test("not to who has blocked them", async () => {
      const { stage, john, marie } = scene();
      const client = await stage.arrive(marie, {});
      const block = xml("block", { xmlns: blocking_namespace }, xml("item", { jid: john }));
      assert.equal((await client.request(xml("iq", { type: "set" }, block))).attrs["type"], "result");
      await stage.call("PATCH", "rosters", { json: { [marie]: { [john]: { request: true } } } });
      const later = await stage.arrive(marie);
      await client.until_pong();
      assert.deepEqual([shown_to(client), shown_to(later)], [[], []]);
    });
  });

  describe("are no contacts", () => {
    test("nothing is pushed, nothing is in the roster, and its version stays", async () => {
      const { stage, john, marie } = scene();
      const client = await stage.arrive(marie, { "x@y.test": {} });
      const { ver } = await client.roster();
      await stage.call("PATCH", "rosters", { json: { [marie]: { [john]: { request: true, nick: "J." } } } });
      assert.deepEqual(await news(client), [`subscribe ${john}`]);
      assert.deepEqual(
        (await client.roster()).items.map(({ jid }) => jid),
        ["x@y.test"],
      );
      assert.equal((await client.roster({ ver })).unchanged, true);
      await stage.call("PATCH", "rosters", { json: { [marie]: { [john]: null } } });
      await client.nothing_until_pong();
    });

    for (const [field, value] of Object.entries({
      name: "John",
      groups: ["G"],
      ask: "subscribe",
      subscription: "to",
    })) {
      test(`unless they have ${field}: it is pushed when it comes, and taken away when it goes`, async () => {
        const { stage, john, marie } = scene();
        const client = await stage.arrive(marie, { [john]: { request: true } });
        const tell = (change: unknown): Promise<unknown> =>
          stage.call("PATCH", "rosters", { json: { [marie]: { [john]: { [field]: change } } } });
        await tell(value);
        const { item } = await client.push();
        assert.equal(item.jid, john);
        assert.equal((await client.roster()).items.length, 1);
        await tell(field === "subscription" ? "none" : null);
        assert.equal((await client.push()).item.subscription, "remove");
        assert.deepEqual((await client.roster()).items, []);
        assert.deepEqual(shown_to(client), [john]);
      });
    }

    test("GET /rosters says what the backend has said", async () => {
      const { stage, john, marie } = scene();
      const contact = { groups: [], subscription: "none", request: "Hello", nick: "J." };
      await stage.arrive(marie, { [john]: contact, "x@y.test": { ask: "subscribe" } });
      const path = `/roster_admin/rosters/${marie}`;
      const { roster } = read_object(await stage.prosody.request("GET", path, { host: stage.host }));
      const contacts = roster as Record<string, Record<string, unknown>>;
      assert.equal(contacts[john]?.["request"], "Hello");
      assert.equal(contacts[john]?.["nick"], "J.");
      assert.equal(contacts["x@y.test"]?.["ask"], "subscribe");
      assert.equal(contacts["x@y.test"]?.["subscription"], "none");
    });
  });

  test("what the user has asked for shows in the roster: with none and from", async () => {
    const { stage, marie } = scene();
    const contacts = ["none", "to", "from", "both"].map((subscription) => {
      return [`${subscription}@x.test`, { subscription, ask: "subscribe" }];
    });
    const client = await stage.arrive(marie, Object.fromEntries(contacts));
    const asked = (await client.roster()).items.filter(({ ask }) => ask === "subscribe").map(({ jid }) => jid);
    assert.deepEqual(asked, ["from@x.test", "none@x.test"]);
  });

  for (const [what, contact] of Object.entries({
    "request: 5": { request: 5 },
    "request: {}": { request: {} },
    "ask: true": { ask: true },
    'ask: "maybe"': { ask: "maybe" },
    "nick: 5": { request: true, nick: 5 },
  })) {
    test(`${what}: that contact is passed over, with a warning`, async () => {
      const { stage, john, marie } = scene();
      const warnings = stage.logged("warn").length;
      const client = await stage.arrive(marie, { [john]: contact, "x@y.test": {} });
      assert.deepEqual(
        (await client.roster()).items.map(({ jid }) => jid),
        ["x@y.test"],
      );
      assert.deepEqual(shown_to(client), []);
      assert.equal(stage.logged("warn").length, warnings + 1);
    });
  }

  test("null is a field left out", async () => {
    const { stage, john, marie } = scene();
    const client = await stage.arrive(marie, { [john]: { request: null, ask: null, nick: null } });
    assert.deepEqual((await client.roster()).items, [{ jid: john, subscription: "both", groups: [] }]);
    assert.deepEqual(shown_to(client), []);
  });

  test("without http_roster_edit_url both fields are unknown: nothing is shown, nobody has asked", async () => {
    const stage = stage_of("plain");
    const client = await stage.arrive(fresh("marie"), {
      "a@x.test": { request: true },
      "b@x.test": { ask: "subscribe" },
      "c@x.test": { request: 5 },
    });
    assert.deepEqual(
      (await client.roster()).items.map(({ jid, subscription, ask }) => [jid, subscription, ask]),
      ["a", "b", "c"].map((name) => [`${name}@x.test`, "both", undefined]),
    );
    assert.deepEqual(client.received.filter(is_request).map(in_short), []);
  });
});
