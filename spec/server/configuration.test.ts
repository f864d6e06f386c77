import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { xml } from "@xmpp/client";
import { for_each_prosody } from "../support/each_prosody.ts";
import type { LuaValue } from "../support/lua_literal.ts";
import { contact, go_online, log_in_with_roster, only_push } from "../support/online.ts";
import { complete, refresh } from "../support/outcome.ts";
import type { Options } from "../support/prosody_config.ts";
import { dist_folder, test_modules_folder } from "../support/prosody_process.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { error_condition, roster_namespace } from "../support/stanza.ts";
import { test_server } from "../support/test_server.ts";

const subscription_types = ["subscribe", "subscribed", "unsubscribe", "unsubscribed"];

/** As the community module's documentation has it, word for word but for the URL. */
function documented_options(url: string): Options {
  return {
    modules_enabled: ["http_roster_admin", "block_subscriptions", "storage_memory", "http_files"],
    modules_disabled: ["roster"],
    storage: { roster: "memory" },
    http_roster_url: url,
  };
}

/** A folder with mod_block_subscriptions, which comes with the community modules and not with Prosody. */
function folder_with_block_subscriptions(): string {
  const folder = mkdtempSync(join(tmpdir(), "block-subscriptions-"));
  const code = `
    local function drop(event)
      local kind = event.stanza.attr.type;
      if kind == "subscribe" or kind == "subscribed" or kind == "unsubscribe" or kind == "unsubscribed" then
        return true;
      end
    end
    module:hook("pre-presence/bare", drop, 200);
    module:hook("presence/bare", drop, 200);`;
  writeFileSync(join(folder, "mod_block_subscriptions.lua"), code);
  return folder;
}

for_each_prosody("a configuration", (version) => {
  const folder = folder_with_block_subscriptions();
  after(() => rmSync(folder, { recursive: true }));

  const quiet = ["tls", "s2s"];
  const server = test_server(version, {
    options: { plugin_paths: [dist_folder, test_modules_folder, folder], s2s_ports: [], http_files_dir: folder },
    other_hosts: ({ url, batch_url }) => ({
      "everything.test": {
        http_roster_url: url,
        http_roster_headers: { Authorization: "Bearer x", "X-Empty": "" },
        http_roster_timeout: 0.5,
        http_roster_login_wait: 0.1,
        http_roster_concurrency: 1,
        http_roster_max_age: 0,
        http_roster_cache_size: 1,
        http_roster_batch_url: batch_url,
        http_roster_batch_size: 1,
        http_roster_token: ["one", "two"],
        http_roster_allowed_ips: ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"],
        http_roster_block_subscriptions: true,
      },
      "documented.test": documented_options(url),
      "nothing-else.test": { http_roster_url: url },
      "without-roster.test": { http_roster_url: url, modules_disabled: ["roster", ...quiet] },
      "not-blocking.test": { http_roster_url: url, http_roster_block_subscriptions: false },
      "foreign.test": { modules_disabled: ["http_roster_admin", ...quiet] },
    }),
  });

  const works = [
    { what: "of the community module, to the letter", host: "documented.test" },
    { what: "of http_roster_url alone, with mod_roster", host: "nothing-else.test" },
    { what: "of http_roster_url alone, without mod_roster", host: "without-roster.test" },
  ];
  for (const { what, host } of works) {
    describe(what, () => {
      test("is what this test believes it to be", async () => {
        const code = 'local loaded = require "core.modulemanager".is_loaded; return loaded(...) and true or false';
        const is_loaded = (name: string): Promise<unknown> => server.prosody.lua(code, [host, name]);
        assert.equal(await is_loaded("http_roster_admin"), true);
        assert.equal(await is_loaded("roster"), host === "nothing-else.test");
        assert.equal(await is_loaded("block_subscriptions"), host === "documented.test");
        assert.equal(await is_loaded("http_files"), host === "documented.test");
      });

      test("serves rosters and brings changes", async () => {
        const [ann, bob] = [`ann@${host}`, `bob@${host}`];
        server.backend.rosters.set("ann", {});
        server.backend.rosters.set("bob", {});
        const first = await go_online(server.prosody, "ann", { host });
        const second = await go_online(server.prosody, "bob", { host });

        server.backend.rosters.set("ann", { [bob]: { name: "Bob", groups: ["Friends"] } });
        server.backend.rosters.set("bob", { [ann]: { name: "Ann" } });
        assert.deepEqual(await refresh(server.prosody, ["ann", "bob"], { host }), complete(2));
        assert.deepEqual((await first.push()).item, contact(bob, { name: "Bob", groups: ["Friends"] }));
        assert.deepEqual((await second.push()).item, contact(ann, { name: "Ann" }));
        await first.presence(bob);
        await second.presence(ann);
        assert.deepEqual((await first.roster()).items, [contact(bob, { name: "Bob", groups: ["Friends"] })]);

        server.backend.rosters.set("ann", {});
        server.backend.rosters.set("bob", {});
        assert.deepEqual(await refresh(server.prosody, ["ann", "bob"], { host }), complete(2));
        assert.deepEqual((await first.push()).item, contact(bob, { subscription: "remove" }));
        await first.presence(bob, "unavailable");
        await second.presence(ann, "unavailable");
        await first.stop();
        await second.stop();
      });

      test("offers roster versioning once", async () => {
        const connection = new RawConnection(server.prosody, host);
        const features = await connection.authenticate("cat");
        assert.equal(features.getChildren("ver", "urn:xmpp:features:rosterver").length, 1);
        connection.drop();
      });

      test("lets no client change the roster", async () => {
        server.backend.rosters.set("dan", { [`eve@${host}`]: { name: "Eve" } });
        const client = await log_in_with_roster(server.prosody, "dan", { host });
        const items = [
          xml("item", { jid: `zoe@${host}`, name: "Zoe" }),
          xml("item", { jid: `eve@${host}`, name: "Renamed" }),
          xml("item", { jid: `eve@${host}`, subscription: "remove" }),
        ];
        for (const item of items) {
          const query = xml("query", { xmlns: roster_namespace }, item);
          const error = await client.request(xml("iq", { type: "set" }, query));
          assert.equal(error_condition(error), "not-allowed");
          assert.notEqual(error.getChild("error")?.getChildText("text"), null);
        }
        await client.nothing_until_pong();
        assert.deepEqual((await client.roster()).items, [contact(`eve@${host}`, { name: "Eve" })]);
        await client.stop();
      });

      test("drops subscription stanzas from users of the host and to them", async () => {
        for (const username of ["fay", "gil"]) server.backend.rosters.set(username, {});
        const fay = await go_online(server.prosody, "fay", { host });
        const gil = await go_online(server.prosody, "gil", { host });
        const stranger = await go_online(server.prosody, "stranger", { host: "foreign.test" });
        for (const type of subscription_types) {
          for (const to of [`gil@${host}`, gil.jid, `gil@${host}/nowhere`, host, `nobody@${host}`, "x@foreign.test"]) {
            await fay.send(xml("presence", { to, type }));
          }
          for (const to of [`gil@${host}`, gil.jid]) await stranger.send(xml("presence", { to, type }));
        }
        await fay.nothing_until_pong();
        await stranger.until_pong();
        await gil.nothing_until_pong();
        for (const client of [fay, gil]) {
          assert.deepEqual((await client.roster()).items, []);
          await client.stop();
        }
        await stranger.stop();
      });
    });
  }

  test("with http_roster_block_subscriptions = false lets subscription stanzas through", async () => {
    const host = "not-blocking.test";
    for (const username of ["fay", "gil"]) server.backend.rosters.set(username, {});
    const fay = await go_online(server.prosody, "fay", { host });
    const gil = await go_online(server.prosody, "gil", { host });
    await fay.send(xml("presence", { to: `gil@${host}`, type: "subscribe" }));
    await gil.presence(`fay@${host}`, "subscribe");
  });

  test("may have every option set", async () => {
    const code = 'return require "core.modulemanager".is_loaded(..., "http_roster_admin") and true or false';
    assert.equal(await server.prosody.lua(code, ["everything.test"]), true);
  });
});

