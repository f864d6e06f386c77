import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answer } from "../support/backend_behaviour.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import type { HttpAnswer } from "../support/http_request.ts";
import { contact, log_in_with_roster, unchanged } from "../support/online.ts";
import { complete, read_object, refresh } from "../support/outcome.ts";
import type { RequestOptions } from "../support/prosody.ts";
import { test_server } from "../support/test_server.ts";

const token = "correct-horse.battery_staple~42/+==";
const next_token = "a-token-for-next-month";
const backend_secret = "what-only-the-backend-knows";
const url_password = "pass-word-in-the-url";

interface Route {
  method: string;
  path: string;
  json?: unknown;
}

/** Every way in. Each does no harm to a user whom nobody knows. */
const routes: readonly Route[] = [
  { method: "POST", path: "/refresh", json: [] },
  { method: "GET", path: "/refresh/nobody" },
  { method: "POST", path: "/refresh-all" },
  { method: "POST", path: "/rosters", json: {} },
  { method: "PATCH", path: "/rosters", json: {} },
  { method: "GET", path: "/rosters/nobody" },
  { method: "GET", path: "/status" },
];

/** What HTTP's Authorization header may hold that is no token of ours. */
const wrong_authorizations: readonly [what: string, header: string][] = [
  ["another token", "Bearer wrong"],
  ["an empty token", "Bearer "],
  ["no token after the scheme", "Bearer"],
  ["an empty header", ""],
  ["a shortened token", `Bearer ${token.slice(0, -1)}`],
  ["a token without its first letter", `Bearer ${token.slice(1)}`],
  ["a longer token", `Bearer ${token}x`],
  ["a doubled token", `Bearer ${token}${token}`],
  ["the token twice", `Bearer ${token} ${token}`],
  ["two tokens in a list", `Bearer ${token}, Bearer ${token}`],
  ["a token in capitals", `Bearer ${token.toUpperCase()}`],
  ["a quoted token", `Bearer "${token}"`],
  ["the token alone", token],
  ["another scheme", `Token ${token}`],
  ["the basic scheme", `Basic ${Buffer.from(`user:${token}`).toString("base64")}`],
  ["the token and a NUL-like escape", `Bearer ${token}%00`],
  ["the token of the backend", `Bearer ${backend_secret}`],
];

