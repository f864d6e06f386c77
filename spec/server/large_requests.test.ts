import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { connect } from "node:net";
import { before, beforeEach, describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { authorization } from "../support/prosody.ts";
import type { HttpAnswer } from "../support/http_request.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { log_in_with_roster } from "../support/online.ts";
import { complete, is_record, read_object, read_outcome, refresh } from "../support/outcome.ts";
import { test_server } from "../support/test_server.ts";
import { longest_turn, watch_turns } from "../support/turns.ts";
import { without_cjson } from "../support/without_cjson.ts";

const mebibyte = 1024 * 1024;
const max_content_size = 10 * mebibyte;
/** For many megabytes on a busy machine. */
const long_patience = 60_000;
/** For a million names on a busy machine. */
const longest_patience = 180_000;
function list_of<T>(length: number, item: (i: number) => T): T[] {
  return Array.from({ length }, (_, i) => item(i));
}

for_each_prosody("a request as large as Prosody takes", (version) => {
  const server = test_server(version, {
    options: { http_max_content_size: max_content_size },
    lua: version === "0.12" ? without_cjson : "",
  });

  function call(method: string, path: string, body: string | Buffer): Promise<HttpAnswer> {
    const headers = { Connection: "keep-alive" };
    return server.prosody.request(method, `/roster_admin${path}`, { headers, body, milliseconds: long_patience });
  }

  /** Writes to a connection of its own and gives what has come back so far. */
  function open_request(text: string): { received(): string; drop(): void } {
    let received = "";
    const socket = connect({ port: server.prosody.http_port, host: "127.0.0.1" });
    socket.setEncoding("utf8").on("data", (data: string) => (received += data));
    socket.on("error", () => undefined);
    socket.write(text);
    return { received: () => received, drop: () => socket.resetAndDestroy() };
  }

  function head(method: string, path: string, bytes: number): string {
    const lines = ["Host: chat.test", `Authorization: ${authorization}`, `Content-Length: ${bytes}`];
    return [`${method} /roster_admin${path} HTTP/1.1`, ...lines, "", ""].join("\r\n");
  }

  const bodies: readonly [what: string, method: string, path: string, body: string | Buffer, counts: number[]][] = [
    ["brackets", "POST", "/refresh", "[".repeat(max_content_size), [400, 0, 0]],
    ["magic keys", "PATCH", "/rosters", `{${'"__array":1,'.repeat(800_000)}"a/b":1}`, [500, 0, 2]],
    ["one contact's name", "POST", "/rosters", `{"john":{"a@b":{"name":"${"\u0001".repeat(1e7)}"}}}`, [200, 1, 0]],
    ["one username", "POST", "/refresh", `["${"x".repeat(max_content_size - 4)}"]`, [500, 0, 1]],
    ["backslashes", "POST", "/rosters", `{"${"\\".repeat(max_content_size - 8)}":{}}`, [500, 0, 1]],
    ["names of nobody", "POST", "/refresh", JSON.stringify(list_of(2e5, (i) => `a/b/c/d/${i}`)), [500, 0, 2e5]],
  ];
  describe("is answered where it is made of", () => {
    for (const [what, method, path, body, counts] of bodies) {
      test(what, async () => {
        assert.ok(Buffer.byteLength(body) <= max_content_size, `${Buffer.byteLength(body)} bytes`);
        const { code, updated, errors } = read_outcome(await call(method, path, body));
        assert.deepEqual([code, updated, errors], counts);
      });
    }
  });

  test("and larger is refused with 413 before it is sent", async () => {
    for (const bytes of [max_content_size + 1, 1e12]) {
      const request = open_request(head("POST", "/refresh", bytes));
      await until(
        () => request.received().includes("}"),
        () => `an answer; came: ${request.received()}`,
      );
      assert.match(request.received(), /^HTTP\/1\.1 413 [^]*http_max_content_size/);
      request.drop();
    }
  });

  describe("leaves others served meanwhile where it names", () => {
    function big_roster(contacts: number): Record<string, unknown> {
      return Object.fromEntries(list_of(contacts, (i) => [`contact${i}@example.com`, { name: `Contact number ${i}` }]));
    }

    /**
     * `longest`: milliseconds that a ping may take, several times what it takes where nothing else runs; but one user's roster is taken over
     * in one go, which may be twice as long on one machine as on another.
     */
    const crowds: readonly [
      what: string,
      method: string,
      path: string,
      body: () => unknown,
      code: number,
      users: number,
      longest: number,
    ][] = [
      ["100,000 users to refresh", "POST", "/refresh", () => list_of(1e5, (i) => `user${i}`), 200, 1e5, 250],
      ["100,000 names of nobody", "POST", "/refresh", () => list_of(1e5, (i) => `a/b${i}\r\n`), 500, 1e5, 250],
      [
        "100,000 users with long names to refresh",
        "POST",
        "/refresh",
        () => list_of(1e5, (i) => `user${i}`.padEnd(95, "x")),
        200,
        1e5,
        250,
      ],
      ["one user with changes of 9 MB", "PATCH", "/rosters", () => ({ nobody: big_roster(150_000) }), 200, 1, 650],
      [
        "no user, and 9 MB",
        "POST",
        "/rosters",
        () => ({ "john@other.test": big_roster(75_000), "marie@other.test": big_roster(75_000) }),
        500,
        2,
        250,
      ],
      [
        "50,000 users and their changes",
        "PATCH",
        "/rosters",
        () => Object.fromEntries(list_of(5e4, (i) => [`user${i}`, { "bob@example.com": {} }])),
        200,
        5e4,
        500,
      ],
      [
        "50,000 users and their rosters",
        "POST",
        "/rosters",
        () => Object.fromEntries(list_of(5e4, (i) => [`user${i}`, { "ann@example.com": {} }])),
        200,
        5e4,
        500,
      ],
    ];
    for (const [what, method, path, body, code, users, longest] of crowds) {
      test(what, async () => {
        server.backend.rosters.set("bystander", {});
        const bystander = await log_in_with_roster(server.prosody, "bystander");
        const text = JSON.stringify(body());
        assert.ok(text.length <= max_content_size, `${text.length} bytes`);
        let is_answered = false;
        const answer = call(method, path, text).finally(() => (is_answered = true));
        answer.catch(() => undefined);
        const pings: number[] = [];
        while (!is_answered) {
          const sent = performance.now();
          await bystander.nothing_until_pong(long_patience);
          pings.push(performance.now() - sent);
        }
        const response = await answer;
        const { updated, errors } = read_outcome(response);
        assert.deepEqual([response.status, updated + errors], [code, users]);
        const slowest = Math.max(...pings);
        assert.ok(
          pings.length >= 10 && slowest < longest,
          `${pings.length} pings, the slowest took ${Math.round(slowest)} ms`,
        );
        await bystander.stop();
      });
    }
  });

  describe("leaves others served meanwhile where it is all about one user", () => {
    const many = 90_000;
    /** To be told one by one. */
    const many_pushes = 20_000;
    /** In milliseconds. */
    let longest = 250;
    const seconds_to_store = `
      local time, text = require "util.time", ("1/contact number/its name/"):rep(...);
      local store, started = require "core.storagemanager".open(module.host, "measured", "keyval"), time.now();
      assert(store:set("somebody", { text = text }));
      return time.now() - started;
    `;

    // What others have left to be written would be written first, and Lua's collector would look through all that they have left in memory.
    beforeEach(() => server.prosody.restart());

    before(async () => {
      // Prosody's storage takes its time for the text of such a roster, and nobody has their turn then; on a busy machine longer.
      const seconds = Number(await server.prosody.lua(seconds_to_store, [many * 1.5]));
      longest = Math.max(longest, 3000 * seconds);
    });

    function big_roster(name: string, contacts = many): Record<string, unknown> {
      return Object.fromEntries(
        list_of(contacts, (i) => [`contact${i}@example.com`, { name: `${name} of number ${i}` }]),
      );
    }

    /** Until the roster of a user is on disk. */
    async function stored(username: string): Promise<void> {
      const file = `${server.prosody.folder}/data/chat%2etest/http_roster/${username}.dat`;
      await until(
        () => existsSync(file) && statSync(file).size > mebibyte,
        () => `the roster of ${username} to be stored`,
        long_patience,
      );
    }

    /** Sends pings as another user until something has come. None may take long. */
    async function pings_until<T>(what: string, begin: () => Promise<T>, most = longest): Promise<T> {
      server.backend.rosters.set("bystander", {});
      const bystander = await log_in_with_roster(server.prosody, "bystander");
      let is_over = false;
      const result = begin().finally(() => (is_over = true));
      result.catch(() => undefined);
      let slowest = 0;
      while (!is_over) {
        const sent = performance.now();
        await bystander.nothing_until_pong(long_patience);
        slowest = Math.max(slowest, performance.now() - sent);
      }
      await bystander.stop();
      assert.ok(slowest < most, `until ${what} the slowest ping took ${Math.round(slowest)} ms of ${most}`);
      return await result;
    }

    async function change(method: string, username: string, contacts: Record<string, unknown>): Promise<void> {
      const body = JSON.stringify({ [username]: contacts });
      assert.ok(body.length <= max_content_size, `${body.length} bytes`);
      const response = await pings_until(`${method} is answered`, () => call(method, "/rosters", body));
      const { updated, errors } = read_outcome(response);
      assert.deepEqual([response.status, updated, errors], [200, 1, 0]);
    }

    test("who is offline", async () => {
      await change("POST", "away", big_roster("first"));
      await pings_until("it is stored", () => stored("away"));
      await change("PATCH", "away", big_roster("second"));
    });

    test("whose roster is shown", async () => {
      const text = JSON.stringify({ shown: big_roster("first") });
      assert.equal(read_outcome(await call("POST", "/rosters", text)).updated, 1);
      await stored("shown");
      const show = (): Promise<HttpAnswer> => call("GET", "/rosters/shown", "");
      const shown = await pings_until("it is shown", show, 400);
      const { roster, source } = read_object(shown);
      assert.ok(is_record(roster));
      assert.deepEqual([Object.keys(roster).length, source], [many, "backend"]);
      assert.deepEqual(roster["contact7@example.com"], { name: "first of number 7", groups: [], subscription: "both" });
    });

    test("who is offline, in names that are to be normalised", async () => {
      const contacts = list_of(many, (i) => [`Contact${i}@example.com`, { name: `${i}` }] as const);
      await change("POST", "irregular", Object.fromEntries(contacts));
      await pings_until("it is stored", () => stored("irregular"));
    });

    test("who is online, and is told of everything", async () => {
      server.backend.rosters.set("here", { "ann@example.com": {} });
      const here = new RawConnection(server.prosody);
      await here.authenticate("here");
      await here.bind("phone");
      await here.roster();
      const pushes = here.count_only("subscription=");
      await change("POST", "here", big_roster("first", many_pushes));
      // Ann is removed.
      await until(
        () => pushes() >= many_pushes + 1,
        () => `${many_pushes + 1} pushes; came: ${pushes()}`,
      );
      await change("PATCH", "here", big_roster("second", many_pushes));
      await until(
        () => pushes() >= 2 * many_pushes + 1,
        () => `${2 * many_pushes + 1} pushes; came: ${pushes()}`,
      );
      here.drop();
    });

    test("whose roster the backend gives", async () => {
      server.backend.rosters.set("fetched", { "ann@example.com": {} });
      const fetched = new RawConnection(server.prosody);
      await fetched.authenticate("fetched");
      await fetched.bind("phone");
      server.backend.rosters.set("fetched", big_roster("first"));
      const refreshed = await pings_until("it is fetched", () => call("POST", "/refresh", '["fetched"]'));
      assert.equal(read_outcome(refreshed).updated, 1);
      fetched.drop();
      await pings_until("it is stored", () => stored("fetched"));
    });
  });

  test("has no turn that grows with the names that it has", async () => {
    await server.prosody.restart();
    const body = JSON.stringify(list_of(1e6, (i) => `u${i}`));
    await watch_turns(server.prosody);
    const options = { body, milliseconds: longest_patience };
    const { updated } = read_outcome(await server.prosody.request("POST", "/roster_admin/refresh", options));
    assert.equal(updated, 1e6);
    const seconds = await longest_turn(server.prosody);
    // Tables of a million entries would take a second of it to grow.
    assert.ok(seconds < 0.35, `a turn of ${seconds} s`);
    await server.prosody.restart();
  });

  test("harms nobody where the caller leaves before the answer", async () => {
    const body = JSON.stringify(list_of(20_000, (i) => `gone${i}`));
    const from = server.prosody.log().length;
    const request = open_request(`${head("POST", "/refresh", body.length)}${body}`);
    await server.prosody.wait_for_log(/POST (?:chat\.test)?\/roster_admin\/refresh/, { from });
    request.drop();
    assert.deepEqual(await refresh(server.prosody, ["john"]), complete(1));
  });

  test("does not hold up the end of Prosody with what it has left to write", async () => {
    // Which fails where the end takes longer than `patience`.
    await server.prosody.restart();
  });
});