/** Values that an option can't have. */
const refused: Record<string, readonly LuaValue[]> = {
  http_roster_url: [5, true, {}, "", "localhost/%s", "ftp://localhost/%s", "http://", "http://localhost/contacts"],
  http_roster_headers: [
    "Authorization: x",
    5,
    ["x"],
    { "X-Number": 5 },
    { "X-Split": "a\r\nb: c" },
    { "X Space": "x" },
  ],
  http_roster_login_wait: ["soon", true, {}, -1],
  http_roster_timeout: ["soon", true, {}, 0, -1],
  http_roster_concurrency: ["many", true, 0, -1, 1.5],
  http_roster_max_age: ["a day or so", false, {}, -1],
  http_roster_cache_size: ["big", {}, -1, 1.5],
  http_roster_batch_url: [5, {}, "", "localhost/batch", "ftp://localhost/batch"],
  http_roster_batch_size: ["all", true, 0, -5, 2.5],
  http_roster_token: [5, true, "", [], [5], ["good", ""], { main: "good" }],
  http_roster_allowed_ips: [5, true, "localhost", "", ["10.0.0.0/33"], ["::1/129"], ["300.1.1.1"], ["10.0.0.0/"], [5]],
  http_roster_block_subscriptions: ["yes", "true", 1, {}],
};

