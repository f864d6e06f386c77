import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Backend, start_backend } from "../support/backend.ts";
import {
  answer,
  type Behaviour,
  chunked,
  drip,
  endless,
  half_a_body,
  half_in_chunks,
  hang,
  headers_only,
  normally,
  reset,
  until_close,
} from "../support/backend_behaviour.ts";
import type { Client, LoginOptions } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { contact, log_in_with_roster, unchanged } from "../support/online.ts";
import { complete, refresh } from "../support/outcome.ts";
import { error_condition } from "../support/stanza.ts";
import { test_server } from "../support/test_server.ts";

/** In seconds; of so much to send that a busy machine takes longer, another one. */
const [timeout, timeout_of_much] = [1, 5];
/** What an answer may take beyond the timeout, on a machine that is busy with all these faults at once. */
const allowance = 4000;
const most_bytes = 10 * 1024 * 1024;

interface Fault {
  what: string;
  behaviour: Behaviour;
  /** Of the kind after which the backend is asked again without being told to: protocol 2.4. */
  is_tried_again: boolean;
  /** What the caller is told. */
  problem: RegExp;
  timeout?: number;
}

const empty_until_close: Behaviour = ({ response }) => {
  response.shouldKeepAlive = false;
  response.writeHead(200, { Connection: "close", "Content-Length": 100 }).flushHeaders();
  response.socket?.end();
};

const no_http: Behaviour = ({ response }) => void response.socket?.end("220 smtp.example.com ESMTP ready\r\n");

const headers_for_ever: Behaviour = ({ response }) => {
  const { socket } = response;
  socket?.write("HTTP/1.1 200 OK\r\n");
  const timer = setInterval(() => socket?.write(`X-Header: ${"x".repeat(10_000)}\r\n`), 20).unref();
  socket?.once("close", () => clearInterval(timer));
  socket?.on("error", () => clearInterval(timer));
};

/** A document of so many bytes. */
function document_of(bytes: number, jid = "new@example.com"): Buffer {
  const document = Buffer.alloc(bytes, " ");
  document.write(`{"${jid}":{}`);
  document.write("}", bytes - 1);
  return document;
}

/** The same body in chunks. */
function in_chunks(body: Buffer): Behaviour {
  return ({ response }) => void response.writeHead(200).end(body);
}

function nested(levels: number): string {
  return `{"new@example.com":{"x":${"[".repeat(levels - 2)}${"]".repeat(levels - 2)}}}`;
}

