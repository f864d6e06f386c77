import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { xml } from "@xmpp/client";
import { arrives, watch_arrivals } from "../support/arrivals.ts";
import { after, answer, type Behaviour, in_turn, normally, with_etag } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact, go_online, log_in_with_roster } from "../support/online.ts";
import { is_record, read_object } from "../support/outcome.ts";
import { pushes_since } from "../support/screen.ts";
import type { Session } from "../support/session.ts";
import { test_server } from "../support/test_server.ts";

const [ann, bob, cat] = ["ann@example.com", "bob@example.com", "cat@example.com"];
const token = "known-in-order";
const open = "open.test";
const bot = "bot@bot.test";

/** What core and mod_lastactivity tell one who can't wait, as a component can't, of a user who is offline. */
const ask_without_waiting = `
  local username, prober = ...;
  local st, asked = require "util.stanza", module:shared("asked");
  asked.answer = nil;
  require "util.timer".add_task(0, function ()
    local jids = {};
    for jid in pairs(require "core.rostermanager".load_roster(username, module.host)) do
      if jid then table.insert(jids, jid); end
    end
    table.sort(jids);
    local told;
    local origin = { type = "component", host = "bot.test", send = function (answer) told = answer.attr.type; end };
    local to = username.."@"..module.host;
    local query = st.iq({ type = "get", id = "last", from = prober, to = to }):tag("query", { xmlns = "jabber:iq:last" });
    module:fire_event("iq-get/bare/jabber:iq:last:query", { origin = origin, stanza = query });
    asked.answer = { contacts = table.concat(jids, " "), last = told or "nothing" };
  end);
`;