for_each_prosody("an option", (version) => {
  const host_of = (option: string, position: number): string => `${option.replaceAll("_", "-")}-${position}.test`;
  const options: [option: string, value: LuaValue, host: string][] = Object.entries(refused).flatMap(
    ([option, values]) =>
      values.map((value, position): [string, LuaValue, string] => [option, value, host_of(option, position)]),
  );
  const server = test_server(version, {
    other_hosts: ({ url }) => ({
      ...Object.fromEntries(options.map(([option, value, host]) => [host, { http_roster_url: url, [option]: value }])),
      "missing.test": {},
    }),
    expected_errors: /http_roster_admin' on '[^']*': .*http_roster_|^\tstack traceback:$/,
  });

  async function assert_not_loaded(host: string, option: string): Promise<string> {
    const code = 'return require "core.modulemanager".is_loaded(..., "http_roster_admin") and true or false';
    const line = new RegExp(`^.*\\terror\\t.*http_roster_admin.* on '${host}': .*$`, "m");
    assert.equal(await server.prosody.lua(code, [host]), false, `loaded on ${host}`);
    const [text] = await server.prosody.wait_for_log(line, { milliseconds: 1000 });
    assert.match(text, new RegExp(`\\b${option}\\b`));
    return text;
  }

  for (const [option, value, host] of options) {
    test(`${option} = ${JSON.stringify(value)} keeps the module from loading, by name`, async () => {
      await assert_not_loaded(host, option);
    });
  }

  test("http_roster_url must be there, and the log shows an example", async () => {
    const text = await assert_not_loaded("missing.test", "http_roster_url");
    assert.match(text, /http_roster_url = .?"http:\/\/\S*%s/);
    const without_placeholder = await assert_not_loaded(host_of("http_roster_url", 7), "http_roster_url");
    assert.match(without_placeholder, /http_roster_url = .?"http:\/\/\S*%s/);
  });

  test("that is wrong on one host leaves the others alone", async () => {
    server.backend.rosters.set("john", { "ann@example.com": {} });
    const client = await server.log_in("john");
    assert.deepEqual((await client.roster()).items, [contact("ann@example.com")]);
    server.backend.rosters.set("john", {});
    assert.deepEqual(await refresh(server.prosody, ["john"]), complete(1));
    assert.deepEqual(await only_push(client), contact("ann@example.com", { subscription: "remove" }));
  });
});

/** A file for mod_groups, and the folder it lies in. */
function folder_with_groups(): string {
  const folder = mkdtempSync(join(tmpdir(), "groups-"));
  writeFileSync(join(folder, "groups.txt"), "[+Everyone]\nann@grouped.test=Ann\nbob@grouped.test=Bob\n");
  return folder;
}

for_each_prosody("what is wrong beside the options", (version) => {
  const folder = folder_with_groups();
  const blocking_folder = folder_with_block_subscriptions();
  after(() => {
    rmSync(folder, { recursive: true });
    rmSync(blocking_folder, { recursive: true });
  });
  const groups_file = join(folder, "groups.txt");
  const server = test_server(version, {
    options: { plugin_paths: [dist_folder, test_modules_folder, blocking_folder] },
    host: { htpp_roster_url: "http://localhost/%s", http_roster_timout: 3, http_roster_login_wait: 3 },
    other_hosts: ({ url, edit_url }) => ({
      "grouped.test": { http_roster_url: url, modules_enabled: ["groups"], groups_file },
      "groupless.test": { http_roster_url: url, modules_enabled: ["groups"] },
      "blocking.test": {
        http_roster_url: url,
        http_roster_edit_url: edit_url,
        modules_enabled: ["block_subscriptions"],
      },
      "blocking-all.test": { http_roster_url: url, modules_enabled: ["block_subscriptions"] },
    }),
  });

  const warnings = (host: string): string[] =>
    server.prosody
      .log()
      .split("\n")
      .filter((line) => line.includes(`${host}:http_roster_admin\twarn\t`))
      .map((line) => line.replace(/^.*\twarn\t/, ""));

  test("is said at load: names that are no options, with those that may be meant", () => {
    assert.deepEqual(warnings("chat.test"), [
      "option htpp_roster_url is unknown and ignored: http_roster_url may be meant",
      "option http_roster_timout is unknown and ignored: http_roster_timeout may be meant",
    ]);
  });

  test("is said at load: modules that contradict this one, and no others", async () => {
    assert.match(
      warnings("grouped.test").join("\n"),
      /^mod_groups contradicts this module: contacts that it adds vanish/,
    );
    assert.match(warnings("blocking.test").join("\n"), /^mod_block_subscriptions contradicts http_roster_edit_url/);
    assert.deepEqual(warnings("groupless.test"), []);
    assert.deepEqual(warnings("blocking-all.test"), []);

    // What is said is so.
    server.backend.rosters.set("ann", {});
    const client = await log_in_with_roster(server.prosody, "ann", { host: "grouped.test" });
    assert.deepEqual((await client.roster()).items, []);
    await client.stop();
    for (const username of ["fay", "gil"]) server.backend.rosters.set(username, {});
    const fay = await go_online(server.prosody, "fay", { host: "blocking.test" });
    await fay.send(xml("presence", { to: "gil@blocking.test", type: "subscribe" }));
    await fay.nothing_until_pong();
    assert.deepEqual(server.backend.edits(), []);
  });

  test("or right is followed by the version, once", () => {
    const { version: of_package } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    const lines = server.prosody.log().match(/chat\.test:http_roster_admin\tinfo\t.*$/gm) ?? [];
    assert.equal(lines.filter((line) => line.endsWith(`Version ${of_package}`)).length, 1);
    const [first] = readFileSync(join(dist_folder, "mod_http_roster_admin.lua"), "utf8").split("\n");
    assert.match(first ?? "", new RegExp(`\\b${of_package}\\b`));
  });
});