const faults: readonly Fault[] = [
  { what: "resets the connection", behaviour: reset, is_tried_again: true, problem: /./ },
  { what: "hangs", behaviour: hang, is_tried_again: true, problem: /within|time/ },
  { what: "sends headers and no body", behaviour: headers_only, is_tried_again: true, problem: /within|time/ },
  { what: "sends one byte a second", behaviour: drip, is_tried_again: true, problem: /within|time/ },
  { what: "sends headers for ever", behaviour: headers_for_ever, is_tried_again: true, problem: /./ },
  { what: "answers 500", behaviour: answer(500, "{}"), is_tried_again: true, problem: /500/ },
  { what: "answers 503", behaviour: answer(503, "sorry"), is_tried_again: true, problem: /503/ },
  { what: "answers 429", behaviour: answer(429, "[]"), is_tried_again: true, problem: /429/ },
  { what: "answers 404", behaviour: answer(404, "{}"), is_tried_again: false, problem: /404/ },
  { what: "answers 401", behaviour: answer(401, "{}"), is_tried_again: false, problem: /401/ },
  { what: "answers 201", behaviour: answer(201, "{}"), is_tried_again: false, problem: /201/ },
  {
    what: "redirects",
    behaviour: (exchange) => answer(302, "{}", { Location: "/contacts/elsewhere" })(exchange),
    is_tried_again: false,
    problem: /302/,
  },
  { what: "answers 304 unasked", behaviour: answer(304), is_tried_again: false, problem: /304/ },
  { what: "answers with garbage", behaviour: answer(200, "\u0000\u0001{]"), is_tried_again: false, problem: /JSON/ },
  {
    what: "answers HTML with 200",
    behaviour: answer(200, "<!DOCTYPE html><title>Maintenance</title>", { "Content-Type": "text/html" }),
    is_tried_again: false,
    problem: /JSON/,
  },
  { what: "answers with nothing and 200", behaviour: answer(200, ""), is_tried_again: false, problem: /JSON|empty/ },
  { what: "answers with a string", behaviour: answer(200, '"ok"'), is_tried_again: false, problem: /object/ },
  { what: "answers with null", behaviour: answer(200, "null"), is_tried_again: false, problem: /object/ },
  { what: "answers with an array", behaviour: answer(200, '["a@b"]'), is_tried_again: false, problem: /object/ },
  { what: "answers with JSON and more", behaviour: answer(200, "{} {}"), is_tried_again: false, problem: /JSON/ },
  { what: "sends half a body", behaviour: half_a_body, is_tried_again: false, problem: /./ },
  { what: "sends chunks that break off", behaviour: half_in_chunks, is_tried_again: false, problem: /./ },
  { what: "closes instead of a body", behaviour: empty_until_close, is_tried_again: false, problem: /./ },
  { what: "speaks no HTTP", behaviour: no_http, is_tried_again: false, problem: /./ },
  { what: "sends chunks for ever", behaviour: endless, is_tried_again: false, problem: /10 MiB|within|time/ },
  {
    what: "sends a byte more than 10 MiB",
    behaviour: answer(200, document_of(most_bytes + 1)),
    is_tried_again: false,
    problem: /10 MiB/,
    timeout: timeout_of_much,
  },
  {
    what: "sends a byte more than 10 MiB in chunks",
    behaviour: in_chunks(document_of(most_bytes + 1)),
    is_tried_again: false,
    problem: /10 MiB/,
    timeout: timeout_of_much,
  },
  { what: "nests 33 levels", behaviour: answer(200, nested(33)), is_tried_again: false, problem: /nested|deep/ },
  { what: "nests 100,000 levels", behaviour: answer(200, nested(1e5)), is_tried_again: false, problem: /nested|deep/ },
];

async function takes_at_most<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work;
  const taken = Math.round(performance.now() - start);
  assert.ok(taken <= milliseconds, `took ${taken} ms, more than ${milliseconds}`);
  return result;
}

/** The backend fails and then works again, with three users at three stages of knowledge. */
interface Drama {
  /** Of this fault alone, with its users. */
  host: string;
  timeout?: number;
  /** Makes the backend fail for all users of the host. */
  fail: () => void | Promise<void>;
  heal: () => void | Promise<void>;
  set_rosters: (usernames: readonly string[], document: unknown) => void;
}

