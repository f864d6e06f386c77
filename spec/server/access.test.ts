import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answer } from "../support/backend_behaviour.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import type { HttpAnswer } from "../support/http_request.ts";
import { contact, log_in_with_roster, unchanged } from "../support/online.ts";
import { complete, read_object, read_outcome, refresh } from "../support/outcome.ts";
import type { RequestOptions } from "../support/prosody.ts";
import { fresh } from "../support/scene.ts";
import { test_server } from "../support/test_server.ts";

const token = "correct-horse.battery_staple~42/+==";
const next_token = "a-token-for-next-month";
const backend_secret = "what-only-the-backend-knows";
const url_password = "pass-word-in-the-url";

interface Route {
  method: string;
  path: string;
  json?: unknown;
  /** Needs no token where none is set. */
  is_open?: boolean;
}

/** Every way in. Each does no harm to a user whom nobody knows. */
const routes: readonly Route[] = [
  { method: "POST", path: "/refresh", json: [], is_open: true },
  { method: "GET", path: "/refresh/nobody", is_open: true },
  { method: "POST", path: "/refresh-all" },
  { method: "POST", path: "/rosters", json: {} },
  { method: "PATCH", path: "/rosters", json: {} },
  { method: "GET", path: "/rosters/nobody" },
  { method: "GET", path: "/status", is_open: true },
];

/** What says that a request came through a proxy. */
const proxied: readonly Record<string, string>[] = [
  { "X-Forwarded-For": "127.0.0.1" },
  { "X-Forwarded-For": "203.0.113.5" },
  { "x-forwarded-for": "" },
  { "X-Forwarded-For": "203.0.113.5, 127.0.0.1" },
  { "X-Forwarded-Host": "example.com" },
  { "X-Forwarded-Proto": "https" },
  { "x-forwarded-port": "443" },
  { "X-FORWARDED-SERVER": "" },
  { Forwarded: "for=127.0.0.1" },
  { Forwarded: "for=203.0.113.5;proto=https" },
  { Forwarded: "" },
  { "X-Real-IP": "127.0.0.1" },
  { "x-real-ip": "" },
  { Via: "1.1 proxy.example" },
  { via: "" },
];

