import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answer, type Behaviour } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { contact, log_in_with_roster, only_push, unchanged } from "../support/online.ts";
import { complete, refresh } from "../support/outcome.ts";
import type { RosterItem } from "../support/stanza.ts";
import { test_server } from "../support/test_server.ts";
import { without_cjson } from "../support/without_cjson.ts";

interface Unusable {
  what: string;
  /** The contact's name in the document, unlike that of any other. */
  name: string;
  /** Its value, as JSON text. */
  value: string;
  /** What the warning says after the name. */
  why: RegExp;
}

const unusable: readonly Unusable[] = [
  { what: "a JID without a user", name: "@one.example", value: "{}", why: /JID/ },
  { what: "a JID without a host", name: "two@", value: "{}", why: /JID/ },
  { what: "an empty JID", name: "", value: "{}", why: /JID/ },
  { what: "a JID with a space", name: "th ree@example.com", value: "{}", why: /JID/ },
  { what: "a JID with two @", name: "four@four@example.com", value: "{}", why: /JID/ },
  { what: "null for a contact", name: "five@example.com", value: "null", why: /object/ },
  { what: "a string for a contact", name: "six@example.com", value: '"both"', why: /object/ },
  { what: "a number for a contact", name: "seven@example.com", value: "7", why: /object/ },
  { what: "false for a contact", name: "eight@example.com", value: "false", why: /object/ },
  { what: "an array for a contact", name: "nine@example.com", value: '["Nine"]', why: /object/ },
  { what: "a number for a name", name: "ten@example.com", value: '{"name":10}', why: /name/ },
  { what: "an object for a name", name: "eleven@example.com", value: '{"name":{"first":"Eleven"}}', why: /name/ },
  { what: "false for a name", name: "twelve@example.com", value: '{"name":false}', why: /name/ },
  { what: "a string for groups", name: "thirteen@example.com", value: '{"groups":"Friends"}', why: /groups/ },
  { what: "a number for groups", name: "fourteen@example.com", value: '{"groups":14}', why: /groups/ },
  { what: "a number among the groups", name: "fifteen@example.com", value: '{"groups":["Work",15]}', why: /groups/ },
  { what: "an array among the groups", name: "sixteen@example.com", value: '{"groups":[["Work"]]}', why: /groups/ },
  {
    what: "no such subscription",
    name: "seventeen@example.com",
    value: '{"subscription":"remove"}',
    why: /subscription/,
  },
  {
    what: "a subscription in capitals",
    name: "eighteen@example.com",
    value: '{"subscription":"BOTH"}',
    why: /subscription/,
  },
  {
    what: "a boolean for a subscription",
    name: "nineteen@example.com",
    value: '{"subscription":true}',
    why: /subscription/,
  },
  { what: "a NUL in a name", name: "twenty@example.com", value: '{"name":"a\\u0000b"}', why: /name/ },
  { what: "a bell in a name", name: "twenty-one@example.com", value: '{"name":"a\\u0007b"}', why: /name/ },
  { what: "U+FFFF in a name", name: "twenty-three@example.com", value: '{"name":"a\\uffffb"}', why: /name/ },
  { what: "an escape in a group", name: "twenty-four@example.com", value: '{"groups":["\\u001b"]}', why: /group/ },
  { what: "a bell in a group's key", name: "twenty-five@example.com", value: '{"groups":{"\\u0007":1}}', why: /group/ },
];

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

