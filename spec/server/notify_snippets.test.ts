import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { answer } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { contact, log_in_with_roster, only_push } from "../support/online.ts";
import { authorization } from "../support/prosody.ts";
import { free_ports } from "../support/ports.ts";
import { fresh } from "../support/scene.ts";
import { test_server } from "../support/test_server.ts";
import { ToldProsody } from "../support/told_prosody.ts";

const folder = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "examples/notify");

const interpreters: Record<string, string> = { ".sh": "sh", ".py": "/usr/bin/python3", ".php": "php", ".rb": "ruby" };

const snippets = readdirSync(folder).filter((name) => extname(name) !== ".md");

interface Run {
  code: number;
  said: string;
}

function run(snippet: string, usernames: readonly string[], environment: Record<string, string>): Promise<Run> {
  const interpreter = interpreters[extname(snippet)];
  assert.ok(interpreter, `nothing runs ${snippet}`);
  const options = { env: { PATH: process.env["PATH"], XMPP_HOST: "chat.test", ...environment }, timeout: 60_000 };
  return new Promise((resolve, reject) => {
    execFile(interpreter, [join(folder, snippet), ...usernames], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number") resolve({ code, said: stdout + stderr });
      else reject(error instanceof Error ? error : new Error("ended by a signal"));
    });
  });
}

const told: Run = { code: 0, said: "" };
const token = authorization.replace("Bearer ", "");

for_each_prosody("the notifying call", (version) => {
  const server = test_server(version);
  const environment = (): Record<string, string> => ({
    PROSODY_URL: `http://127.0.0.1:${server.prosody.http_port}`,
    PROSODY_TOKEN: token,
  });

  async function online(...names: string[]): Promise<Client[]> {
    for (const name of names) server.backend.rosters.set(name, {});
    return await Promise.all(names.map((name) => log_in_with_roster(server.prosody, name)));
  }

  for (const snippet of snippets) {
    test(`${snippet}: the clients of those named see what has changed`, async () => {
      const [john, marie] = [fresh("john"), fresh("marie")];
      const clients = await online(john, marie);
      for (const name of [john, marie]) server.backend.rosters.set(name, { "eve@far.test": {} });
      assert.deepEqual(await run(snippet, [john, marie], environment()), told);
      for (const client of clients) assert.deepEqual(await only_push(client), contact("eve@far.test"));
    });

    test(`${snippet}: says for whom it did not work, and why, be it some or all`, async () => {
      const [john, marie] = [fresh("john"), fresh("marie")];
      await online(john, marie);
      server.backend.behave(marie, answer(403));
      for (const users of [[john, marie], [marie]]) {
        const { code, said } = await run(snippet, users, environment());
        assert.equal(code, 1);
        assert.match(said, /backend answered 403/);
        assert.ok(said.includes(marie) && !said.includes(john), said);
      }
    });

    test(`${snippet}: says what Prosody answers to a wrong token`, async () => {
      const { code, said } = await run(snippet, ["john"], { ...environment(), PROSODY_TOKEN: "wrong" });
      assert.equal(code, 1);
      assert.match(said, /Prosody was not told: .*a wrong token/);
      assert.match(said, /401/);
    });
  }
});

let elsewhere: ToldProsody;

before(async () => {
  elsewhere = await ToldProsody.start();
});
after(() => elsewhere.stop());

for (const snippet of snippets) {
  test(`${snippet}: says that nobody answers, or somebody else`, async () => {
    const [port] = await free_ports();
    const nobody = await run(snippet, ["john"], { PROSODY_URL: `http://127.0.0.1:${port}`, PROSODY_TOKEN: token });
    assert.equal(nobody.code, 1);
    assert.match(nobody.said, /Prosody was not told:/);
    for (const status of [404, 500, 503]) {
      elsewhere.replies.set("john", [{ status, body: "<html>" }]);
      const { code, said } = await run(snippet, ["john"], { PROSODY_URL: elsewhere.url, PROSODY_TOKEN: token });
      assert.equal(code, 1);
      assert.match(said, /Prosody was not told:/, String(status));
    }
  });
}