for_each_prosody("a caller", (version) => {
  const server = test_server(version, {
    options: {
      http_interfaces: ["127.0.0.1", "::1"],
      http_roster_headers: { Authorization: `Bearer ${backend_secret}` },
    },
    other_hosts: ({ url }) => ({
      "token.test": { http_roster_url: url, http_roster_token: token },
      "tokens.test": { http_roster_url: url, http_roster_token: [token, next_token] },
      "range.test": { http_roster_url: url, http_roster_allowed_ips: ["127.0.0.4/31", "127.1.0.0/16"] },
      "six.test": { http_roster_url: url, http_roster_allowed_ips: ["::1/128"] },
      "one.test": { http_roster_url: url, http_roster_allowed_ips: "127.0.0.9" },
      "nobody.test": { http_roster_url: url, http_roster_allowed_ips: [] },
      "both.test": { http_roster_url: url, http_roster_token: token, http_roster_allowed_ips: ["127.0.0.2"] },
      "password.test": {
        http_roster_url: url.replace("://", `://prosody:${url_password}@`),
        http_roster_batch_url: url.replace("://", `://prosody:${url_password}@`).replace("%s", "batch"),
      },
    }),
  });

  function call({ method, path, json }: Route, options: RequestOptions = {}): Promise<HttpAnswer> {
    return server.prosody.request(method, `/roster_admin${path}`, { json, ...options });
  }

  function bearer(value: string): RequestOptions["headers"] {
    return { Authorization: `Bearer ${value}` };
  }

  /** Every route turns the caller away with this code and a message that names this option. */
  async function assert_refused(code: 401 | 403, option: string, options: RequestOptions): Promise<void> {
    for (const route of routes) {
      const refusal = await call(route, options);
      const what = `${route.method} ${route.path}: ${refusal.body}`;
      assert.equal(refusal.status, code, what);
      const { status, message } = read_object(refusal);
      assert.equal(status, "error", what);
      assert.ok(typeof message === "string" && message.includes(option), what);
      assert.doesNotMatch(JSON.stringify([refusal.body, refusal.headers]), /correct-horse|next-month|only-the-backend/);
      if (code === 401) assert.match(String(refusal.headers["www-authenticate"]), /^Bearer\b/);
    }
  }

  /** Every route lets the caller in; 404 is what the one for a roster says of a user without one. */
  async function assert_let_in(options: RequestOptions): Promise<void> {
    for (const route of routes) {
      const { status, body } = await call(route, options);
      const expected = route.path === "/rosters/nobody" ? 404 : 200;
      assert.equal(status, expected, `${route.method} ${route.path}: ${body}`);
    }
  }

  describe("where nothing is configured", () => {
    test("may call from 127.0.0.1", () => assert_let_in({}));

    test("may call from ::1", () => assert_let_in({ to: "::1" }));

    test("may not call from any other address, even of loopback", async () => {
      for (const from of ["127.0.0.2", "127.1.2.3"]) await assert_refused(403, "http_roster_allowed_ips", { from });
    });

    test("may not call through a proxy", async () => {
      const proxied: RequestOptions["headers"][] = [
        { "X-Forwarded-For": "127.0.0.1" },
        { "X-Forwarded-For": "203.0.113.5" },
        { "x-forwarded-for": "" },
        { "X-Forwarded-For": "203.0.113.5, 127.0.0.1" },
        { Forwarded: "for=127.0.0.1" },
        { Forwarded: "for=203.0.113.5;proto=https" },
        { Forwarded: "" },
      ];
      for (const headers of proxied) await assert_refused(403, "http_roster_token", { headers });
    });

    test("changes nothing when turned away", async () => {
      server.backend.rosters.set("john", { "ann@example.com": {} });
      const client = await log_in_with_roster(server.prosody, "john");
      server.backend.rosters.set("john", {});
      const asked = server.backend.requests_for("john").length;
      const from = "127.0.0.2";
      await call({ method: "POST", path: "/refresh", json: ["john"] }, { from });
      await call({ method: "GET", path: "/refresh/john" }, { from });
      await call({ method: "POST", path: "/refresh-all" }, { from });
      await call({ method: "POST", path: "/rosters", json: { john: {} } }, { from });
      await call({ method: "PATCH", path: "/rosters", json: { john: { "ann@example.com": null } } }, { from });
      assert.doesNotMatch((await call({ method: "GET", path: "/rosters/john" }, { from })).body, /ann/);
      await unchanged(client, [contact("ann@example.com")]);
      assert.equal(server.backend.requests_for("john").length, asked);
      await client.stop();
    });
  });

  describe("where a token is set", () => {
    const host = "token.test";

    test("may call with it, from anywhere", async () => {
      await assert_let_in({ host, headers: bearer(token) });
      await assert_let_in({ host, headers: bearer(token), from: "127.0.0.2" });
      await assert_let_in({ host, headers: bearer(token), to: "::1" });
    });

    test("may call with it through a proxy", async () => {
      await assert_let_in({ host, headers: { ...bearer(token), "X-Forwarded-For": "203.0.113.5" } });
      await assert_let_in({ host, headers: { ...bearer(token), Forwarded: "for=203.0.113.5" } });
    });

    test("may write the scheme in any case", async () => {
      for (const scheme of ["bearer", "BEARER", "BeArEr"]) {
        await assert_let_in({ host, headers: { Authorization: `${scheme} ${token}` } });
      }
    });

    test("may not call without it", () => assert_refused(401, "http_roster_token", { host }));

    for (const [what, Authorization] of wrong_authorizations) {
      test(`may not call with ${what}`, () => {
        return assert_refused(401, "http_roster_token", { host, headers: { Authorization } });
      });
    }

    test("may not give it in the URL or in another header", async () => {
      const refused = await server.prosody.request("GET", `/roster_admin/status?token=x&access_token=x`, { host });
      assert.equal(refused.status, 401);
      await assert_refused(401, "http_roster_token", { host, headers: { "X-Token": token, Cookie: `token=${token}` } });
    });
  });

  test("may call with any of several tokens", async () => {
    await assert_let_in({ host: "tokens.test", headers: bearer(token) });
    await assert_let_in({ host: "tokens.test", headers: bearer(next_token) });
    await assert_refused(401, "http_roster_token", { host: "tokens.test", headers: bearer(token + next_token) });
    await assert_refused(401, "http_roster_token", { host: "tokens.test", headers: bearer(`${token},${next_token}`) });
    await assert_refused(401, "http_roster_token", { host: "token.test", headers: bearer(next_token) });
  });

  describe("where addresses are set", () => {
    test("may call from a range alone", async () => {
      for (const from of ["127.0.0.4", "127.0.0.5", "127.1.255.254"]) await assert_let_in({ host: "range.test", from });
      for (const options of [{ from: "127.0.0.6" }, { from: "127.0.0.3" }, { from: "127.2.0.1" }, { to: "::1" }, {}]) {
        await assert_refused(403, "http_roster_allowed_ips", { host: "range.test", ...options });
      }
    });

    test("may call from an IPv6 address", async () => {
      await assert_let_in({ host: "six.test", to: "::1" });
      await assert_refused(403, "http_roster_allowed_ips", { host: "six.test" });
    });

    test("may call from a single address", async () => {
      await assert_let_in({ host: "one.test", from: "127.0.0.9" });
      await assert_refused(403, "http_roster_allowed_ips", { host: "one.test" });
    });

    test("may call from nowhere if the list is empty", async () => {
      await assert_refused(403, "http_roster_allowed_ips", { host: "nobody.test" });
    });

    test("may not call through a proxy without a token", async () => {
      const headers = { "X-Forwarded-For": "127.0.0.4" };
      await assert_refused(403, "http_roster_token", { host: "range.test", from: "127.0.0.4", headers });
    });

    test("needs the token, too, if there is one", async () => {
      const [host, from] = ["both.test", "127.0.0.2"];
      await assert_let_in({ host, from, headers: bearer(token) });
      await assert_refused(401, "http_roster_token", { host, from });
      await assert_refused(403, "http_roster_allowed_ips", { host, headers: bearer(token) });
    });

    test("is the one that a trusted proxy names", async () => {
      const host = "both.test";
      const forwarded = (address: string): RequestOptions["headers"] => {
        return { ...bearer(token), "X-Forwarded-For": address };
      };
      await assert_let_in({ host, headers: forwarded("127.0.0.2") });
      await assert_refused(403, "http_roster_allowed_ips", { host, headers: forwarded("203.0.113.5") });
    });
  });

  test("that is a browser gets no CORS headers", async () => {
    const headers = { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" };
    for (const { method, path, json } of [...routes, ...routes.map((route) => ({ ...route, method: "OPTIONS" }))]) {
      const response = await call({ method, path, json }, { headers });
      const names = Object.keys(response.headers).filter((name) => name.startsWith("access-control-"));
      assert.deepEqual(names, [], `${method} ${path}`);
    }
  });

  test("that is Prosody sends the backend the headers configured", async () => {
    server.backend.rosters.set("marie", {});
    await server.log_in("marie");
    const { headers } = await server.backend.requested("marie");
    assert.equal(headers.authorization, `Bearer ${backend_secret}`);
    assert.equal(headers.accept, "application/json");
  });

  describe("where the URL of the backend has a password", () => {
    const host = "password.test";

    test("has it sent, and gets it in no answer", async () => {
      server.backend.rosters.set("zoe", { "ann@example.com": {} });
      const client = await log_in_with_roster(server.prosody, "zoe", { host });
      const { url } = await server.backend.requested("zoe");
      assert.equal(url, "/contacts/zoe");
      assert.deepEqual(await refresh(server.prosody, ["zoe"], { host }), complete(1));
      for (const broken of [answer(500), answer(404), answer(200, "<html>"), answer(302, "", { Location: "/" })]) {
        server.backend.behave("zoe", broken);
        const { code, failed } = await refresh(server.prosody, ["zoe"], { host });
        assert.equal(code, 500);
        assert.doesNotMatch(failed["zoe"] ?? "", new RegExp(`${url_password}|prosody:`));
      }
      await client.stop();
    });
  });

  // The last one of the block, which looks back on all that happened in it.
  test("and everybody else finds no token and no password in the log", () => {
    const lines = server.prosody.log().split("\n");
    const secrets = new RegExp(`correct-horse|next-month|only-the-backend|${url_password}|battery_staple`, "i");
    assert.deepEqual(
      lines.filter((line) => secrets.test(line)),
      [],
    );
    const encoded = Buffer.from(`prosody:${url_password}`).toString("base64").slice(0, -2);
    assert.ok(!lines.some((line) => line.includes(encoded)));
    assert.ok(!lines.some((line) => line.includes(Buffer.from(`user:${token}`).toString("base64"))));
  });
});
