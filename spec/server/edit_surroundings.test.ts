import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { xml } from "@xmpp/client";
import { after, answer, normally } from "../support/backend_behaviour.ts";
import { BoshSession } from "../support/bosh_session.ts";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { done, refused, roster_remove, roster_set, subscription } from "../support/edit_stanzas.ts";
import { new_gate } from "../support/gate.ts";
import { far_away } from "../support/outsiders.ts";
import { read_object } from "../support/outcome.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { arrive, fresh, in_short, news } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";
import { bare } from "../support/stanza.ts";

const stream_management = "urn:xmpp:sm:3";
const marie = "marie@x.test";

for_each_prosody("edits", (version) => {
  const stage_of = test_stages(
    version,
    {
      plain: ({ edit_url }) => ({ http_roster_edit_url: edit_url }),
      passing: ({ edit_url }) => ({ http_roster_edit_url: edit_url, http_roster_block_subscriptions: false }),
      named: ({ edit_url }) => ({ http_roster_edit_url: `${edit_url}?host=%h&user=%s` }),
      narrow: ({ edit_url }) => ({
        http_roster_edit_url: edit_url,
        http_roster_concurrency: 1,
        http_roster_timeout: 20,
      }),
    },
    { modules_enabled: ["smacks", "bosh", "websocket"], lua: far_away },
  );

  async function online(stage: Stage, document: unknown = {}, name = fresh("john")): Promise<[Client, string, string]> {
    const client = await stage.arrive(name, document);
    return [client, `${name}@${stage.host}`, name];
  }

  test("go by the URL with host and username filled in", async () => {
    const stage = stage_of("named");
    const [client, , name] = await online(stage);
    stage.backend.behave_for_edits(answer(204));
    await done(client, roster_set(marie));
    assert.equal(stage.backend.edits()[0]?.url, `/edits?host=named.test&user=${name}`);
  });

  test("by BOSH and WebSocket are the same", async () => {
    const stage = stage_of("plain");
    stage.backend.behave_for_edits();
    const name = fresh("john");
    stage.backend.rosters.set(name, {});
    const socket = await arrive(stage.prosody, name, { host: stage.host, transport: "websocket" });
    await done(socket, roster_set(marie, { name: "Marie" }));
    assert.equal((await socket.push()).item.name, "Marie");
    const bosh = new BoshSession(stage.prosody, stage.host);
    await bosh.authenticate(name);
    await bosh.bind("bosh");
    await bosh.roster();
    const result = await bosh.request(roster_remove(marie));
    assert.equal(result.attrs["type"], "result");
    assert.equal((await bosh.push()).item.subscription, "remove");
    assert.equal((await socket.push()).item.subscription, "remove");
    await bosh.stop();
  });

  test("of a session that hibernates meanwhile are answered when it resumes", async () => {
    const stage = stage_of("plain");
    const name = fresh("john");
    stage.backend.rosters.set(name, {});
    const gate = new_gate();
    stage.backend.behave_for_edits(after(gate, stage.backend.by_the_table));
    const dropped = new RawConnection(stage.prosody, stage.host);
    await dropped.authenticate(name);
    await dropped.bind("phone");
    await dropped.roster();
    await dropped.available();
    await dropped.raw(`<enable xmlns='${stream_management}' resume='true'/>`);
    const enabled = await dropped.stanza(({ name: kind }) => kind === "enabled", "stream management");
    const set = roster_set(marie, { name: "Marie" });
    set.attrs["id"] = "held";
    await dropped.send(set);
    await stage.backend.edit_asked(`${name}@${stage.host}`);
    dropped.drop();
    await until(
      async () =>
        (await stage.lua("local s = prosody.full_sessions[...]; return s and s.hibernating and true;", dropped.jid)) ===
        true,
      () => "the session to hibernate",
    );
    gate.open();
    await stage.settled();
    const resumed = new RawConnection(stage.prosody, stage.host);
    await resumed.authenticate(name);
    await resumed.raw(`<resume xmlns='${stream_management}' h='0' previd='${enabled.attrs["id"]}'/>`);
    await resumed.stanza(({ name: kind }) => kind === "resumed", "the session to resume");
    assert.equal((await resumed.push()).item.name, "Marie");
    assert.equal((await resumed.answer_to("held")).attrs["type"], "result");
    resumed.drop();
    stage.backend.behave_for_edits();
  });

  test("http_roster_block_subscriptions means nothing where edits are asked about", async () => {
    const stage = stage_of("passing");
    const [john, john_jid] = await online(stage);
    const [other, other_jid] = await online(stage);
    stage.backend.behave_for_edits(answer(403));
    assert.equal((await refused(john, subscription("subscribe", other_jid))).condition, "forbidden");
    for (const client of [john, other]) await client.nothing_until_pong();
    stage.backend.behave_for_edits();
    await john.send(subscription("subscribe", other_jid));
    await other.presence(john_jid, "subscribe");
    await other.nothing_until_pong();
  });

  test("the version of the last push is that of the whole roster", async () => {
    const stage = stage_of("plain");
    const [client] = await online(stage);
    stage.backend.behave_for_edits();
    await done(client, roster_set(marie, { name: "Marie" }));
    await client.send(subscription("subscribe", marie));
    await client.push(({ item }) => item.name === "Marie" && item.ask === undefined);
    const { ver } = await client.push(({ item }) => item.ask === "subscribe");
    assert.equal((await client.roster({ ver })).unchanged, true);
    await client.stop();
    const again = await stage.log_in(client.username);
    assert.equal((await again.roster({ ver })).unchanged, true);
  });

  test("of a user whose roster could not be had: what the backend says of it is no roster", async () => {
    const stage = stage_of("plain");
    const name = fresh("john");
    stage.backend.behave(name, answer(503));
    const client = await stage.log_in(name);
    const refusal = await client.request(xml("iq", { type: "get" }, xml("query", { xmlns: "jabber:iq:roster" })));
    assert.equal(refusal.attrs["type"], "error");
    stage.backend.behave_for_edits(answer(200, { [name]: { [marie]: { subscription: "none" } } }));
    await done(client, roster_set(marie));
    await client.nothing_until_pong();
    stage.backend.rosters.set(name, { [marie]: { subscription: "none" }, "ann@x.test": { subscription: "none" } });
    stage.backend.behave(name, normally);
    await stage.refresh([name]);
    assert.deepEqual(await news(client), ["push ann@x.test none", `push ${marie} none`]);
  });

  test("an answer with a contact that can't be used: that one is passed over with a warning, the others are taken", async () => {
    const stage = stage_of("plain");
    const [client, , name] = await online(stage);
    const warnings = stage.logged("warn").length;
    const changes = { "@@": {}, "ann@x.test": { subscription: 5 }, [marie]: { subscription: "none" } };
    stage.backend.behave_for_edits(answer(200, { [name]: changes }));
    await done(client, roster_set(marie));
    assert.deepEqual(await news(client), [`push ${marie} none`]);
    assert.ok(stage.logged("warn").length > warnings);
  });

  test("an answer with 3,000 contacts is carried out before the client is told", async () => {
    const stage = stage_of("plain");
    const [client, , name] = await online(stage);
    const contacts = Array.from({ length: 3_000 }, (_, i) => [`c${i}@x.test`, { name: `C${i}`, subscription: "none" }]);
    stage.backend.behave_for_edits(answer(200, { [name]: Object.fromEntries(contacts) }));
    await done(client, roster_set(marie));
    const pushes = client.received.filter((stanza) => in_short(stanza).startsWith("push "));
    assert.equal(pushes.length, 3_000);
  });

  test("the same request approved by two resources at once: asked twice, done and shown once", async () => {
    const stage = stage_of("plain");
    const [john, john_jid, john_name] = await online(stage);
    const other = fresh("marie");
    const other_jid = `${other}@${stage.host}`;
    await stage.call("PATCH", "rosters", { json: { [john_name]: { [other_jid]: { ask: "subscribe" } } } });
    stage.backend.rosters.set(john_name, { [other_jid]: { ask: "subscribe" } });
    const phone = await stage.arrive(other, { [john_jid]: { request: true } });
    const desk = await stage.arrive(other);
    await john.until_pong();
    stage.backend.behave_for_edits();
    await phone.send(subscription("subscribed", john_jid));
    await desk.send(subscription("subscribed", john_jid));
    await stage.backend.edit_asked(other_jid, 2);
    await stage.settled();
    assert.deepEqual(
      (await news(john)).filter((text) => text.startsWith("subscribed")),
      [`subscribed ${other_jid}`],
    );
  });

  test("go first where one request at a time goes out: logins and notices, then the user's own, then contacts'", async () => {
    const stage = stage_of("narrow");
    const { backend } = stage;
    const [john, john_jid] = await online(stage);
    const [busy, , busy_name] = await online(stage);
    const newcomer = fresh("newcomer");
    backend.rosters.set(newcomer, {});
    const gate = new_gate();
    backend.behave(busy_name, after(gate));
    backend.behave_for_edits(answer(204));
    const count = backend.requests.length;
    const notice = stage.refresh([busy_name]);
    await until(
      () => backend.requests.length > count,
      () => "the request that holds up the others",
    );
    await stage.lua(
      `
      local to = ...;
      for i = 1, 3 do
        local stanza = require "util.stanza".presence({ type = "subscribe", from = "c"..i.."@far.test", to = to });
        prosody.core_post_stanza(prosody.hosts["far.test"], stanza);
      end`,
      john_jid,
    );
    const set = roster_set(marie);
    set.attrs["id"] = "own";
    await john.send(set);
    await john.until_pong();
    const coming = stage.log_in(newcomer);
    await until(
      async () => {
        const status = read_object(await stage.prosody.request("GET", "/roster_admin/status", { host: stage.host }));
        return Number(status["fetches_waiting"]) >= 1;
      },
      () => "the login to wait in line",
    );
    gate.open();
    await Promise.all([notice, coming, john.answer_to("own")]);
    await backend.edit_asked(john_jid, 4);
    const order = backend.requests.slice(count + 1).map(({ edit, username }) => edit?.contact ?? username ?? "batch");
    const contacts_ahead = (of: string): number =>
      order.slice(0, order.indexOf(of)).filter((each) => each.endsWith("@far.test")).length;
    assert.ok(contacts_ahead(newcomer) <= 1, order.join());
    assert.ok(contacts_ahead(marie) <= 1, order.join());
    assert.ok(order.indexOf(newcomer) < order.indexOf(marie), order.join());
    backend.behave(busy_name);
    await busy.until_pong();
  });

  test("of contacts elsewhere that fail do not make a backend count as away", async () => {
    const stage = stage_of("plain");
    const [, john_jid] = await online(stage);
    stage.backend.behave_for_edits(answer(503));
    const lost = stage.logged("warn").length;
    await stage.lua(
      `
      local to = ...;
      for i = 1, 8 do
        local stanza = require "util.stanza".presence({ type = "subscribe", from = "c"..i.."@far.test", to = to });
        prosody.core_post_stanza(prosody.hosts["far.test"], stanza);
      end`,
      john_jid,
    );
    await stage.backend.edit_asked(john_jid, 8);
    stage.backend.behave_for_edits();
    await online(stage);
    assert.equal(stage.logged("warn").length, lost);
    await until(
      () => stage.backend.edits(john_jid).length >= 16,
      () => "all of them to be asked about again",
      20_000,
    );
  });

  describe("about a component of the same server", () => {
    /** Keeps what comes to the component, and lets it answer at once. */
    async function watch_component(stage: Stage, replies: Record<string, string> = {}): Promise<void> {
      await stage.lua(
        `
        local replies = ...;
        local host = prosody.hosts["far.test"];
        local st = require "util.stanza";
        prosody.test_component = {};
        if prosody.test_handler then
          for _, event in ipairs { "presence/bare", "presence/host", "presence/full" } do
            host.events.remove_handler(event, prosody.test_handler);
          end
        end
        function prosody.test_handler(event)
          local stanza = event.stanza;
          local kind = stanza.attr.type or "available";
          table.insert(prosody.test_component, kind.." "..stanza.attr.from.." "..stanza.attr.to);
          local reply = replies[kind];
          if reply then
            prosody.core_post_stanza(host, st.presence({ type = reply, from = stanza.attr.to, to = stanza.attr.from }));
          end
          return true;
        end
        for _, event in ipairs { "presence/bare", "presence/host", "presence/full" } do
          host.events.add_handler(event, prosody.test_handler, 1000);
        end`,
        replies,
      );
    }

    async function component_saw(stage: Stage): Promise<string[]> {
      const seen = await stage.lua("return prosody.test_component");
      return Array.isArray(seen) ? seen.map(String).filter((text) => /^(un)?subscribed? /.test(text)) : [];
    }

    /** As a component does, which can't be kept waiting. */
    async function component_says(stage: Stage, type: string, from: string, to: string): Promise<void> {
      await stage.lua(
        `
        local kind, from, to = ...;
        require "util.timer".add_task(0, function ()
          prosody.core_post_stanza(prosody.hosts["far.test"], require "util.stanza".presence({ type = kind, from = from, to = to }));
        end)`,
        type,
        from,
        to,
      );
    }

    for (const contact of ["bot@far.test", "far.test"]) {
      test(`${contact}: befriended and removed, though it can't be kept waiting`, async () => {
        const stage = stage_of("plain");
        stage.backend.behave_for_edits();
        await watch_component(stage);
        const [john, john_jid] = await online(stage);
        await john.send(subscription("subscribe", contact));
        assert.equal((await john.push()).item.ask, "subscribe");
        await component_says(stage, "subscribed", contact, john_jid);
        assert.equal((await john.push()).item.subscription, "to");
        await john.presence(contact, "subscribed");
        await component_says(stage, "subscribe", contact, john_jid);
        await john.presence(contact, "subscribe");
        await john.send(subscription("subscribed", contact));
        assert.equal((await john.push()).item.subscription, "both");
        await done(john, roster_remove(contact));
        await john.push(({ item }) => item.subscription === "remove");
        assert.deepEqual(await component_saw(stage), [
          `subscribe ${john_jid} ${contact}`,
          `subscribed ${john_jid} ${contact}`,
          `unsubscribed ${john_jid} ${contact}`,
          `unsubscribe ${john_jid} ${contact}`,
        ]);
      });
    }

    test("that answers before the stanza has gone out whole, and asks back, comes to rest", async () => {
      const stage = stage_of("plain");
      stage.backend.behave_for_edits();
      await watch_component(stage, { subscribe: "subscribed", unsubscribe: "unsubscribed" });
      const [john, john_jid] = await online(stage);
      const bot = `${fresh("bot")}@far.test`;
      await john.send(subscription("subscribe", bot));
      await john.push(({ item }) => item.subscription === "to");
      await john.presence(bot, "subscribed");
      await john.send(subscription("subscribe", bot));
      await john.send(subscription("unsubscribe", bot));
      await john.push(({ item }) => item.subscription === "none" && item.ask === undefined);
      await done(john, roster_set("x@y.test"));
      await stage.settled();
      const asked = stage.backend.edits(john_jid).filter(({ edit }) => edit.contact === bot);
      assert.ok(asked.length <= 6, asked.map(({ body }) => body).join("\n"));
      assert.deepEqual(
        (await john.roster()).items.filter(({ jid }) => jid === bot).map((item) => item.subscription),
        ["none"],
      );
    });

    test("which has nobody there: the error comes back to the client, and the roster stays", async () => {
      const stage = stage_of("plain");
      stage.backend.behave_for_edits();
      await stage.lua(`
        local host = prosody.hosts["far.test"];
        for _, event in ipairs { "presence/bare", "presence/host", "presence/full" } do
          if prosody.test_handler then host.events.remove_handler(event, prosody.test_handler); end
        end`);
      const [john] = await online(stage);
      const bot = `${fresh("bot")}@far.test`;
      await john.send(subscription("subscribe", bot));
      await john.presence(bot, "error");
      assert.equal((await john.roster()).items[0]?.ask, "subscribe");
    });
  });

  test("about the host itself: asked about, and nothing goes round in circles", async () => {
    const stage = stage_of("plain");
    stage.backend.behave_for_edits();
    const [john, john_jid] = await online(stage);
    await john.send(subscription("subscribe", stage.host));
    await stage.backend.edit_asked(john_jid);
    await john.push();
    await stage.settled();
    await done(john, roster_set("x@y.test"));
    await stage.settled();
    assert.ok(stage.backend.edits(john_jid).length <= 4);
  });

  test("a user who is deleted takes leave of contacts elsewhere, once of each", async () => {
    const stage = stage_of("plain");
    const name = fresh("john");
    const user_jid = `${name}@${stage.host}`;
    await stage.lua(`
      local host = prosody.hosts["far.test"];
      prosody.test_component = {};
      function prosody.test_handler(event)
        local stanza = event.stanza;
        table.insert(prosody.test_component, (stanza.attr.type or "available").." "..stanza.attr.from.." "..stanza.attr.to);
        return true;
      end
      host.events.add_handler("presence/bare", prosody.test_handler, 1000);
    `);
    const contacts = {
      "both@far.test": {},
      "from@far.test": { subscription: "from" },
      "to@far.test": { subscription: "to" },
      "asked@far.test": { ask: "subscribe" },
      "asks@far.test": { request: true },
      "none@far.test": { subscription: "none" },
    };
    await stage.arrive(name, contacts);
    await stage.lua("prosody.test_component = {}");
    stage.backend.rosters.delete(name);
    await stage.lua("prosody.events.fire_event('user-deleted', { username = ..., host = module.host })", name);
    await stage.settled();
    const seen = await stage.lua("return prosody.test_component");
    assert.ok(Array.isArray(seen));
    const words = seen.map(String).filter((text) => /^unsubscribed? /.test(text));
    assert.deepEqual(words.sort(), [
      `unsubscribe ${user_jid} asked@far.test`,
      `unsubscribe ${user_jid} both@far.test`,
      `unsubscribe ${user_jid} to@far.test`,
      `unsubscribed ${user_jid} asks@far.test`,
      `unsubscribed ${user_jid} both@far.test`,
      `unsubscribed ${user_jid} from@far.test`,
    ]);
  });
});

for_each_prosody("edits without mod_roster", (version) => {
  const stage_of = test_stages(
    version,
    { bare: ({ edit_url }) => ({ http_roster_edit_url: edit_url }) },
    { modules_disabled: ["roster"] },
  );

  test("two people befriend each other and part again", async () => {
    const stage = stage_of("bare");
    const [john, other] = [await stage.arrive(fresh("john"), {}), await stage.arrive(fresh("marie"), {})];
    const [john_jid, other_jid] = [bare(john.jid), bare(other.jid)];
    await done(john, roster_set(other_jid, { name: "Marie" }));
    assert.equal((await john.push()).item.name, "Marie");
    await john.send(subscription("subscribe", other_jid));
    await other.presence(john_jid, "subscribe");
    await other.send(subscription("subscribed", john_jid));
    await john.presence(other.jid);
    await done(other, roster_remove(john_jid));
    await john.presence(other.jid, "unavailable");
    const items = (list: { jid: string }[]): string[] => list.map(({ jid }) => jid);
    assert.deepEqual(items((await john.roster()).items), [other_jid]);
    assert.deepEqual(items((await other.roster()).items), []);
  });
});
