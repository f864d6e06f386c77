import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { after, answer, type Behaviour, in_turn, normally } from "../support/backend_behaviour.ts";
import { type Client, log_in } from "../support/client.ts";
import { until, within } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact, log_in_with_roster, unchanged } from "../support/online.ts";
import { complete, is_record, read_object, read_outcome, refresh } from "../support/outcome.ts";
import type { RequestOptions } from "../support/prosody.ts";
import { fresh } from "../support/scene.ts";
import { test_server } from "../support/test_server.ts";
import { without_cjson } from "../support/without_cjson.ts";

const mebibyte = 1024 * 1024;
/** Of its URL, what follows the username is not sent. */
const semicolon = "semicolon.test";
/** For hundreds of requests at once on a busy machine. */
const long_patience = 60_000;

/** How a line of Prosody's log begins. What an entry has beyond its first line is indented. */
const log_line = /^(?:[A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d \S+\t(?:debug|info|warn|error)\t|\t|$)/;
const forged_line = "Nov 23 00:00:00 chat.test:forged\terror\tforged";

const half_surrogate = "\ud800";

const bad_names: readonly string[] = [
  "a/b",
  "../../etc/passwd",
  "john\r\nX-Forged: yes",
  "john\r\n\r\n{}",
  `john\n${forged_line}`,
  "nul\0nul",
  "\u0001\u001b[31m",
  "john@chat.test\r\nX-Forged: yes",
  "a b",
  "<iq/>",
  "a&b",
  "a'b\"c",
  "@",
  "john@",
  "@chat.test",
  "john@chat.test/phone",
  half_surrogate,
  "x".repeat(mebibyte),
  "ä".repeat(600),
];

/** Names that users may have, and that mean something in URLs, patterns and formats. */
const odd_usernames: readonly string[] = ["%s%h%d%1%%", "...", "a?b=c#d", "%2e%2e%2f", "~+;,!$()*", "%00", "..\\.."];

for_each_prosody("a hostile caller", (version) => {
  const server = test_server(version, {
    lua: version === "0.12" ? without_cjson : "",
    other_hosts: ({ url }) => ({ [semicolon]: { http_roster_url: `${url};format=json` } }),
    // Core shows the path of a request at level debug, and what follows a line feed in it indented.
    expected_errors: new RegExp(`^\\t${forged_line}( HTTP/1\\.1)?$`),
  });

  function call(method: string, path: string, options: RequestOptions = {}) {
    return server.prosody.request(method, `/roster_admin${path}`, options);
  }

  async function log_in_fresh(name: string, document: unknown = {}): Promise<Client> {
    const username = fresh(name);
    server.backend.rosters.set(username, document);
    return await log_in_with_roster(server.prosody, username);
  }

  describe("with names that are made to be more than names", () => {
    /** What is in the log from here on is made of whole entries, none of them forged. */
    function assert_log_is_sound(from: number): void {
      const lines = server.prosody.log().slice(from).split("\n").slice(1);
      const forged = lines.filter((line) => !log_line.test(line) || line.startsWith(forged_line));
      assert.deepEqual(forged, []);
      const by_module = lines.filter((line, i) => line.startsWith("\t") && lines[i - 1]?.includes("http_roster_admin"));
      assert.deepEqual(by_module, [], "the module's entries are of one line each");
    }

    const requests: readonly [method: string, path: string, body_of: (name: string) => unknown][] = [
      ["POST", "/refresh", (name) => [name]],
      ["POST", "/rosters", (name) => ({ [name]: { "ann@example.com": {} } })],
      ["PATCH", "/rosters", (name) => ({ [name]: { "ann@example.com": {} } })],
    ];
    for (const [method, path, body_of] of requests) {
      test(`in the body of ${method} ${path} is told so, and nothing else happens`, async () => {
        const client = await log_in_fresh("john", { "bob@example.com": {} });
        const usual = Object.keys((await call(method, path, { json: body_of("john") })).headers).sort();
        const [from, asked] = [server.prosody.log().length, server.backend.requests.length];
        for (const name of bad_names) {
          const response = await call(method, path, { json: body_of(name) });
          const { updated, errors, failed } = read_outcome(response);
          assert.deepEqual([response.status, updated, errors], [500, 0, 1], name.slice(0, 50));
          assert.match(Object.values(failed).join(), /^not a user/);
          assert.deepEqual(Object.keys(response.headers).sort(), usual);
        }
        await unchanged(client, [contact("bob@example.com")]);
        assert.equal(server.backend.requests.length, asked);
        assert_log_is_sound(from);
        await client.stop();
      });
    }

    test("in bytes that are no UTF-8 is told so", async () => {
      for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xe4]]) {
        const body = Buffer.from([0x5b, 0x22, ...bytes, 0x22, 0x5d]);
        const { code, errors } = read_outcome(await call("POST", "/refresh", { body }));
        assert.deepEqual([code, errors], [500, 1]);
      }
    });

    test("in the path is told so", async () => {
      const client = await log_in_fresh("john");
      const usual = Object.keys((await call("GET", "/refresh/a%2Fb")).headers).sort();
      const from = server.prosody.log().length;
      const segments = bad_names
        .filter((name) => name.length < 2000 && name !== half_surrogate)
        .map((name) => encodeURIComponent(name));
      for (const segment of [...segments, "%ff", "%c0%80", "%ed%a0%80", "%00", "%", "%zz", "x".repeat(5000)]) {
        const asked = server.backend.requests.length;
        const refreshed = await call("GET", `/refresh/${segment}`);
        const shown = await call("GET", `/rosters/${segment}`);
        // A % that encodes nothing is one that a username may have.
        const code = segment === "%" || segment === "%zz" ? 200 : 500;
        assert.deepEqual([segment, refreshed.status, shown.status], [segment, code, 404]);
        read_object(shown);
        assert.deepEqual(Object.keys(read_outcome(refreshed).failed).length, code === 500 ? 1 : 0);
        assert.deepEqual(Object.keys(refreshed.headers).sort(), usual);
        assert.equal(server.backend.requests.length, asked);
      }
      assert_log_is_sound(from);
      await client.stop();
    });

    for (const username of [".", ".."]) {
      test(`asks nothing for the user ${username}, who would lead elsewhere`, async () => {
        const { backend, prosody } = server;
        backend.rosters.set(username, {});
        const asked = backend.requests.length;
        for (const host of [prosody.host, semicolon]) {
          const client = await log_in(prosody, username, { host });
          await assert.rejects(client.roster(), /internal-server-error/);
          assert.match((await refresh(prosody, [username], { host })).failed[username] ?? "", /http_roster_url/);
          await client.stop();
        }
        assert.equal(backend.requests.length, asked);
      });
    }

    for (const username of odd_usernames) {
      test(`asks the backend for the user ${username} and no other`, async () => {
        const { backend, prosody } = server;
        backend.rosters.set(username, {});
        const client = await log_in_with_roster(prosody, username);
        const [from, asked] = [prosody.log().length, backend.requests.length];
        backend.behave(username, answer(404, "no\r\nsuch user"));
        assert.deepEqual(Object.keys((await refresh(prosody, [username])).failed), [username]);
        backend.behave(username);
        backend.rosters.set(username, { "ann@example.com": {} });
        const path = `/refresh/${encodeURIComponent(username)}`;
        assert.deepEqual(read_outcome(await call("GET", path)), complete(1));
        assert.equal((await client.push()).item.jid, "ann@example.com");
        const paths = backend.requests.slice(asked).map(({ url }) => url);
        assert.deepEqual(
          paths.map((url) => decodeURIComponent(url)),
          Array(2).fill(`/contacts/${username}`),
        );
        assert.ok(
          paths.every((url) => /^\/contacts\/[\w.~%-]+$/.test(url)),
          paths.join(),
        );
        assert_log_is_sound(from);
        await client.stop();
      });
    }

    test("in contacts forges no line in the log", async () => {
      const client = await log_in_fresh("john", { "bob@example.com": {} });
      const { username } = client;
      const text = `x\r\n${forged_line}`;
      const from = server.prosody.log().length;
      const contacts: Record<string, unknown> = {
        [text]: {},
        [`a@b${text}`]: {},
        "a@b": { subscription: text },
        "bob@example.com": { subscription: `${text}${"x".repeat(mebibyte)}` },
        "c@d": { name: `${text}\u0001` },
        "e@f": { groups: [`${text}\u0001`] },
        "g@h": text,
        "%s%d@i": { name: 5 },
        ["k".repeat(mebibyte)]: {},
      };
      for (const [method, path] of [
        ["POST", "/rosters"],
        ["PATCH", "/rosters"],
      ] as const) {
        assert.deepEqual(read_outcome(await call(method, path, { json: { [username]: contacts } })), complete(1));
      }
      server.backend.rosters.set(username, contacts);
      assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
      await unchanged(client, [contact("bob@example.com")]);
      assert_log_is_sound(from);
      const longest = Math.max(
        ...server.prosody
          .log()
          .slice(from)
          .split("\n")
          .map((line) => line.length),
      );
      assert.ok(longest < 5000, `a line of ${longest} characters`);
      await client.stop();
    });

    for (const [what, spelled] of [
      ["plainly", "__hash"],
      ["with escapes", "__h\\u0061sh"],
      ["with an escaped underscore", "\\u005f_hash"],
    ] as const) {
      test(`can't plant keys in a roster's metadata, ${what}`, async () => {
        const client = await log_in_fresh("john", { "bob@example.com": {} });
        const { username } = client;
        const planted = `{"${spelled}":[false,{"version":"x"},"pending",{"a@b":true},1,{}],"__arr\\u0061y":[{}]}`;
        server.backend.behave(username, answer(200, `${planted.slice(0, -1)},"bob@example.com":{}}`));
        assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
        for (const method of ["POST", "PATCH"]) {
          const body = `{"${username}":${planted.slice(0, -1)},"bob@example.com":{}}}`;
          assert.deepEqual(read_outcome(await call(method, "/rosters", { body })), complete(1));
          const on_top = read_outcome(await call(method, "/rosters", { body: planted }));
          assert.equal(on_top.updated, 0);
        }
        await unchanged(client, [contact("bob@example.com")]);
        const code = `
          local roster, keys = prosody.hosts[module.host].sessions[...].roster, {};
          for key in pairs(roster) do keys[#keys + 1] = tostring(key); end
          table.sort(keys);
          return { keys = keys, version = type(roster[false].version) };
        `;
        const held = await server.prosody.lua(code, [username]);
        assert.ok(is_record(held));
        assert.deepEqual(held["keys"], ["bob@example.com", "false"]);
        assert.notEqual(held["version"], "string");
        await client.stop();
      });
    }
  });

  describe("that refreshes one user 200 times at once", () => {
    /** Requests for a refresh that Prosody has begun to handle. */
    const arrived = (): number => server.prosody.log().split(/: POST chat\.test\/roster|\tPOST \/roster/).length;

    test("costs a handful of fetches, and a change made meanwhile is in what each was answered with", async () => {
      const { backend, prosody } = server;
      const client = await log_in_fresh("john", { "old@example.com": {} });
      const { username } = client;
      const gate = new_gate();
      backend.behave(username, in_turn(after(gate), normally));
      const first = refresh(prosody, [username]);
      await backend.requested(username, 2);
      backend.rosters.set(username, { "new@example.com": {} });

      const before = arrived();
      let is_open = false;
      const more = Array.from({ length: 200 }, async () => {
        const outcome = await refresh(prosody, [username], { milliseconds: long_patience });
        assert.ok(is_open, "answered by the fetch from before the change");
        return outcome;
      });
      await until(
        () => arrived() >= before + 200,
        () => `200 more refreshes; arrived: ${arrived() - before}`,
        long_patience,
      );
      is_open = true;
      gate.open();
      for (const outcome of await Promise.all([first, ...more])) assert.deepEqual(outcome, complete(1));
      assert.equal(backend.requests_for(username).length, 3);
      assert.deepEqual((await client.roster()).items, [contact("new@example.com")]);
      await client.stop();
    });

    test("each time after a change is shown that change, however they overlap", async () => {
      const { backend, prosody } = server;
      const client = await log_in_fresh("john");
      const { username } = client;
      let revision = 0;
      /** Answers late with what it was when it was asked. */
      const slow: Behaviour = async (exchange) => {
        const asked_at = revision;
        await pause(30);
        await answer(200, { "ann@example.com": { name: String(asked_at) } })(exchange);
      };
      backend.behave(username, slow);

      const shown = async (): Promise<number> => {
        const { roster } = read_object(await call("GET", `/rosters/${username}`, { milliseconds: long_patience }));
        const ann = is_record(roster) ? roster["ann@example.com"] : undefined;
        return is_record(ann) ? Number(ann["name"]) : -1;
      };
      const refreshes = Array.from({ length: 200 }, async (_, i) => {
        await pause(i * 2);
        const mine = ++revision;
        assert.deepEqual(await refresh(prosody, [username], { milliseconds: long_patience }), complete(1));
        const seen = await shown();
        assert.ok(seen >= mine, `refreshed after revision ${mine}, and shown revision ${seen}`);
      });
      const started = performance.now();
      await within(Promise.all(refreshes), () => "200 refreshes", long_patience);
      const fetches = backend.requests_for(username).length - 1;
      const most = Math.ceil((performance.now() - started) / 30) + 2;
      assert.ok(fetches <= Math.min(most, 100), `${fetches} fetches, expected at most ${most}`);
      await client.stop();
    });
  });

  test("leaves no request hanging and the module at work", async () => {
    const status = read_object(await call("GET", "/status"));
    assert.deepEqual([status["fetches_under_way"], status["fetches_waiting"], status["users_behind"]], [0, 0, 0]);
    const client = await log_in_fresh("marie", { "ann@example.com": {} });
    await unchanged(client, [contact("ann@example.com")]);
    await client.stop();
  });
});
