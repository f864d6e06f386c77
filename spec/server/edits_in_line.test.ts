import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import { after, answer, type Behaviour, hang, in_turn, normally } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { done, read_refusal, refused, roster_remove, roster_set, subscription } from "../support/edit_stanzas.ts";
import { new_gate } from "../support/gate.ts";
import { complete, read_object } from "../support/outcome.ts";
import { far_away } from "../support/outsiders.ts";
import { fresh } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";
import { bare } from "../support/stanza.ts";
import { longest_turn, watch_turns } from "../support/turns.ts";

/** Sends an iq without waiting for its answer. */
async function send_iq(client: Client, id: string, iq: Element): Promise<void> {
  iq.attrs["id"] = id;
  await client.send(iq);
}

for_each_prosody("edits in line", (version) => {
  const stage_of = test_stages(
    version,
    {
      line: ({ edit_url }) => ({ http_roster_edit_url: edit_url, http_roster_login_wait: 0 }),
      patient: ({ edit_url }) => ({ http_roster_edit_url: edit_url, http_roster_timeout: 120 }),
      lost: ({ edit_url }) => ({ http_roster_edit_url: edit_url, http_roster_timeout: 120 }),
      crowded: ({ edit_url }) => ({ http_roster_edit_url: edit_url, http_roster_timeout: 120 }),
    },
    { lua: far_away },
  );

  function jid(stage: Stage, name: string): string {
    return `${fresh(name)}@${stage.host}`;
  }

  function bodies(stage: Stage, user?: string): string[] {
    return stage.backend.edits(user).map(({ edit }) => `${edit.action} ${edit.contact}`);
  }

  /** The first question is answered when the gate opens; the others as they come. */
  function hold_first(stage: Stage, first: Behaviour = answer(204), others: Behaviour = answer(204)) {
    const gate = new_gate();
    let questions = 0;
    const held = after(gate, first);
    stage.backend.behave_for_edits((exchange) => (questions++ === 0 ? held(exchange) : others(exchange)));
    return gate;
  }

  test("of one user go one at a time, in the order in which the user's clients sent them", async () => {
    const stage = stage_of("line");
    const name = fresh("john");
    const phone = await stage.arrive(name, {});
    const desk = await stage.arrive(name);
    const somebody = await stage.arrive(fresh("somebody"), {});
    await phone.until_pong();
    const [a, b, c, d] = ["a", "b", "c", "d"].map((each) => jid(stage, each)) as [string, string, string, string];
    const gate = hold_first(stage);
    await send_iq(phone, "one", roster_set(a));
    // Each has reached the server before the next one is sent, by whichever connection.
    await phone.until_pong();
    await send_iq(desk, "two", roster_set(b));
    await desk.until_pong();
    await phone.send(subscription("subscribe", c));
    await phone.until_pong();
    await send_iq(desk, "three", roster_remove(d));
    await desk.until_pong();
    await done(somebody, roster_set(a));
    assert.deepEqual(bodies(stage, bare(phone.jid)), [`set ${a}`]);
    gate.open();
    await desk.answer_to("three");
    assert.deepEqual(bodies(stage, bare(phone.jid)), [`set ${a}`, `set ${b}`, `subscribe ${c}`, `remove ${d}`]);
    await phone.answer_to("one");
    await desk.answer_to("two");
  });

  test("that are answered with what is older than what the backend told meanwhile end as the backend has it", async () => {
    const stage = stage_of("line");
    const name = fresh("john");
    const contact = jid(stage, "marie");
    const john = await stage.arrive(name, {});
    const gate = hold_first(stage, answer(200, { [name]: { [contact]: { name: "Older" } } }));
    await send_iq(john, "set", roster_set(contact, { name: "Older" }));
    await stage.backend.edit_asked(bare(john.jid));
    stage.backend.rosters.set(name, { [contact]: { name: "Newer" } });
    await stage.call("PATCH", "rosters", { json: { [name]: { [contact]: { name: "Newer" } } } });
    const requests = stage.backend.requests.length;
    gate.open();
    await john.answer_to("set");
    await stage.settled();
    assert.deepEqual(
      (await john.roster()).items.map((item) => item.name),
      ["Newer"],
    );
    // Where nobody else has told anything, or the same, nothing is asked.
    assert.equal(stage.backend.requests.length, requests + 1);
    await done(john, roster_set(contact, { name: "Newer" }));
    await stage.settled();
    assert.equal(stage.backend.requests.length, requests + 2);
  });

  test("that fail while the roster is being fetched have it fetched once more after that", async () => {
    const stage = stage_of("line");
    const name = fresh("john");
    const contact = jid(stage, "marie");
    const john = await stage.arrive(name, {});
    const gate = new_gate();
    stage.backend.behave(name, in_turn(after(gate), normally));
    const refreshed = stage.refresh([name]);
    await stage.backend.requested(name, 2);
    stage.backend.behave_for_edits(async (exchange) => {
      // It had acted all the same.
      stage.backend.rosters.set(name, { [contact]: { subscription: "none" } });
      await answer(500)(exchange);
    });
    assert.equal((await refused(john, roster_set(contact))).condition, "remote-server-timeout");
    gate.open();
    assert.deepEqual(await refreshed, complete(1));
    assert.equal((await john.push()).item.jid, contact);
    stage.backend.behave_for_edits();
  });

  test("hold up nothing else that the client sends", async () => {
    const stage = stage_of("line");
    const john = await stage.arrive(fresh("john"), {});
    const marie = await stage.arrive(fresh("marie"), {});
    const gate = hold_first(stage);
    await send_iq(john, "held", roster_set(jid(stage, "a")));
    await stage.backend.edit_asked(bare(john.jid));
    await john.send(xml("message", { to: marie.jid, type: "chat" }, xml("body", {}, "Hello")));
    await marie.stanza(({ name }) => name === "message", "the message");
    assert.deepEqual((await john.roster()).items, []);
    gate.open();
    await john.answer_to("held");
  });

  test("about each other wait for each other, and nobody else waits for them", async () => {
    const stage = stage_of("line");
    const john = await stage.arrive(fresh("john"), {});
    const marie = await stage.arrive(fresh("marie"), {});
    const ann = await stage.arrive(fresh("ann"), {});
    const [john_jid, marie_jid, ann_jid] = [john, marie, ann].map((client) => bare(client.jid)) as [
      string,
      string,
      string,
    ];
    const gate = hold_first(stage);
    await send_iq(john, "john", roster_set(marie_jid));
    await stage.backend.edit_asked(john_jid);
    await send_iq(marie, "marie", roster_set(john_jid));
    await marie.until_pong();
    // Of neither of the two, and of one of them.
    await done(ann, roster_set("x@y.test"));
    await done(ann, roster_set(marie_jid));
    assert.deepEqual(bodies(stage, marie_jid), []);
    assert.equal(bodies(stage, ann_jid).length, 2);
    gate.open();
    await john.answer_to("john");
    await marie.answer_to("marie");
    assert.deepEqual(bodies(stage, marie_jid), [`set ${john_jid}`]);
  });

  test("of many users about each other are all answered, in order, and never two at a time of a user or a pair", async () => {
    const stage = stage_of("patient");
    const users: Client[] = [];
    for (let i = 0; i < 5; i++) users.push(await stage.arrive(fresh("user"), {}));
    const jids = users.map((client) => bare(client.jid));
    const under_way = new Map<string, number>();
    const trouble: string[] = [];
    stage.backend.behave_for_edits(async (exchange) => {
      const { edit } = exchange.request;
      assert.ok(edit);
      const pair = [edit.user, edit.contact].sort().join(" ");
      const keys = [edit.user, pair];
      for (const key of keys) {
        under_way.set(key, (under_way.get(key) ?? 0) + 1);
        if ((under_way.get(key) ?? 0) > 1) trouble.push(`two at a time: ${key}`);
      }
      await pause(Math.random() * 3);
      for (const key of keys) under_way.set(key, (under_way.get(key) ?? 0) - 1);
      await answer(204)(exchange);
    });
    const sent = jids.map((): string[] => []);
    for (let i = 0; i < 200; i++) {
      const from = Math.floor(Math.random() * users.length);
      const to = (from + 1 + Math.floor(Math.random() * (users.length - 1))) % users.length;
      const [client, contact] = [users[from], jids[to]];
      assert.ok(client !== undefined && contact !== undefined);
      sent[from]?.push(`set ${contact}`);
      await send_iq(client, `edit-${i}`, roster_set(contact));
    }
    for (const [i, client] of users.entries()) await done(client, roster_set(`last${i}@y.test`));
    assert.deepEqual(trouble, []);
    for (const [i, user] of jids.entries()) assert.deepEqual(bodies(stage, user).slice(0, -1), sent[i]);
    stage.backend.behave_for_edits();
  });

  test("1,000 of a user wait; one more is refused at once, and the 1,000 are done, in order", async () => {
    const stage = stage_of("patient");
    const name = fresh("john");
    const client = await stage.arrive(name, {});
    const other = await stage.arrive(fresh("other"), {});
    const contacts = Array.from({ length: 1_000 }, (_, i) => `c${i}@x.test`);
    const gate = hold_first(stage);
    for (const [i, contact] of contacts.entries()) await send_iq(client, `c${i}`, roster_set(contact));
    await client.until_pong();
    assert.deepEqual(
      client.received.filter(({ attrs }) => attrs["type"] === "error").map(String),
      [],
      "none of the first 1,000 is refused",
    );
    // Whether the one under way counts is the server's business.
    await send_iq(client, "perhaps", roster_set("perhaps@x.test"));
    const refusal = read_refusal(await client.request(roster_set("more@x.test")));
    assert.deepEqual([refusal.condition, refusal.type], ["resource-constraint", "wait"]);
    await client.send(subscription("subscribe", "more@x.test"));
    const bounced = read_refusal(await client.presence("more@x.test", "error"));
    assert.equal(bounced.condition, "resource-constraint");
    await done(other, roster_set("a@x.test"));
    gate.open();
    const last = await client.answer_to("c999", 60_000);
    assert.equal(last.attrs["type"], "result");
    assert.deepEqual(
      bodies(stage, bare(client.jid)).filter((text) => /^set c\d+@/.test(text)),
      contacts.map((contact) => `set ${contact}`),
    );
    await done(client, roster_set("again@x.test"));
  });

  test("where the backend is lost meanwhile, each of 1,000 is told so, once and in order", async () => {
    const stage = stage_of("lost");
    const name = fresh("john");
    const client = await stage.arrive(name, {});
    const gate = hold_first(stage, answer(503));
    const ids = Array.from({ length: 1_000 }, (_, i) => `c${i}`);
    for (const id of ids) await send_iq(client, id, roster_set(`${id}@x.test`));
    await client.until_pong();
    await stage.lose(name);
    const before = client.received.length;
    gate.open();
    await client.answer_to("c999", 30_000);
    await client.until_pong();
    const told = client.received.slice(before).filter(({ attrs }) => ids.includes(String(attrs["id"])));
    assert.deepEqual(
      told.map(({ attrs }) => `${attrs["id"]} ${attrs["type"]}`),
      ids.map((id) => `${id} error`),
    );
    stage.mend();
    assert.deepEqual(await stage.refresh([name]), complete(1));
    await done(client, roster_set("again@x.test"));
  });

  test("of thousands who are told that the backend is lost keep nobody else waiting", async () => {
    const stage = stage_of("lost");
    const clients: Client[] = [];
    for (let i = 0; i < 3; i++) clients.push(await stage.arrive(fresh("john"), {}));
    const gate = new_gate();
    stage.backend.behave_for_edits(after(gate, answer(503)));
    for (const client of clients) {
      for (let i = 0; i < 1_000; i++) await send_iq(client, `c${i}`, roster_set(`c${i}@x.test`));
      await client.until_pong();
    }
    const other = fresh("other");
    await stage.arrive(other, {});
    await stage.lose(other);
    await watch_turns(stage.prosody);
    gate.open();
    for (const client of clients) await client.answer_to("c999", 60_000);
    const seconds = await longest_turn(stage.prosody);
    assert.ok(seconds < 0.25, `a turn of ${seconds} s`);
    stage.mend();
    assert.deepEqual(await stage.refresh([other]), complete(1));
  });

  test("of contacts, where Prosody has no more sockets for a moment, are all asked about afterwards", async () => {
    const stage = stage_of("crowded");
    const [anna, bert] = [fresh("anna"), fresh("bert")];
    for (const name of [anna, bert]) await stage.arrive(name, {});
    const gate = new_gate();
    stage.backend.behave_for_edits(after(gate, answer(204)));
    await stage.lua(
      `local st = require "util.stanza";
      for _, name in ipairs { ... } do
        for i = 1, 180 do
          local attr = { type = "subscribe", from = "c"..i.."@far.test", to = name.."@"..module.host };
          prosody.core_post_stanza(prosody.hosts["far.test"], st.presence(attr));
        end
      end`,
      anna,
      bert,
    );
    await stage.backend.edit_asked(`${anna}@${stage.host}`);
    await stage.lua(
      `local server = require "net.server";
      prosody.test_addclient = server.addclient;
      server.addclient = function () return nil, "too many open files"; end`,
    );
    gate.open();
    const status = async (): Promise<Record<string, unknown>> =>
      read_object(await stage.prosody.request("GET", "/roster_admin/status", { host: stage.host }));
    await until(
      async () => (await status())["edits_under_way"] === 0,
      () => "all to have been tried in vain",
    );
    await stage.lua('require "net.server".addclient = prosody.test_addclient');
    await until(
      () => new Set(stage.backend.edits().map(({ edit }) => `${edit.user} ${edit.contact}`)).size >= 360,
      () => `360 questions; there were ${stage.backend.edits().length}`,
      30_000,
    );
  });

  test("what the backend tells before its answer is pushed before the client's", async () => {
    const stage = stage_of("line");
    const name = fresh("john");
    const client = await stage.arrive(name, {});
    const marie = jid(stage, "marie");
    stage.backend.behave_for_edits(async (exchange) => {
      await stage.call("PATCH", "rosters", { json: { [name]: { [marie]: { name: "M." } } } });
      await answer(204)(exchange);
    });
    const reply = client.request(roster_set(marie, { name: "Marie" }));
    const first = await client.stanza(() => true);
    assert.equal(first.attrs["type"], "set", first.toString());
    assert.equal((await reply).attrs["type"], "result");
    stage.backend.behave_for_edits();
  });

  for (const [what, leave] of Object.entries({
    "has left": (client: Client) => client.stop(),
    "is gone without a word": async (client: Client) => client.drop(),
  })) {
    test(`of a user who ${what} are carried out, and the next login knows what came of them`, async () => {
      const stage = stage_of("line");
      const name = fresh("john");
      const client = await stage.arrive(name, {});
      const john = bare(client.jid);
      const gate = hold_first(stage, stage.backend.by_the_table, stage.backend.by_the_table);
      await send_iq(client, "one", roster_set("one@x.test", { name: "One" }));
      await send_iq(client, "two", roster_set("two@x.test", { name: "Two" }));
      await client.send(subscription("subscribe", "one@x.test"));
      await client.until_pong();
      await leave(client);
      await until(
        async () => (await stage.lua("return prosody.hosts[module.host].sessions[...] == nil", name)) === true,
        () => "the session to end",
      );
      gate.open();
      await stage.backend.edit_asked(john, 3);
      await stage.settled();
      await until(
        async () => {
          const answered = await stage.prosody.request("GET", `/roster_admin/rosters/${name}`, { host: stage.host });
          return answered.body.includes("two@x.test") && answered.body.includes('"ask"');
        },
        () => "the last answer to be applied",
      );
      stage.backend.behave(name, hang);
      const again = await stage.log_in(name);
      assert.deepEqual((await again.roster()).items, [
        { jid: "one@x.test", name: "One", subscription: "none", ask: "subscribe", groups: [] },
        { jid: "two@x.test", name: "Two", subscription: "none", groups: [] },
      ]);
      stage.backend.behave(name);
    });
  }

  test("of a user who was kicked end without a trace in the log", async () => {
    const stage = stage_of("line");
    const name = fresh("john");
    const client = await stage.arrive(name, {});
    const gate = hold_first(stage);
    await send_iq(client, "one", roster_set("one@x.test"));
    await client.send(subscription("subscribe", "one@x.test"));
    await stage.backend.edit_asked(bare(client.jid));
    await stage.lua(
      "for _, session in pairs(prosody.hosts[module.host].sessions[...].sessions) do session:close(); end",
      name,
    );
    await client.closed();
    gate.open();
    await stage.backend.edit_asked(bare(client.jid), 2);
    await stage.settled();
  });

  for (const [what, act] of Object.entries({
    reloaded: async (stage: Stage) => stage.prosody.reload_module("http_roster_admin", stage.host),
    unloaded: async (stage: Stage) => {
      await stage.lua('assert(require "core.modulemanager".unload(module.host, "http_roster_admin"))');
    },
  })) {
    test(`when the module is ${what}: each is answered, and afterwards others are done`, async () => {
      const stage = stage_of("line");
      const client = await stage.arrive(fresh("john"), {});
      const gate = hold_first(stage);
      await send_iq(client, "one", roster_set("one@x.test"));
      await send_iq(client, "two", roster_set("two@x.test"));
      await client.send(subscription("subscribe", "three@x.test"));
      await stage.backend.edit_asked(bare(client.jid));
      await client.until_pong();
      await act(stage);
      if (what === "reloaded") gate.open();
      const one = await client.answer_to("one");
      const two = await client.answer_to("two");
      if (what === "unloaded") {
        for (const each of [one, two]) assert.equal(read_refusal(each).type, "wait");
        assert.equal(read_refusal(await client.presence("three@x.test", "error")).type, "wait");
        gate.open();
        await stage.lua('assert(require "core.modulemanager".load(module.host, "http_roster_admin"))');
      }
      await client.until_pong();
      await done(client, roster_set("four@x.test"));
      await client.nothing_until_pong();
    });
  }

  test("when the module is reloaded while a long answer is read: each is answered once", async () => {
    const stage = stage_of("line");
    const name = fresh("john");
    const client = await stage.arrive(name, {});
    const passed_over = (length: number): object => ({ subscription: "none", unknown: Array(length).fill(1) });
    const read_whole = new_gate();
    stage.backend.behave_for_edits((exchange) => {
      exchange.response.once("close", () => read_whole.open());
      return answer(200, { [name]: { "one@x.test": passed_over(50_000) } })(exchange);
    });
    await send_iq(client, "one", roster_set("one@x.test"));
    await read_whole.opened;
    await stage.prosody.reload_module("http_roster_admin", stage.host);
    assert.equal(read_refusal(await client.answer_to("one")).type, "wait");
    // By the time that this has been read, which has come later and takes longer, that answer would have been, too.
    const patch = { [fresh("marie")]: { "two@x.test": passed_over(100_000) } };
    assert.equal((await stage.call("PATCH", "rosters", { json: patch })).status, "ok");
    stage.backend.behave_for_edits();
    await done(client, roster_set("three@x.test"));
    const answers = client.received.filter(({ attrs }) => attrs["id"] === "one");
    assert.deepEqual(
      answers.map(({ attrs }) => attrs["type"]),
      ["error"],
    );
  });

  test("of a user who is deleted bring nothing back", async () => {
    const stage = stage_of("line");
    const name = fresh("john");
    const client = await stage.arrive(name, {});
    const gate = hold_first(stage, answer(200, { [name]: { "one@x.test": { subscription: "none" } } }));
    await send_iq(client, "one", roster_set("one@x.test"));
    await stage.backend.edit_asked(bare(client.jid));
    stage.backend.rosters.delete(name);
    await stage.lua("prosody.events.fire_event('user-deleted', { username = ..., host = module.host })", name);
    await client.stop();
    gate.open();
    await stage.settled();
    const held = await stage.prosody.request("GET", `/roster_admin/rosters/${name}`, { host: stage.host });
    assert.ok(!held.body.includes("one@x.test"), held.body);
  });
});