for_each_prosody("a backend", (version) => {
  const host_of = (what: string): string => `${what.replace(/[^a-z0-9]+/g, "-")}.test`;
  let refusing: Backend;
  before(async () => {
    refusing = await start_backend();
  });
  after(() => refusing.stop());

  const server = test_server(version, {
    options: { http_roster_timeout: timeout },
    other_hosts: ({ url }) => ({
      ...Object.fromEntries(
        faults.map((fault) => [
          host_of(fault.what),
          { http_roster_url: url, http_roster_timeout: fault.timeout ?? timeout },
        ]),
      ),
      "refuses.test": { http_roster_url: refusing.url },
    }),
  });

  async function play(drama: Drama, is_tried_again: boolean, problem: RegExp): Promise<void> {
    const { host, timeout: seconds = timeout } = drama;
    const { prosody } = server;
    const [known, returning, unknown] = [`known-${host}`, `returning-${host}`, `unknown-${host}`];
    const usernames = [known, returning, unknown];
    const [old_items, new_items] = [[contact("old@example.com")], [contact("new@example.com")]];
    const enter = (username: string, options: LoginOptions = {}): Promise<Client> =>
      log_in_with_roster(prosody, username, { host, ...options });

    drama.set_rosters([known, returning], { "old@example.com": {} });
    const client = await enter(known);
    await (await enter(returning)).stop();

    drama.set_rosters(usernames, { "new@example.com": {} });
    await drama.fail();
    const longest = seconds * 1000 + allowance;
    const { failed, code, updated, errors } = await takes_at_most(longest, refresh(prosody, [known], { host }));
    assert.deepEqual([code, updated, errors], [500, 0, 1]);
    assert.match(failed[known] ?? "", problem);
    await unchanged(client, old_items);

    const [returned, newcomer] = await takes_at_most(
      longest,
      Promise.all([enter(returning), server.log_in(unknown, { host })]),
    );
    await unchanged(returned, old_items);
    await assert.rejects(newcomer.roster(), /internal-server-error/);
    const [error] = newcomer.received.filter(({ attrs }) => attrs["type"] === "error");
    assert.ok(error);
    assert.equal(error.getChild("error")?.attrs["type"], "wait");
    assert.equal(error_condition(error), "internal-server-error");
    assert.notEqual(error.getChild("error")?.getChildText("text"), null);
    await newcomer.nothing_until_pong();

    await drama.heal();
    // A connection gone wrong may have made the backend count as away, and then nobody waits for it.
    if (!is_tried_again) {
      await until(
        async () => (await refresh(prosody, usernames, { host })).updated === 3,
        () => `a refresh of ${usernames.join(", ")} to work`,
      );
    }
    for (const each of [client, returned, newcomer]) {
      const push = await each.push(({ item }) => item.jid === "new@example.com");
      assert.deepEqual(push.item, new_items[0]);
      if (each !== newcomer) {
        assert.deepEqual((await each.push()).item, contact("old@example.com", { subscription: "remove" }));
      }
      await unchanged(each, new_items);
      await each.stop();
    }
  }

  describe("leaves users with what they had, and callers with an answer in time, that", { concurrency: 8 }, () => {
    for (const { what, behaviour, is_tried_again, problem, timeout: seconds } of faults) {
      test(what, async () => {
        const host = host_of(what);
        const usernames: string[] = [];
        const drama: Drama = {
          host,
          ...(seconds !== undefined && { timeout: seconds }),
          fail: () => usernames.forEach((username) => server.backend.behave(username, behaviour)),
          heal: () => usernames.forEach((username) => server.backend.behave(username)),
          set_rosters: (names, document) => {
            for (const name of names) server.backend.rosters.set(name, document);
            usernames.splice(0, usernames.length, ...names);
          },
        };
        await play(drama, is_tried_again, problem);
      });
    }

    test("refuses connections", async () => {
      const drama: Drama = {
        host: "refuses.test",
        fail: () => refusing.stop(),
        heal: () => refusing.start(),
        set_rosters: (names, document) => names.forEach((name) => refusing.rosters.set(name, document)),
      };
      await play(drama, true, /refused|connection/i);
    });
  });

  test("that nests 5,000,000 levels holds nobody up", async () => {
    server.backend.rosters.set("deep", { "old@example.com": {} });
    const client = await log_in_with_roster(server.prosody, "deep");
    server.backend.behave("deep", answer(200, nested(5_000_000)));
    const refreshed = refresh(server.prosody, ["deep"], { milliseconds: 60_000 });
    const { code } = await takes_at_most(timeout * 1000 + allowance, refreshed);
    assert.equal(code, 500);
    await unchanged(client, [contact("old@example.com")]);
    await client.stop();
  });

  test("that redirects is not followed", () => {
    assert.deepEqual(server.backend.requests_for("elsewhere"), []);
  });

  describe("is understood that", () => {
    const whole: readonly [what: string, behaviour: Behaviour][] = [
      ["sends Content-Length", normally],
      ["sends chunks", chunked],
      ["says the end by closing, in several segments", until_close],
      ["nests 32 levels", answer(200, nested(32))],
      ["sends 10 MiB", answer(200, document_of(most_bytes))],
      ["sends 10 MiB in chunks", in_chunks(document_of(most_bytes))],
    ];
    for (const [what, behaviour] of whole) {
      test(what, async () => {
        const username = what.toLowerCase().replace(/\W+/g, "-");
        server.backend.rosters.set(username, { "old@example.com": {} });
        const client = await log_in_with_roster(server.prosody, username);
        server.backend.rosters.set(username, { "new@example.com": {} });
        server.backend.behave(username, behaviour);
        assert.deepEqual(await refresh(server.prosody, [username]), complete(1));
        assert.deepEqual((await client.roster()).items, [contact("new@example.com")]);
        await client.stop();
      });
    }
  });
});
