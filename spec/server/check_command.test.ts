import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { answer, type Behaviour, hang, reset } from "../support/backend_behaviour.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { test_stages } from "../support/stages.ts";

/** A name that this machine has in /etc/hosts, and Prosody's DNS is not asked for; nil where there is none. */
function name_in_hosts_file(): string | undefined {
  const names = readFileSync("/etc/hosts", "utf8")
    .split("\n")
    .flatMap((line) => line.replace(/#.*$/, "").trim().split(/\s+/).slice(1));
  return names.find((name) => !name.includes("localhost") && !name.startsWith("ip6-"));
}

const in_hosts_file = name_in_hosts_file();

for_each_prosody("prosodyctl mod_http_roster_admin check", (version) => {
  const stage = test_stages(
    version,
    {
      plain: () => ({}),
      asking: ({ edit_url }) => ({ http_roster_edit_url: edit_url }),
      batch: ({ batch_url }) => ({ http_roster_batch_url: batch_url }),
      hibernating: () => ({ modules_enabled: ["smacks"] }),
      wrong: ({ edit_url }) => ({
        http_roster_timout: 3,
        http_roster_concurrency: "many",
        http_roster_headers: "Authorization: secret",
        http_roster_edit_url: edit_url,
        modules_enabled: ["groups"],
        groups_file: "/dev/null",
      }),
      "wrong-url": () => ({ http_roster_url: "http://localhost/contacts" }),
      without: () => ({ modules_disabled: ["http_roster_admin", "tls", "s2s"] }),
      slow: () => ({ http_roster_timeout: 0.3 }),
      password: () => ({ http_roster_url: "http://prosody:p%40ss@127.0.0.1:1/%s?as=a@b" }),
      named: () => ({ http_roster_url: `http://${in_hosts_file ?? "x"}:1/%s`, http_roster_timeout: 0.3 }),
    },
    {
      // Whatever name is looked up, nobody is asked.
      options: { unbound: { resolvconf: false, forward: "127.0.0.1@9" } },
      lua: 'Component "component.test" "pubsub"',
      expected_errors: /http_roster_(?:concurrency|headers|url)\b|^\tstack traceback:$/,
    },
  );

  const roster = {
    "ann@x.test": { name: "Ann", groups: ["Work"], subscription: "from", ask: "subscribe" },
    "eve@x.test": { request: "Hello" },
  };

  /** What it prints, but for the time that a request took, and its exit code. */
  async function check(jid: string): Promise<{ code: number; lines: string[] }> {
    const { code, stdout, stderr } = await stage("plain").prosody.prosodyctl("mod_http_roster_admin", "check", jid);
    assert.equal(stderr, "");
    return {
      code,
      lines: stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.replace(/, \d+ ms$/, "")),
    };
  }

  for (const [name, lines] of [
    ["plain", ["  ann@x.test  from  Ann  [Work]", "  eve@x.test  both  -  []"]],
    ["asking", ["  ann@x.test  from (asked)  Ann  [Work]", "  eve@x.test  none (asks)  -  []"]],
  ] as const) {
    test(`shows what a user would get: ${name}`, async () => {
      const { backend, host } = stage(name);
      backend.rosters.set("john", roster);
      const { code, lines: printed } = await check(`john@${host}`);
      assert.deepEqual(printed, [
        `GET ${backend.url.replace("%s", "john")}: 200`,
        "2 contacts (JID, subscription, name, groups):",
        ...lines,
      ]);
      assert.equal(code, 0);
      assert.equal(backend.requests_for("john").at(-1)?.headers["accept-encoding"], "identity");
    });
  }

  test("counts one contact as one", async () => {
    const { backend, host } = stage("plain");
    backend.rosters.set("one", { "ann@x.test": {} });
    const { code, lines } = await check(`one@${host}`);
    assert.equal(code, 0);
    assert.equal(lines[1], "1 contact (JID, subscription, name, groups):");
    backend.rosters.set("one", {});
    assert.equal((await check(`one@${host}`)).lines[1], "0 contacts");
  });

  test("shows nothing of a password in the URL", async () => {
    const { lines } = await check(`john@${stage("password").host}`);
    assert.equal(lines[0]?.split(": ")[0], "GET http://***@127.0.0.1:1/john?as=a@b");
    assert.doesNotMatch(lines.join("\n"), /ss@/);
  });

  test("doubts the user's own JID, and resources", async () => {
    const { backend, host } = stage("plain");
    backend.behave("own", answer(200, { [`Own@${host}`]: {}, "ann@x.test/phone": {}, "eve@x.test": {} }));
    const { code, lines } = await check(`own@${host}`);
    assert.equal(code, 0);
    assert.deepEqual(lines.slice(-5), [
      "2 contacts (JID, subscription, name, groups):",
      "  ann@x.test  both  -  []",
      "  eve@x.test  both  -  []",
      `Hint: contact "Own@${host}" is the user, and passed over: nobody is a contact of their own.`,
      'Hint: contact "ann@x.test/phone" is taken without its resource: leave out what follows the /.',
    ]);
  });

  test("doubts a contact that is no user", async () => {
    const { backend, host } = stage("plain");
    backend.behave("wrapped", answer(200, { contacts: { "ann@x.test": {} }, "eve@x.test": {} }));
    const { code, lines } = await check(`wrapped@${host}`);
    assert.equal(code, 0);
    assert.deepEqual(lines.slice(-1), ['Hint: contact "contacts" is a server, not a user: there is no @ in it.']);
  });

  test("names all faults of a document, in its order", async () => {
    const { backend, host } = stage("plain");
    const names = ["zoe@x.test", "ann@x.test", "mid@x.test", "bad @@", "eve@x.test"];
    const document = `{${names.map((name) => `${JSON.stringify(name)}: 5`).join()}, "good@x.test": {}}`;
    backend.behave("faulty", answer(200, document));
    const { code, lines } = await check(`faulty@${host}`);
    assert.equal(code, 1);
    const faults = lines.filter((line) => line.startsWith("Fault: "));
    assert.deepEqual(
      faults.map((line) => /^Fault: contact "(.*?)": .+: passed over, the others are taken\.$/.exec(line)?.[1]),
      names,
    );
    assert.match(lines.at(-1) ?? "", /^5 faults\.$/);
  });

  const answers: [what: string, behaviour: Behaviour, fault: RegExp, cure: RegExp][] = [
    ["a redirect", answer(302, "", { Location: "/login" }), /302, a redirect to "\/login"/, /http_roster_url/],
    ["a refusal", answer(401, "who are you?"), /401: "who are you\?"/, /http_roster_headers/],
    ["an unknown user", answer(404), /answered 404$/, /410/],
    ["an error", answer(500, "<h1>No such table</h1>\u001b[0m"), /500: "No such table \?\[0m"/, /own log/],
    ["an empty body", answer(200), /the answer is empty/, /\{\}/],
    ["a page", answer(200, "<!doctype html><title>Log in</title>"), /a page in HTML: "Log in"/, /http_roster_url/],
    [
      "PHP's warning",
      answer(200, '<br />\n<b>Warning</b>:  Undefined array key "id" in <b>/x.php</b> on line <b>7</b><br />\n{}'),
      /PHP puts a message before it, "Warning : Undefined array key "id" in \/x\.php on line 7 \{\}"/,
      /display_errors/,
    ],
    ["a byte order mark", answer(200, "\ufeff{}"), /begins with a byte order mark \(UTF-8\)/, /BOM/],
    ["other text", answer(200, "hello"), /not JSON \(.+\): it begins with "hello"/, /JSON object/],
    [
      "a comma too many",
      answer(200, '{\n  "ann@x.test": {},\n}'),
      /not JSON \(.+ at byte \d+\): line 2, near "\{\? {2}"ann@x\.test": \{\},\?\}"$/,
      /comma after the last/,
    ],
    ["single quotes", answer(200, "{'ann@x.test': {}}"), /not JSON/, /double quotes/],
    ["an array", answer(200, ["ann@x.test"]), /the answer is an array, expected a JSON object/, /JSON object/],
    [
      "gzip",
      answer(200, gzipSync("{}"), { "Content-Encoding": "gzip" }),
      /compressed \(Content-Encoding: gzip\)/,
      /proxy/,
    ],
    ["a reset", reset, /no answer/, /own log/],
  ];
  for (const [what, behaviour, fault, cure] of answers) {
    test(`names ${what}, and says what to do`, async () => {
      const { backend, host } = stage("plain");
      backend.behave("other", behaviour);
      const { code, lines } = await check(`other@${host}`);
      assert.equal(code, 1, lines.join("\n"));
      assert.equal(lines.length, 4, lines.join("\n"));
      assert.match(lines[1]?.replace(/^Fault: (.*)\.$/, "$1") ?? "", fault);
      assert.match(lines[2] ?? "", /^ {7}\S.*\.$/);
      assert.match(lines[2] ?? "", cure);
      assert.match(lines[3] ?? "", /^1 fault\. /);
    });
  }

  test("says what to do about an application that is too slow", async () => {
    const { backend, host } = stage("slow");
    backend.behave("other", hang);
    const { code, lines } = await check(`other@${host}`);
    assert.equal(code, 1);
    assert.match(lines.join("\n"), /Fault: no whole answer within 0\.3 s\.\n.*http_roster_timeout/);
  });

  test("tells of a name that only /etc/hosts has", { skip: in_hosts_file === undefined }, async () => {
    const { code, lines } = await check(`other@${stage("named").host}`);
    assert.equal(code, 1);
    assert.match(
      lines.join("\n"),
      new RegExp(`/etc/hosts, where ${in_hosts_file} is\\. Set unbound = \\{ hoststxt = true \\}`),
    );
  });

  test("asks for a batch, too, where that is configured", async () => {
    const { backend, host } = stage("batch");
    backend.rosters.set("john", {});
    const well = await check(`john@${host}`);
    assert.deepEqual([well.code, well.lines.at(-1)], [0, `POST ${backend.batch_url}: 200`]);
    backend.behave_for_batches(answer(200, { joan: {} }));
    assert.match(
      (await check(`john@${host}`)).lines.join("\n"),
      /the batch answer has nothing for john, expected a roster/,
    );
    backend.behave_for_batches(answer(500, "oh"));
    const failed = await check(`john@${host}`);
    assert.equal(failed.code, 1);
    assert.match(failed.lines.join("\n"), /answered 500: "oh"/);
  });

  test("names all that is wrong in the configuration in one go, with what the application answers", async () => {
    const { backend, host } = stage("wrong");
    backend.behave("john", answer(200, "hello"));
    const { code, lines } = await check(`john@${host}`);
    assert.equal(code, 1);
    const printed = lines.join("\n");
    for (const part of [
      /Fault: option http_roster_timout is unknown and ignored: http_roster_timeout may be meant\./,
      /Fault: option http_roster_concurrency: expected a whole number/,
      /Fault: option http_roster_headers: expected a table/,
      /Fault: mod_groups contradicts this module.*Disable one/,
      /Fault: the answer is not JSON/,
      /^5 faults\./m,
    ]) {
      assert.match(printed, part);
    }
    assert.doesNotMatch(printed, /secret/);
    const without_url = await check(`john@${stage("wrong-url").host}`);
    assert.equal(without_url.code, 1);
    assert.match(without_url.lines.join("\n"), /option http_roster_url: expected %s/);
    assert.doesNotMatch(without_url.lines.join("\n"), /GET/);
  });

  const hosts: [what: string, host: string, fault: RegExp][] = [
    ["that Prosody does not have", "nowhere.test", /^Fault: Prosody has no host nowhere\.test, it has .*plain\.test/],
    ["that is a component", "component.test", /^Fault: component\.test is a component/],
    ["on which the module is not enabled", "without.test", /^Fault: http_roster_admin is not enabled on without\.test/],
  ];
  for (const [what, host, fault] of hosts) {
    test(`says of a host ${what}`, async () => {
      stage("without").backend.rosters.set("john", {});
      const { code, lines } = await check(`john@${host}`);
      assert.equal(code, 1);
      assert.match(lines[0] ?? "", fault);
    });
  }

  test("gives a hint about hibernating sessions, where there may be any", async () => {
    const { backend, host } = stage("hibernating");
    backend.rosters.set("john", {});
    const { code, lines } = await check(`john@${host}`);
    assert.equal(code, 0);
    assert.match(lines.at(-1) ?? "", /^Hint: with mod_smacks/);
  });
});