/** What says that a request came from a page in a browser. */
const from_pages: readonly Record<string, string>[] = [
  { Origin: "https://evil.example" },
  { Origin: "http://chat.test" },
  { origin: "null" },
  { Origin: "" },
  { "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "same-site" },
  { "sec-fetch-site": "same-origin" },
  { "Sec-Fetch-Site": "" },
  { "Sec-Fetch-Site": "none", Origin: "https://evil.example" },
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
    with_token: false,
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
  async function assert_refused(
    code: 401 | 403,
    option: string,
    options: RequestOptions,
    refused: readonly Route[] = routes,
  ): Promise<void> {
    for (const route of refused) {
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
  async function assert_let_in(options: RequestOptions, let_in: readonly Route[] = routes): Promise<void> {
    for (const route of let_in) {
      const { status, body } = await call(route, options);
      const expected = route.path === "/rosters/nobody" ? 404 : 200;
      assert.equal(status, expected, `${route.method} ${route.path}: ${body}`);
    }
  }

  /** What needs no token lets the caller in; all else turns them away for want of one. */
  async function assert_let_in_where_open(options: RequestOptions): Promise<void> {
    await assert_let_in(
      options,
      routes.filter(({ is_open }) => is_open),
    );
    await assert_refused(
      403,
      "http_roster_token",
      options,
      routes.filter(({ is_open }) => is_open !== true),
    );
  }

  describe("where nothing is configured", () => {
    test("may ask for refreshes and the status from 127.0.0.1", () => assert_let_in_where_open({}));

    test("may ask for refreshes and the status from ::1", () => assert_let_in_where_open({ to: "::1" }));

    test("gains nothing by a token that is none", () => {
      return assert_let_in_where_open({ headers: bearer(token) });
    });

    test("may not call from any other address, even of loopback", async () => {
      for (const from of ["127.0.0.2", "127.1.2.3"]) await assert_refused(403, "http_roster_allowed_ips", { from });
    });

    test("may not call through a proxy", async () => {
      for (const headers of proxied) await assert_refused(403, "http_roster_token", { headers });
    });

    test("may not call from a page in a browser", async () => {
      for (const headers of from_pages) await assert_refused(403, "http_roster_token", { headers });
    });

    test("may open an address in a browser", () => assert_let_in_where_open({ headers: { "Sec-Fetch-Site": "none" } }));

    const turned_away: readonly [what: string, is_open: boolean, options: RequestOptions][] = [
      ["by the address", true, { from: "127.0.0.2" }],
      ["by a proxy", true, { headers: { Via: "1.1 proxy.example" } }],
      ["as a page in a browser", true, { headers: { Origin: "https://evil.example" } }],
      ["for want of a token", false, {}],
    ];
    for (const [what, is_open, options] of turned_away) {
      test(`changes nothing when turned away ${what}`, async () => {
        const username = fresh("john");
        server.backend.rosters.set(username, { "ann@example.com": {} });
        const client = await log_in_with_roster(server.prosody, username);
        server.backend.rosters.set(username, {});
        const asked = server.backend.requests.length;
        if (is_open) {
          await call({ method: "POST", path: "/refresh", json: [username] }, options);
          await call({ method: "GET", path: `/refresh/${username}` }, options);
        }
        await call({ method: "POST", path: "/refresh-all" }, options);
        await call({ method: "POST", path: "/rosters", json: { [username]: {} } }, options);
        await call({ method: "PATCH", path: "/rosters", json: { [username]: { "ann@example.com": null } } }, options);
        assert.doesNotMatch((await call({ method: "GET", path: `/rosters/${username}` }, options)).body, /ann/);
        await unchanged(client, [contact("ann@example.com")]);
        assert.equal(server.backend.requests.length, asked);
        await client.stop();
      });
    }

    test("is turned away before the body is read", async () => {
      for (const body of ["", "no JSON", "[".repeat(100_000)]) {
        await assert_refused(403, "http_roster_token", { body }, [{ method: "POST", path: "/rosters" }]);
        await assert_refused(403, "http_roster_allowed_ips", { body, from: "127.0.0.2" }, [
          { method: "POST", path: "/refresh" },
        ]);
      }
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
      for (const headers of proxied) await assert_let_in({ host, headers: { ...bearer(token), ...headers } });
    });

    test("may call with it from a page in a browser", async () => {
      for (const headers of from_pages) await assert_let_in({ host, headers: { ...bearer(token), ...headers } });
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
      for (const from of ["127.0.0.4", "127.0.0.5", "127.1.255.254"])
        await assert_let_in_where_open({ host: "range.test", from });
      for (const options of [{ from: "127.0.0.6" }, { from: "127.0.0.3" }, { from: "127.2.0.1" }, { to: "::1" }, {}]) {
        await assert_refused(403, "http_roster_allowed_ips", { host: "range.test", ...options });
      }
    });

    test("may call from an IPv6 address", async () => {
      await assert_let_in_where_open({ host: "six.test", to: "::1" });
      await assert_refused(403, "http_roster_allowed_ips", { host: "six.test" });
    });

    test("may call from a single address", async () => {
      await assert_let_in_where_open({ host: "one.test", from: "127.0.0.9" });
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

  describe("where nothing is served", () => {
    const token_host: RequestOptions = { host: "token.test", headers: bearer(token) };

    async function assert_not_served(method: string, path: string, options: RequestOptions): Promise<HttpAnswer> {
      const refusal = await call({ method, path }, options);
      const { status, updated, errors } = read_outcome(refusal);
      assert.deepEqual([status, updated, errors], ["error", 0, 0], `${method} ${path}`);
      return refusal;
    }

    const nowhere = ["", "/", "/x", "/refresh/", "/rosters/", "/refresh-all/", "/refresh-all/x", "/status/", "/%00%ff"];
    for (const path of nowhere) {
      test(`is told that there is no ${path === "" ? "base" : path}`, async () => {
        for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]) {
          for (const options of [{}, token_host]) {
            const { status, headers } = await assert_not_served(method, path, options);
            assert.deepEqual([status, headers.allow, headers.location], [404, undefined, undefined], method);
          }
        }
      });
    }

    const served: readonly [path: string, allow: string][] = [
      ["/refresh", "POST"],
      ["/refresh/nobody", "GET"],
      ["/refresh/no/body", "GET"],
      ["/refresh-all", "POST"],
      ["/rosters", "PATCH, POST"],
      ["/rosters/nobody", "GET"],
      ["/status", "GET"],
    ];
    for (const [path, allow] of served) {
      test(`is told that ${path} takes ${allow} only`, async () => {
        for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]) {
          if (allow.includes(method)) continue;
          for (const options of [{}, token_host]) {
            const { status, headers } = await assert_not_served(method, path, options);
            assert.deepEqual([status, headers.allow], [405, allow], method);
          }
        }
      });
    }

    test("learns nothing where they may not call", async () => {
      const nothing = ["/x", "/refresh", "/refresh/", ""].map((path) => ({ method: "DELETE", path }));
      await assert_refused(401, "http_roster_token", { host: "token.test" }, nothing);
      await assert_refused(403, "http_roster_allowed_ips", { from: "127.0.0.2" }, nothing);
      await assert_refused(403, "http_roster_token", { headers: { Origin: "https://evil.example" } }, nothing);
    });

    test("is told the same after the module was loaded again", async () => {
      await server.prosody.reload_module("http_roster_admin", "range.test");
      const options = { host: "range.test", from: "127.0.0.4" };
      assert.equal((await assert_not_served("GET", "/x", options)).status, 404);
      assert.equal((await assert_not_served("GET", "/refresh", options)).status, 405);
      await assert_let_in_where_open(options);
    });

    test("gets heads as ever", async () => {
      for (const [path, status] of [
        ["/status", 200],
        ["/x", 404],
        ["/rosters", 405],
      ] as const) {
        const answer = await call({ method: "HEAD", path }, token_host);
        assert.deepEqual([answer.status, answer.body], [status, ""], path);
      }
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