for_each_prosody("what is known, in order", (version) => {
  const server = test_server(version, {
    modules_enabled: ["lastactivity"],
    host: { http_roster_token: token },
    other_hosts: ({ url }) => ({
      [open]: { http_roster_url: url, http_roster_token: token, http_roster_block_subscriptions: false },
    }),
  });
  let users = 0;

  before(async () => {
    await watch_arrivals(server.prosody);
    await watch_arrivals(server.prosody, open);
  });

  function new_user(document: unknown = {}): string {
    const username = `user${++users}`;
    server.backend.rosters.set(username, document);
    return username;
  }

  function jid_of(username: string): string {
    return `${username}@${server.prosody.host}`;
  }

  async function tell(
    method: string,
    path: string,
    json?: unknown,
    host = server.prosody.host,
  ): Promise<Record<string, unknown>> {
    const headers = { Authorization: `Bearer ${token}` };
    return read_object(await server.prosody.request(method, `/roster_admin/${path}`, { json, headers, host }));
  }

  async function update(method: string, path: string, json?: unknown, host = server.prosody.host): Promise<void> {
    const { updated, errors, failed } = await tell(method, path, json, host);
    assert.deepEqual([updated, errors, failed], [1, 0, undefined]);
  }

  /** Presence of somebody that came after the first n stanzas, in words. */
  function presence_since(session: Session, n: number, from: string): string[] {
    return session.received.slice(n).flatMap(({ name, attrs }) => {
      const sender: unknown = attrs["from"];
      const is_theirs = name === "presence" && typeof sender === "string" && sender.startsWith(from);
      return is_theirs ? [String(attrs["type"] ?? "available")] : [];
    });
  }

  test("changes that keep coming while answers are awaited are undone by none of these, not for a moment", async () => {
    const [john, marie] = [new_user(), new_user()];
    server.backend.rosters.set(john, { [jid_of(marie)]: {} });
    server.backend.rosters.set(marie, { [jid_of(john)]: {} });
    const johns = await go_online(server.prosody, john);
    const maries = await go_online(server.prosody, marie);
    await johns.until_pong();
    const [johns_start, maries_start] = [johns.received.length, maries.received.length];
    const changes = 8;
    let told = 0;
    /** Each answer was read before a change that is told of before it goes out. */
    const outdated: Behaviour = async (exchange) => {
      if (told < changes) {
        const is_removal = told++ % 2 === 0;
        server.backend.rosters.set(john, is_removal ? {} : { [jid_of(marie)]: {} });
        await update("PATCH", "rosters", { [john]: { [jid_of(marie)]: is_removal ? null : {} } });
      }
      await normally(exchange);
    };
    server.backend.behave(john, outdated);
    while (told < changes) await update("POST", "refresh", [john]);
    // Whatever was under way has ended when a notice that came after it is answered.
    await update("POST", "refresh", [john]);
    await johns.until_pong();
    await maries.until_pong();
    const [pushes, presence] = [pushes_since(johns, johns_start), presence_since(maries, maries_start, jid_of(john))];
    const words = Array.from({ length: told }, (_, i) => i % 2 === 0);
    assert.deepEqual(
      pushes,
      words.map((is_removal) => `${jid_of(marie)} ${is_removal ? "remove" : "both"}`),
    );
    assert.deepEqual(
      presence,
      words.map((is_removal) => (is_removal ? "unavailable" : "available")),
    );
    await Promise.all([johns.stop(), maries.stop()]);
  });

  test("a removal, told of while an answer is awaited that knows nothing of it, and no more changes", async () => {
    const username = new_user({ [ann]: {}, [bob]: {} });
    const client = await log_in_with_roster(server.prosody, username);
    const since = client.received.length;
    const gate = new_gate();
    // A second answer never comes: what was changed is known, there is nothing to ask for again.
    server.backend.behave(username, in_turn(after(gate), normally));
    const refreshed = tell("POST", "refresh", [username]);
    await server.backend.requested(username, 2);
    server.backend.rosters.set(username, { [ann]: {} });
    await update("PATCH", "rosters", { [username]: { [bob]: null } });
    gate.open();
    assert.equal((await refreshed)["updated"], 1);
    await client.until_pong();
    assert.deepEqual(pushes_since(client, since), [`${bob} remove`]);
    await client.stop();
  });

  test("a resource that comes again is served what is known, not what was last known", async () => {
    const username = new_user({ [ann]: {} });
    const first = await server.log_in(username, { resource: "phone" });
    await first.roster();
    await first.available();
    await first.until_pong();
    const asked = server.backend.requests_for(username).length;
    for (let times = 0; times < 3; times++) {
      const again = await server.log_in(username, { resource: "phone" });
      assert.deepEqual((await again.roster()).items, [contact(ann)]);
      const { source } = await tell("GET", `rosters/${username}`);
      assert.equal(source, "backend");
    }
    assert.equal(server.backend.requests_for(username).length, asked, "the roster was held all the time");
  });

  test("a resource that comes again is served at the moment at which it is refreshed", async () => {
    const username = new_user({ [ann]: {} });
    const first = await server.log_in(username, { resource: "phone" });
    await first.roster();
    const gate = new_gate();
    server.backend.behave(username, in_turn(after(gate), normally));
    const refreshed = tell("POST", "refresh", [username]);
    await server.backend.requested(username, 2);
    const coming = server.log_in(username, { resource: "phone" });
    await first.closed();
    gate.open();
    const again = await coming;
    assert.deepEqual((await again.roster()).items, [contact(ann)]);
    assert.equal((await tell("GET", `rosters/${username}`))["source"], "backend");
    assert.equal((await refreshed)["updated"], 1);
    await again.stop();
  });

  test("whom the backend has forgotten, and knows again with nothing new, is stored again", async () => {
    const username = new_user();
    const stored = async (is_there: boolean): Promise<void> => {
      const code =
        'return (require "core.storagemanager".open(module.host, "http_roster", "keyval"):get(...) or {}).roster ~= nil';
      await until(
        async () => (await server.prosody.lua(code, [username])) === is_there,
        () => `the roster to be ${is_there ? "stored" : "forgotten"}`,
      );
    };
    const client = await log_in_with_roster(server.prosody, username);
    await stored(true);
    server.backend.behave(username, answer(410));
    await update("POST", "refresh", [username]);
    await stored(false);
    server.backend.behave(username, answer(204));
    await update("POST", "refresh", [username]);
    await stored(true);
    await client.stop();
  });

  describe("an ETag is sent back", () => {
    async function etag_of_request(username: string, n: number): Promise<string | undefined> {
      return (await server.backend.requested(username, n)).headers["if-none-match"];
    }

    test("at the next login, after its user has left and a notice has come", async () => {
      const username = new_user({ [ann]: {} });
      server.backend.behave(username, with_etag);
      await (await log_in_with_roster(server.prosody, username)).stop();
      await until(
        async () => (await server.prosody.lua("return hosts[module.host].sessions[...] == nil", [username])) === true,
        () => "the user to have left",
      );
      await update("POST", "refresh", [username]);
      const client = await server.log_in(username);
      assert.deepEqual((await client.roster()).items, [contact(ann)]);
      // One when the notice came, for those who can't wait, and one for the login.
      for (const n of [2, 3]) assert.match((await etag_of_request(username, n)) ?? "none", /^"[0-9a-f]{40}"$/);
      assert.equal(server.backend.requests_for(username).length, 3);
      await client.stop();
    });

    test("by a refresh, and what is the same is not sent again", async () => {
      const username = new_user({ [ann]: {} });
      server.backend.behave(username, with_etag);
      const client = await log_in_with_roster(server.prosody, username);
      await update("POST", "refresh", [username]);
      assert.notEqual(await etag_of_request(username, 2), undefined);
      await client.nothing_until_pong();
      await client.stop();
    });

    test("not once something else has been said", async () => {
      const username = new_user({ [ann]: {} });
      server.backend.behave(username, with_etag);
      const client = await log_in_with_roster(server.prosody, username);
      await update("PATCH", "rosters", { [username]: { [bob]: {} } });
      await update("POST", "refresh", [username]);
      assert.equal(await etag_of_request(username, 2), undefined);
      assert.deepEqual((await client.roster()).items, [contact(ann)]);
      await client.stop();
    });

    // The others can't be sent back, or would stand for whatever the backend has.
    for (const etag of [undefined, '"with a space"', "*", `"${"long".repeat(300)}"`]) {
      test(`and 304 counts only where one was, and not after ${etag?.slice(0, 20) ?? "none"}`, async () => {
        const username = new_user({ [ann]: {} });
        server.backend.behave(username, answer(200, { [ann]: {} }, etag === undefined ? {} : { ETag: etag }));
        const client = await log_in_with_roster(server.prosody, username);
        server.backend.behave(username, answer(304));
        const { updated, errors } = await tell("POST", "refresh", [username]);
        assert.equal(await etag_of_request(username, 2), undefined);
        assert.deepEqual([updated, errors], [0, 1]);
        server.backend.behave(username);
        assert.deepEqual((await client.roster()).items, [contact(ann)]);
        await client.stop();
      });
    }
  });

  describe("two things said of one user in one body are an error, for that user alone", () => {
    for (const method of ["POST", "PATCH"]) {
      for (const other of ["@chat.test", "@CHAT.test"]) {
        test(`${method}, as john and as john${other}`, async () => {
          const [john, marie] = [new_user({ [ann]: {} }), new_user({ [ann]: {} })];
          const [johns, maries] = [
            await log_in_with_roster(server.prosody, john),
            await log_in_with_roster(server.prosody, marie),
          ];
          const body = { [john]: { [bob]: {} }, [marie]: { [bob]: {} }, [`${john}${other}`]: { [cat]: {} } };
          const { updated, errors, failed } = await tell(method, "rosters", body);
          assert.deepEqual([updated, errors], [1, 1]);
          assert.ok(is_record(failed));
          assert.deepEqual(Object.keys(failed), [john]);
          await johns.nothing_until_pong();
          assert.deepEqual((await johns.roster()).items, [contact(ann)]);
          assert.ok((await maries.roster()).items.some(({ jid }) => jid === bob));
          await Promise.all([johns.stop(), maries.stop()]);
        });
      }
    }

    test("named twice to be refreshed is one user", async () => {
      const username = new_user({ [ann]: {} });
      const { updated, errors } = await tell("POST", "refresh", [username, jid_of(username)]);
      assert.deepEqual([updated, errors], [1, 0]);
    });
  });

  describe("who can't wait is told of a user offline", () => {
    async function told(username: string): Promise<{ contacts: unknown; last: unknown }> {
      await server.prosody.lua(ask_without_waiting, [username, bot]);
      const answer = await until(
        async () => {
          const value = await server.prosody.lua('return module:shared("asked").answer');
          return is_record(value) ? value : undefined;
        },
        () => "what is told to one who can't wait",
      );
      return { contacts: answer["contacts"], last: answer["last"] };
    }

    test("what is known to be true", async () => {
      const username = new_user({ [bot]: {} });
      await (await log_in_with_roster(server.prosody, username)).stop();
      await until(
        async () => (await told(username)).contacts === bot,
        () => "the contacts to be known",
      );
      assert.equal((await told(username)).last, "result");
    });

    /** A notice, which has begun a fetch; its answer comes when the gate opens. */
    async function begin_notice(username: string) {
      const gate = new_gate();
      server.backend.behave(username, in_turn(after(gate), normally));
      const headers = { Authorization: `Bearer ${token}` };
      const notice = await arrives(server.prosody, "POST", "refresh", { json: [username], headers });
      // Begun by the notice: nobody has asked since.
      await server.backend.requested(username, 2);
      return { gate, notice };
    }

    test("nothing that a notice has made stale, and a moment later the truth", async () => {
      const username = new_user({ [bot]: {}, [ann]: {} });
      await (await log_in_with_roster(server.prosody, username)).stop();
      await until(
        async () => (await told(username)).contacts === `${ann} ${bot}`,
        () => "the contacts to be known",
      );
      server.backend.rosters.set(username, { [ann]: {} });
      const { gate, notice } = await begin_notice(username);
      const { contacts, last } = await told(username);
      assert.ok(!String(contacts).includes(bot), `told of ${String(contacts)}`);
      assert.notEqual(last, "result");
      gate.open();
      assert.equal((await notice.answer).status, 200);
      await until(
        async () => (await told(username)).contacts === ann,
        () => "the truth to be known",
      );
      assert.notEqual((await told(username)).last, "result");
    });

    test("nor what core itself has stored of them at some time", async () => {
      const username = new_user({ [ann]: {} });
      await server.prosody.lua(
        `local username, contact = ...;
        local store = require "core.storagemanager".open(module.host, "roster", "keyval");
        assert(store:set(username, { [contact] = { subscription = "both", groups = {} } }));`,
        [username, bot],
      );
      await (await log_in_with_roster(server.prosody, username)).stop();
      await until(
        async () => (await told(username)).contacts === ann,
        () => "the contacts to be known",
      );
      const { gate, notice } = await begin_notice(username);
      const { contacts, last } = await told(username);
      assert.deepEqual([contacts, last === "result"], ["", false]);
      gate.open();
      await notice.answer;
    });
  });

  describe("where core may change the roster", () => {
    test("a version stands for one content, and the next refresh says again what the backend says", async () => {
      const username = new_user({ [ann]: {} });
      const client = await server.log_in(username, { host: open });
      const { ver } = await client.roster();
      await client.available();
      await client.send(xml("presence", { type: "unsubscribed", to: ann }));
      await client.push(({ item }) => item.jid === ann && item.subscription === "to");
      await client.until_pong();
      assert.equal((await client.roster({ ver })).unchanged, false, "the version of what was before");
      const edited = await client.roster();
      assert.deepEqual(edited.items, [contact(ann, { subscription: "to" })]);
      assert.notEqual(edited.ver, ver);
      // What comes is the same text as before.
      await update("POST", "refresh", [username], open);
      await client.push(({ item }) => item.jid === ann && item.subscription === "both");
      const healed = await client.roster();
      assert.deepEqual(healed.items, [contact(ann)]);
      await client.stop();
    });

    test("a contact of core's own making goes with the next refresh", async () => {
      const username = new_user({ [ann]: {} });
      const client = await server.log_in(username, { host: open });
      await client.roster();
      await client.available();
      await client.send(xml("presence", { type: "subscribe", to: `nobody@${open}` }));
      await client.push(({ item }) => item.jid === `nobody@${open}`);
      const { ver } = await client.roster();
      await update("POST", "refresh", [username], open);
      await client.push(({ item }) => item.jid === `nobody@${open}` && item.subscription === "remove");
      assert.equal((await client.roster({ ver })).unchanged, false);
      await client.stop();
    });
  });
});
