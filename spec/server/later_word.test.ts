import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { before, describe, test } from "node:test";
import { xml } from "@xmpp/client";
import { arrives, watch_arrivals } from "../support/arrivals.ts";
import { after, type Behaviour, in_turn, normally } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import type { HttpAnswer } from "../support/http_request.ts";
import { log_in_with_roster } from "../support/online.ts";
import { is_record, read_object } from "../support/outcome.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { pushes_since, screen } from "../support/screen.ts";
import { roster_namespace } from "../support/stanza.ts";
import { test_server } from "../support/test_server.ts";

const [ann, bob, cat] = ["ann@example.com", "bob@example.com", "cat@example.com"];

/** What everybody starts with; what the earlier word makes of it; what the later one does, which is where it ends. */
const [at_first, then, at_last] = [{ [ann]: {} }, { [ann]: {}, [bob]: {} }, { [ann]: {}, [cat]: {} }];
const [change_first, change_later] = [{ [bob]: {} }, { [bob]: null, [cat]: {} }];

const token = "long-enough-to-be-a-token";
const respond_async = { Prefer: "respond-async" };

/** In seconds, on the host where it matters. */
const brief_timeout = 1;

const single = "chat.test";
const batch = "batch.test";
const brief = "brief.test";

function by_username<T>(usernames: readonly string[], value: T): Record<string, T> {
  return Object.fromEntries(usernames.map((username) => [username, value]));
}

function contacts(count: number): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`contact${i}@example.com`, { name: `No. ${i}` }]));
}

/** So many that a body with them is on its way through the slices for half a second or so. */
const many = 18_000;
const other_usernames = Array.from({ length: many / 50 }, (_, i) => `other${i}`);
const others = by_username(other_usernames, contacts(50));

/** Ends what is under way, and gives its answer once it has one. */
type End = () => Promise<HttpAnswer>;

/** What somebody is shown, counted from when the later word had been answered. */
interface Witness {
  what: string;
  client: Client;
  since: number;
}