for_each_prosody("the roster document", (version) => {
  // Each version with another decoder: util.json, and lua-cjson where it is installed.
  const server = test_server(version, { lua: version === "0.12" ? without_cjson : "" });
  let users = 0;

  function new_user(): string {
    return `user${++users}`;
  }

  /** What a new user's client is given where the backend answers so. */
  async function served(behaviour: Behaviour): Promise<RosterItem[]> {
    const username = new_user();
    server.backend.behave(username, behaviour);
    const client = await server.log_in(username);
    const { items } = await client.roster();
    await client.stop();
    return items;
  }

  /** The same for a document, or its text. */
  function read(document: unknown): Promise<RosterItem[]> {
    return served(answer(200, document));
  }

  describe("a contact that can't be used is passed over, and the log names it and why", () => {
    for (const { what, name, value, why } of unusable) {
      test(what, async () => {
        const before = server.prosody.log().length;
        const items = await read(`{"ann@example.com":{},${JSON.stringify(name)}:${value},"zoe@example.com":{}}`);
        assert.deepEqual(items, [contact("ann@example.com"), contact("zoe@example.com")]);
        const warning = new RegExp(`\\twarn\\t.*"${escaped(name)}".*${why.source}`, "m");
        await server.prosody.wait_for_log(warning, { from: before, milliseconds: 2000 });
      });
    }
  });

  test("is asked for as JSON, by GET", async () => {
    const username = new_user();
    server.backend.rosters.set(username, {});
    await server.log_in(username);
    const { method, headers, body } = await server.backend.requested(username);
    assert.equal(method, "GET");
    assert.equal(headers.accept, "application/json");
    assert.equal(body, "");
  });

  test("names, groups and subscriptions reach the client as they are", async () => {
    const items = await read({
      "ann@example.com": { name: "Ann", groups: ["Work", "Friends"], subscription: "both" },
      "bob@example.com": { name: 'Bób & <"Bobby"> 🦊', groups: ["R & D"], subscription: "to" },
      "cat@example.com": { name: "C", groups: ["Work"], subscription: "from" },
      "dan@example.com": { name: "D", groups: [], subscription: "none" },
    });
    assert.deepEqual(items, [
      contact("ann@example.com", { name: "Ann", groups: ["Friends", "Work"] }),
      contact("bob@example.com", { name: 'Bób & <"Bobby"> 🦊', groups: ["R & D"], subscription: "to" }),
      contact("cat@example.com", { name: "C", groups: ["Work"], subscription: "from" }),
      contact("dan@example.com", { name: "D", subscription: "none" }),
    ]);
  });

  test("what is left out or null has its default", async () => {
    const items = await read({
      "ann@example.com": {},
      "bob@example.com": { name: null, groups: null, subscription: null },
      "cat@example.com": { name: "Cat", groups: null },
    });
    assert.deepEqual(items, [
      contact("ann@example.com"),
      contact("bob@example.com"),
      contact("cat@example.com", { name: "Cat" }),
    ]);
  });

  test("groups come as an array or as an object's keys, once each, without empty ones", async () => {
    const items = await read({
      "ann@example.com": { groups: ["Work", "", "Friends", "Work"] },
      "bob@example.com": { groups: { Work: true, Friends: {}, "": true } },
      "cat@example.com": { groups: [] },
      "dan@example.com": { groups: {} },
      "eve@example.com": { groups: ["", ""] },
    });
    assert.deepEqual(
      items.map(({ groups }) => groups),
      [["Friends", "Work"], ["Friends", "Work"], [], [], []],
    );
  });

  test("unknown fields are ignored, whatever they hold", async () => {
    const items = await read({
      "ann@example.com": { name: "Ann", ask: "subscribe", approved: true, avatar: { url: ["x", null, 5] }, age: 5 },
    });
    assert.deepEqual(items, [contact("ann@example.com", { name: "Ann" })]);
  });

  test("an empty object, an empty array and 204 are an empty roster", async () => {
    assert.deepEqual(await read("{}"), []);
    assert.deepEqual(await read("[]"), []);
    assert.deepEqual(await read(" [ ] \n"), []);
    assert.deepEqual(await served(({ response }) => void response.writeHead(204).end()), []);
  });

  test("an empty array and 204 take away the contacts there were", async () => {
    for (const emptied of [answer(200, "[]"), ({ response }) => void response.writeHead(204).end()] as Behaviour[]) {
      const username = new_user();
      server.backend.rosters.set(username, { "ann@example.com": {} });
      const client = await log_in_with_roster(server.prosody, username);
      server.backend.behave(username, emptied);
      assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
      assert.deepEqual(await only_push(client), contact("ann@example.com", { subscription: "remove" }));
      await unchanged(client, []);
    }
  });

  test("the Content-Type is not looked at", async () => {
    const document = { "ann@example.com": {} };
    for (const type of ["text/html; charset=iso-8859-1", "application/xml", ""]) {
      const headers = type === "" ? {} : { "Content-Type": type };
      assert.deepEqual(await served(answer(200, document, headers)), [contact("ann@example.com")], type);
    }
  });

  test("JIDs are normalised and lose their resource", async () => {
    const items = await read({
      "Ann@Example.COM": { name: "Ann" },
      "bob@example.com/phone": { name: "Bob" },
      "ÉVE@example.com": { name: "Ève" },
      "Gateway.Example.com": { name: "A host" },
    });
    assert.deepEqual(items, [
      contact("ann@example.com", { name: "Ann" }),
      contact("bob@example.com", { name: "Bob" }),
      contact("gateway.example.com", { name: "A host" }),
      contact("éve@example.com", { name: "Ève" }),
    ]);
  });

  test("one JID in two spellings is one contact", async () => {
    const items = await read('{"Ann@example.com":{"name":"Ann"},"ann@example.com/x":{"name":"Ann"}}');
    assert.deepEqual(items, [contact("ann@example.com", { name: "Ann" })]);
  });

  test("the user's own JID is left out, in whatever spelling", async () => {
    for (const own of ["NAME@chat.test", "NAME@CHAT.test/phone", "NAME@Chat.Test"]) {
      const username = new_user();
      server.backend.rosters.set(username, { [own.replace("NAME", username)]: {}, [`${username}@example.com`]: {} });
      const client = await server.log_in(username);
      assert.deepEqual((await client.roster()).items, [contact(`${username}@example.com`)], own);
    }
  });

  test("half a surrogate, which JavaScript and Python let through, is passed over", async () => {
    const items = await read('{"ann@example.com":{"name":"A\\ud83e"},"bob@example.com":{"name":"B"}}');
    assert.deepEqual(items, [contact("bob@example.com", { name: "B" })]);
  });

  test("bytes that are no UTF-8 are passed over", async () => {
    const text = Buffer.from('{"ann@example.com":{"name":"A?"},"bob@example.com":{"name":"B"}}');
    text[text.indexOf("?")] = 0xff;
    assert.deepEqual(await read(text), [contact("bob@example.com", { name: "B" })]);
  });

  test("a contact's name can't forge a line of the log", async () => {
    const before = server.prosody.log().length;
    await read({ "x\r\nNov 23 00:00:00 forged\terror\tforged@": {} });
    await server.prosody.wait_for_log(/roster_admin.*forged/, { from: before });
    assert.doesNotMatch(server.prosody.log(), /^.{0,16}forged/m);
  });

  test("keys that mean something to Prosody's decoder or roster are nothing but bad JIDs", async () => {
    const text =
      '{"__array":[1,2],"__hash":["pending",{"x":1},false,{}],"pending":{},"false":{},"ann@example.com":{"__array":1}}';
    const items = await read(text);
    assert.deepEqual(
      items.filter(({ jid }) => jid !== "false"),
      [contact("ann@example.com")],
    );
  });

  describe("a contact that the user has already", () => {
    for (const { what, value } of unusable.slice(5)) {
      test(`stays as it was: ${what}`, async () => {
        const username = new_user();
        const held = contact("ann@example.com", { name: "Ann", groups: ["Friends"], subscription: "to" });
        server.backend.rosters.set(username, {
          "ann@example.com": { name: "Ann", groups: ["Friends"], subscription: "to" },
          "bob@example.com": {},
        });
        const client = await log_in_with_roster(server.prosody, username);
        server.backend.behave(username, answer(200, `{"ann@example.com":${value},"cat@example.com":{}}`));
        assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
        assert.deepEqual(
          (await client.push(({ item }) => item.jid.startsWith("cat"))).item,
          contact("cat@example.com"),
        );
        assert.deepEqual(await only_push(client), contact("bob@example.com", { subscription: "remove" }));
        await unchanged(client, [held, contact("cat@example.com")]);
        await client.stop();
      });
    }
  });

  describe("410", () => {
    test("at login is an empty roster", async () => {
      assert.deepEqual(await served(answer(410)), []);
    });

    test("takes away the contacts there were, and nothing is kept of them", async () => {
      const stored =
        'local store = require "core.storagemanager".open(module.host, "http_roster"); return store:get(...)';
      const username = new_user();
      server.backend.rosters.set(username, { "ann@example.com": {} });
      const client = await log_in_with_roster(server.prosody, username);
      await until(
        async () => (await server.prosody.lua(stored, [username])) !== undefined,
        () => "the roster to be stored",
      );
      server.backend.behave(username, answer(410));
      assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
      assert.deepEqual(await only_push(client), contact("ann@example.com", { subscription: "remove" }));
      await unchanged(client, []);
      await client.stop();
      await until(
        async () => (await server.prosody.lua(stored, [username])) === undefined,
        () => "the stored roster to be gone",
      );
    });
  });

  describe("a username in the URL", () => {
    for (const username of ["a%b#c?d+é", "%s%h%2f", "ünï_cödé~user.1-2", "a=b;c,d!e*f(g)", "日本"]) {
      test(`is percent-encoded: ${username}`, async () => {
        server.backend.rosters.set(username, { "ann@example.com": {} });
        const client = await server.log_in(username);
        assert.deepEqual((await client.roster()).items, [contact("ann@example.com")]);
        const { url } = await server.backend.requested(username);
        assert.match(url, /^\/contacts\/(?:[\w.~-]|%[0-9a-f]{2})+$/i);
      });
    }

    test("is normalised", async () => {
      server.backend.rosters.set("zoë", { "ann@example.com": {} });
      const client = await server.log_in("ZOË");
      assert.deepEqual((await client.roster()).items, [contact("ann@example.com")]);
    });
  });
});

for_each_prosody("the URL of a roster", (version) => {
  const query = "?first=%20&%s=%h&x=%2Fy%C3%A9%41%zz%";
  const server = test_server(version, {
    other_hosts: ({ url }) => ({
      "bücher.test": { http_roster_url: url.replace("/contacts/%s", `/of/%h/%s${query}`) },
    }),
  });

  test("has the host percent-encoded for %h, and any other %xx as it was", async () => {
    server.backend.behave_for_all(answer(200, { "ann@example.com": {} }));
    const client = await server.log_in("jo%hn", { host: "bücher.test" });
    assert.deepEqual((await client.roster()).items, [contact("ann@example.com")]);
    const urls = server.backend.requests.map(({ url }) => url.replace(/%c3%bc/gi, "%C3%BC"));
    const host = "b%C3%BCcher.test";
    assert.deepEqual(urls, [`/of/${host}/jo%25hn?first=%20&jo%25hn=${host}&x=%2Fy%C3%A9%41%zz%`]);
  });
});
