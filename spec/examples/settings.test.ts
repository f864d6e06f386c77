import assert from "node:assert/strict";
import { test } from "node:test";
import { prosodys_of, read_settings } from "../../examples/backend/settings.ts";

test("nothing set: one host on this machine, and a file for the data", () => {
  assert.deepEqual(read_settings({}), {
    port: 8080,
    xmpp_hosts: ["localhost"],
    prosody_url: "http://127.0.0.1:5280",
    token: undefined,
    database: { kind: "embedded", file: "contacts.sqlite" },
    with_relay: true,
  });
});

test("several Prosodys by domain, each with a token of its own or one for all", () => {
  const { xmpp_hosts, prosody_url, token } = read_settings({
    XMPP_HOST: "a.test,b.test",
    PROSODY_URL: "a.test=http://10.0.0.1:5280 b.test=https://10.0.0.2:5281",
    PROSODY_TOKEN: "c2VjcmV0cw==",
  });
  assert.deepEqual(
    [...prosodys_of(xmpp_hosts, prosody_url, token)],
    [
      ["a.test", { url: "http://10.0.0.1:5280", token: "c2VjcmV0cw==" }],
      ["b.test", { url: "https://10.0.0.2:5281", token: "c2VjcmV0cw==" }],
    ],
  );
  const { token: each } = read_settings({ XMPP_HOST: "a.test,b.test", PROSODY_TOKEN: "a.test=x= b.test=y" });
  assert.deepEqual(each, { "a.test": "x=", "b.test": "y" });
});

test("PostgreSQL by its URL, and a relay in another process only with it", () => {
  const url = "postgresql://app@10.0.0.3/app";
  const { database, with_relay } = read_settings({ DATABASE_URL: url, RELAY: "elsewhere" });
  assert.deepEqual([database, with_relay], [{ kind: "postgresql", url }, false]);
  assert.throws(() => read_settings({ RELAY: "elsewhere" }), /needs PostgreSQL/);
});

const wrong: [NodeJS.ProcessEnv, RegExp][] = [
  [{ PORT: "http" }, /PORT is a number, not http/],
  [{ RELAY: "yes" }, /RELAY is "here" or "elsewhere", not yes/],
  [{ PROSODY_URL: "127.0.0.1:5280" }, /PROSODY_URL has no address in 127/],
  [{ XMPP_HOST: "a.test,b.test", PROSODY_URL: "a.test=http://x" }, /no address of Prosody is known for b\.test/],
];
for (const [environment, message] of wrong) {
  test(`refused: ${JSON.stringify(environment)}`, () => assert.throws(() => read_settings(environment), message));
}