for_each_prosody("of two words about a user the later one wins", (version) => {
  const server = test_server(version, {
    host: { http_roster_token: token },
    other_hosts: ({ url, batch_url }) => ({
      [batch]: {
        http_roster_url: url,
        http_roster_token: token,
        http_roster_batch_url: batch_url,
        http_roster_batch_size: 1000,
      },
      [brief]: { http_roster_url: url, http_roster_token: token, http_roster_timeout: brief_timeout },
    }),
  });
  let users = 0;

  before(async () => {
    for (const host of [single, batch, brief]) await watch_arrivals(server.prosody, host);
  });

  function new_user(document: unknown = at_first): string {
    const username = `john${++users}`;
    server.backend.rosters.set(username, document);
    return username;
  }

  function all_say(usernames: readonly string[], document: unknown): void {
    for (const username of usernames) server.backend.rosters.set(username, document);
  }

  /** Has arrived whole when this is given. */
  function send(
    host: string,
    method: string,
    path: string,
    json?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ answer: Promise<HttpAnswer> }> {
    return arrives(server.prosody, method, path, {
      host,
      json,
      headers: { Authorization: `Bearer ${token}`, ...headers },
    });
  }

  function has_worked(answer: HttpAnswer): void {
    if (answer.status === 202) return;
    assert.equal(answer.status, 200, answer.body);
    assert.equal(read_object(answer)["errors"], 0, answer.body);
  }

  async function tell(host: string, method: string, path: string, json?: unknown): Promise<void> {
    has_worked(await (await send(host, method, path, json)).answer);
  }

  async function look(host: string, path: string): Promise<Record<string, unknown>> {
    const headers = { Authorization: `Bearer ${token}` };
    return read_object(await server.prosody.request("GET", `/roster_admin/${path}`, { host, headers }));
  }

  async function held(host: string, username: string): Promise<string[]> {
    const { roster = {} } = await look(host, `rosters/${username}`);
    assert.ok(is_record(roster));
    return Object.keys(roster).sort();
  }

  /** The next request for each of these users, single or by batch, waits until the result is called. What is answered was read before. */
  function slow(usernames: readonly string[]): () => void {
    const gate = new_gate();
    for (const username of usernames) server.backend.behave(username, in_turn(after(gate), normally));
    server.backend.behave_for_batches(in_turn(after(gate), normally));
    return () => {
      gate.open();
      for (const username of usernames) server.backend.behave(username);
      server.backend.behave_for_batches();
    };
  }

  /** These users' rosters were asked for, whichever way, since there were so many requests. */
  async function asked(usernames: readonly string[], since: number): Promise<void> {
    await until(
      () => {
        const requests = server.backend.requests.slice(since);
        const names = new Set(requests.flatMap(({ username, usernames: named }) => [username, ...(named ?? [])]));
        return usernames.every((username) => names.has(username));
      },
      () => `${usernames.join(", ")} to be asked for`,
    );
  }

  async function large(host: string, method: string, said: unknown, usernames: readonly string[]): Promise<End> {
    const { answer } = await send(host, method, "rosters", { ...others, ...by_username(usernames, said) });
    return () => answer;
  }

  async function slowly(host: string, usernames: readonly string[], path: string, headers = {}): Promise<End> {
    all_say(usernames, then);
    const go_on = slow(usernames);
    const since = server.backend.requests.length;
    const { answer } = await send(host, "POST", path, path === "refresh" ? usernames : undefined, headers);
    await asked(usernames, since);
    return () => {
      go_on();
      return answer;
    };
  }

  let marks = 0;

  /** Others have a new contact each, by which it can be seen that the body has been read though its caller has gone. */
  async function large_and_left(host: string, usernames: readonly string[]): Promise<End> {
    const mark = `mark${++marks}@example.com`;
    const marked = by_username(other_usernames, { ...contacts(50), [mark]: {} });
    const body = { ...marked, ...by_username(usernames, then) };
    const { answer } = await send(host, "POST", "rosters", body, respond_async);
    return async () => {
      for (const username of other_usernames)
        await until(
          async () => (await held(host, username)).includes(mark),
          () => `the roster of ${username} to be handed over`,
        );
      return await answer;
    };
  }

  async function large_answer(host: string, usernames: readonly string[]): Promise<End> {
    all_say(usernames, then);
    const bystander = new_user(contacts(many));
    const client = await log_in_with_roster(server.prosody, bystander, { host, milliseconds: 30_000 });
    server.backend.rosters.set(bystander, { ...contacts(many), [bob]: {} });
    const since = server.backend.requests.length;
    const { answer } = await send(host, "POST", "refresh", [bystander, ...usernames]);
    await asked([bystander, ...usernames], since);
    return () => answer.finally(() => client.stop());
  }

  /** Words that come first and take long. Some make `then` of what the users have at first. */
  const earlier_words: Readonly<Record<string, (host: string, usernames: readonly string[]) => Promise<End>>> = {
    "a large POST /rosters": (host, usernames) => large(host, "POST", then, usernames),
    "a large PATCH": (host, usernames) => large(host, "PATCH", change_first, usernames),
    "a large POST /rosters that nobody waits for": large_and_left,
    "a slow POST /refresh": (host, usernames) => slowly(host, usernames, "refresh"),
    "a slow POST /refresh that nobody waits for": (host, usernames) =>
      slowly(host, usernames, "refresh", respond_async),
    "a slow POST /refresh-all": (host, usernames) => slowly(host, usernames, "refresh-all"),
    "a POST /refresh with a large answer": large_answer,
  };

  type Say = (host: string, username: string) => Promise<{ answer: Promise<HttpAnswer> }>;

  /** Words that come later, for a user whose roster the backend says by then as it is `at_last`. */
  const later_words: Readonly<Record<string, Say>> = {
    "POST /rosters": (host, username) => send(host, "POST", "rosters", { [username]: at_last }),
    PATCH: (host, username) => send(host, "PATCH", "rosters", { [username]: change_later }),
    "POST /refresh": (host, username) => send(host, "POST", "refresh", [username]),
    "GET /refresh": (host, username) => send(host, "GET", `refresh/${username}`),
    "POST /refresh of several": (host, username) => send(host, "POST", "refresh", [username, new_user()]),
    "POST /rosters that nobody waits for": (host, username) =>
      send(host, "POST", "rosters", { [username]: at_last }, respond_async),
    "POST /refresh that nobody waits for": (host, username) => send(host, "POST", "refresh", [username], respond_async),
  };

  /** From when the later word has been answered, or shows where nobody waits for an answer, the client shows what it said. */
  async function witness(what: string, client: Client, answer: Promise<HttpAnswer>): Promise<Witness> {
    const response = await answer;
    has_worked(response);
    if (response.status === 202)
      await until(
        () => cat in screen(client) && !(bob in screen(client)),
        () => `${what} to have an effect`,
      );
    await client.until_pong();
    assert.deepEqual(Object.keys(screen(client)), [ann, cat], `what is shown when ${what} has been answered`);
    return { what, client, since: client.received.length };
  }

  async function nothing_under_way(host: string): Promise<void> {
    await until(
      async () => {
        const { fetches_under_way, fetches_waiting } = await look(host, "status");
        return fetches_under_way === 0 && fetches_waiting === 0;
      },
      () => "nothing to be under way",
    );
  }

  /** What is shown and held once all is answered and read; nothing was shown since the later word that it did not say. */
  async function stays_so(host: string, witnesses: readonly Promise<Witness>[]): Promise<void> {
    await nothing_under_way(host);
    const wrong: string[] = [];
    for (const result of await Promise.allSettled(witnesses)) {
      if (result.status === "rejected") {
        wrong.push(result.reason instanceof Error ? result.reason.message : String(result.reason));
        continue;
      }
      const { what, client, since } = result.value;
      await client.until_pong();
      const pushes = pushes_since(client, since);
      if (pushes.length > 0) wrong.push(`after ${what} was answered it was shown ${pushes.join(", ")}`);
      const [shown, known] = [Object.keys(screen(client)).join(), (await held(host, client.username)).join()];
      if (shown !== [ann, cat].join()) wrong.push(`after ${what} it ends with ${shown}`);
      if (shown !== known) wrong.push(`after ${what} ${known} is held`);
      await client.stop();
    }
    assert.deepEqual(wrong, []);
  }

  for (const host of [single, batch]) {
    for (const [earlier, begin] of Object.entries(earlier_words)) {
      test(`on ${host}, after ${earlier}`, async () => {
        const clients = new Map<string, Client>();
        for (const what of Object.keys(later_words))
          clients.set(what, await log_in_with_roster(server.prosody, new_user(), { host }));
        const usernames = [...clients.values()].map(({ username }) => username);
        const end = await begin(host, usernames);
        all_say(usernames, at_last);
        const witnesses: Promise<Witness>[] = [];
        for (const [what, client] of clients) {
          const word = await later_words[what]?.(host, client.username);
          assert.ok(word !== undefined);
          const seen = witness(what, client, word.answer);
          seen.catch(() => undefined);
          witnesses.push(seen);
        }
        has_worked(await end());
        await stays_so(host, witnesses);
      });

      test(`on ${host}, POST /refresh-all after ${earlier}`, async () => {
        const clients = [await log_in_with_roster(server.prosody, new_user(), { host })];
        clients.push(await log_in_with_roster(server.prosody, new_user(), { host }));
        const usernames = clients.map(({ username }) => username);
        const end = await begin(host, usernames);
        all_say(usernames, at_last);
        const { answer } = await send(host, "POST", "refresh-all");
        const witnesses = clients.map((client) => witness("POST /refresh-all", client, answer));
        for (const seen of witnesses) seen.catch(() => undefined);
        has_worked(await end());
        await stays_so(host, witnesses);
      });
    }
  }

  describe("while a large answer for the user alone is read", () => {
    function word_about(
      username: string,
      wanted: unknown,
    ): Record<"PATCH" | "POST /rosters" | "POST /refresh", readonly [string, string, unknown]> {
      return {
        PATCH: ["PATCH", "rosters", { [username]: { ...change_later, [ann]: {} } }],
        "POST /rosters": ["POST", "rosters", { [username]: wanted }],
        "POST /refresh": ["POST", "refresh", [username]],
      };
    }
    for (const what of ["PATCH", "POST /rosters", "POST /refresh"] as const) {
      test(what, async () => {
        const most = contacts(many / 2);
        const username = new_user({ ...most, [bob]: {} });
        const client = await log_in_with_roster(server.prosody, username, { milliseconds: 30_000 });
        server.backend.rosters.set(username, { ...most, [bob]: {}, [ann]: {} });
        const asked_before = server.backend.requests_for(username).length;
        const { answer } = await send(single, "POST", "refresh", [username]);
        await server.backend.requested(username, asked_before + 1);
        const wanted = { ...most, [ann]: {}, [cat]: {} };
        server.backend.rosters.set(username, wanted);
        const [method, path, json] = word_about(username, wanted)[what];
        await tell(single, method, path, json);
        await client.until_pong();
        const since = client.received.length;
        assert.deepEqual([cat in screen(client), bob in screen(client)], [true, false]);
        has_worked(await answer);
        await nothing_under_way(single);
        await client.until_pong();
        assert.deepEqual(pushes_since(client, since), []);
        assert.deepEqual(Object.keys(screen(client)), Object.keys(wanted).sort());
        await client.stop();
      });
    }
  });

  describe("where the later one is a login, whose roster is asked for after", () => {
    for (const [method, said] of [
      ["POST", then],
      ["PATCH", change_first],
    ] as const) {
      test(`a large ${method}`, async () => {
        const username = new_user();
        // Let in before, so that the login is over long before the body is read.
        const connection = new RawConnection(server.prosody);
        await connection.authenticate(username);
        const end = await large(single, method, said, [username]);
        server.backend.rosters.set(username, at_last);
        await connection.bind("phone");
        await connection.roster();
        await connection.until_pong();
        const shown_at_login = screen(connection);
        const since = connection.received.length;
        has_worked(await end());
        await nothing_under_way(single);
        await connection.until_pong();
        assert.deepEqual(Object.keys(shown_at_login), [ann, cat]);
        assert.deepEqual(pushes_since(connection, since), []);
        assert.deepEqual(await held(single, username), [ann, cat]);
        connection.drop();
      });
    }
  });

  describe("where the earlier one is a slow login", () => {
    for (const host of [single, batch]) {
      for (const [what, say] of Object.entries(later_words)) {
        test(`on ${host}, and the later one ${what}`, async () => {
          const username = new_user(then);
          const go_on = slow([username]);
          const since = server.backend.requests.length;
          const entered = log_in_with_roster(server.prosody, username, { host });
          entered.catch(() => undefined);
          await asked([username], since);
          server.backend.rosters.set(username, at_last);
          const { answer } = await say(host, username);
          go_on();
          const client = await entered;
          // It is served the first answer to come, and then the next.
          await until(
            () => Object.keys(screen(client)).join() === [ann, cat].join(),
            () => `what was said later; there is ${Object.keys(screen(client)).join()}`,
          );
          await stays_so(host, [witness(what, client, answer)]);
        });
      }
    }
  });

  describe("a notice during a slow login", () => {
    const slowness = 0.65 * brief_timeout * 1000;
    const late: Behaviour = async (exchange) => {
      await pause(slowness);
      await normally(exchange);
    };
    for (const [what, say] of Object.entries(later_words)) {
      test(`does not make it wait for a second answer: ${what}`, async () => {
        const username = new_user(then);
        server.backend.behave(username, late);
        const connection = new RawConnection(server.prosody, brief);
        await connection.authenticate(username);
        const begin = performance.now();
        const query = xml("iq", { type: "get", id: "roster" }, xml("query", { xmlns: roster_namespace }));
        await connection.raw(RawConnection.bind_request("phone") + query.toString());
        const { at } = await server.backend.requested(username);
        await pause(slowness / 2);
        server.backend.rosters.set(username, at_last);
        const { answer } = await say(brief, username);
        assert.ok(performance.now() < at + slowness, "the notice came too late to show anything");
        assert.equal((await connection.answer_to("roster")).attrs["type"], "result");
        const took = performance.now() - begin;
        assert.ok(took < brief_timeout * 1000, `the login took ${took} ms`);
        has_worked(await answer);
        await until(
          () => Object.keys(screen(connection)).join() === [ann, cat].join(),
          () => `what was said later; there is ${Object.keys(screen(connection)).join()}`,
        );
        connection.drop();
      });
    }
  });

  test("what arrives whole later wins, though it began earlier", async () => {
    const username = new_user();
    const client = await log_in_with_roster(server.prosody, username);
    const body = JSON.stringify({ [username]: at_last });
    const headers = { Host: single, Authorization: `Bearer ${token}`, "Content-Length": body.length };
    const { http_port: port } = server.prosody;
    const call = request({ host: "127.0.0.1", port, method: "POST", path: "/roster_admin/rosters", headers });
    const answered = once(call, "response");
    call.write(body.slice(0, 10));
    await tell(single, "PATCH", "rosters", { [username]: change_first });
    call.end(body.slice(10));
    await answered;
    await client.until_pong();
    assert.deepEqual(Object.keys(screen(client)), [ann, cat]);
    await client.stop();
  });
});
