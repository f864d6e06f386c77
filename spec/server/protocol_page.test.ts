import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { promisify } from "node:util";
import { type Backend, type RecordedRequest, start_backend } from "../support/backend.ts";
import { answer, type Behaviour, normally } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { contract_folder, load_schemas, validator_of } from "../support/contract.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { done, refused, roster_set, subscription } from "../support/edit_stanzas.ts";
import { type HttpText, is_as_shown, read_http_text } from "../support/http_text.ts";
import { type Block, blocks_of } from "../support/markdown.ts";
import { is_record, read_object } from "../support/outcome.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import { arrive } from "../support/scene.ts";

const page = blocks_of(join(contract_folder, "../protocol.md"));

/** What Prosody asks, and what the application answers. */
interface Exchange {
  block: Block;
  request: HttpText;
  answer: HttpText;
}

/** A command, and what it writes, where that is shown. */
interface Command {
  block: Block;
  output: Block | undefined;
}

/** The page in order: a request is followed by its answer, a command perhaps by its output. */
function steps_of(blocks: readonly Block[]): (Exchange | Command)[] {
  const steps: (Exchange | Command)[] = [];
  for (let index = 0; index < blocks.length; index++) {
    const [block, next] = [blocks[index], blocks[index + 1]];
    assert.ok(block);
    const where = `docs/protocol.md:${block.line}`;
    if (block.language === "http") {
      assert.equal(next?.language, "http", `${where}: a request without an answer`);
      steps.push({ block, request: read_http_text(block.text), answer: read_http_text(next.text) });
      index++;
    } else {
      assert.equal(block.language, "sh", `${where}: nobody knows how to run this`);
      const output = next?.language === "json" ? next : undefined;
      steps.push({ block, output });
      if (output !== undefined) index++;
    }
  }
  return steps;
}

/** What is left of a value where only its form counts. */
function form_of(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(form_of);
  if (!is_record(value)) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, form_of(field)]));
}

for_each_prosody("docs/protocol.md", (version) => {
  let backend: Backend;
  let prosody: Prosody;

  async function start(context: TestContext, options: string): Promise<void> {
    backend = await start_backend();
    context.after(() => backend.stop());
    const host = "example.com";
    const lines = options.replaceAll("localhost:8080", `127.0.0.1:${backend.port}`);
    const lua = `http_default_host = "${host}"\n${lines}`;
    prosody = await start_prosody({ version, hosts: { [host]: {} }, lua, with_token: false });
    context.after(() => prosody.stop());
  }

  function held_roster(username: string): Promise<Record<string, unknown>> {
    const headers = { Authorization: "Bearer a_long_random_text" };
    return prosody.request("GET", `/roster_admin/rosters/${username}`, { headers }).then(read_object);
  }

  function ask_again(...usernames: readonly string[]): Promise<unknown> {
    const headers = { Authorization: "Bearer a_long_random_text" };
    return prosody.request("POST", "/roster_admin/refresh", { json: usernames, headers });
  }

  let john: Client;

  /** What makes Prosody ask, in the page's order; and what comes of the answer. */
  const occasions: ((body: unknown) => Promise<void>)[] = [
    async (body) => {
      john = await arrive(prosody, "john");
      const { items } = await john.roster();
      assert.deepEqual(items.map(({ jid }) => jid).sort(), Object.keys(Object(body)).sort());
    },
    async () => {
      const before = await held_roster("john");
      await ask_again("john");
      assert.deepEqual((await held_roster("john"))["roster"], before["roster"]);
    },
    async (body) => {
      assert.ok(is_record(body));
      for (const [username, roster] of Object.entries(body)) backend.rosters.set(username, roster);
      await arrive(prosody, "marie");
      await ask_again("john", "marie");
      for (const [username, roster] of Object.entries(body)) {
        const held = await held_roster(username);
        assert.deepEqual(Object.keys(Object(held["roster"])), Object.keys(Object(roster)));
      }
    },
    async (body) => {
      assert.ok(is_record(body) && is_record(body["john"]));
      const [[jid, contact] = []] = Object.entries(body["john"]);
      assert.ok(jid !== undefined && is_record(contact) && Array.isArray(contact["groups"]));
      const groups = contact["groups"].map(String);
      await done(john, roster_set(jid, { name: String(contact["name"]), groups }));
      const { roster } = await held_roster("john");
      assert.ok(is_record(roster));
      assert.deepEqual(roster[jid], { ...contact, subscription: "both" });
    },
    async (body) => {
      const refusal = await refused(john, subscription("subscribe", "aaron@example.com", { text: "It's me!" }));
      assert.deepEqual([refusal.condition, refusal.text], ["forbidden", Object(body).message]);
    },
  ];

  function assert_as_shown(shown: HttpText, { method, url, headers, body }: RecordedRequest): void {
    assert.equal(`${method} ${url} HTTP/1.1`, shown.first_line);
    for (const [name, value] of Object.entries(shown.headers)) {
      const came = headers[name];
      assert.ok(typeof came === "string" && is_as_shown(value, came), `${name}: ${String(came)}, shown as ${value}`);
    }
    if (shown.body === "") assert.equal(body, "");
    else assert.deepEqual(JSON.parse(body), JSON.parse(shown.body));
  }

  async function run_exchange({ request, answer: shown }: Exchange): Promise<void> {
    const status = Number(shown.first_line.split(" ")[1]);
    const [method, url] = request.first_line.split(" ");
    const is_meant = (one: RecordedRequest): boolean => one.method === method && one.url === url;
    const as_shown: Behaviour = (exchange) =>
      (is_meant(exchange.request) ? answer(status, shown.body, shown.headers) : normally)(exchange);
    backend.behave_for_all(as_shown);
    backend.behave_for_batches(as_shown);
    backend.behave_for_edits(as_shown);
    const occasion = occasions.shift();
    assert.ok(occasion, "nobody knows what makes Prosody ask this");
    const asked_before = backend.requests.length;
    await occasion(shown.body === "" ? undefined : JSON.parse(shown.body));
    const [asked, ...more] = backend.requests.slice(asked_before).filter(is_meant);
    assert.ok(asked, "Prosody has not asked this");
    assert.deepEqual(more, []);
    assert_as_shown(request, asked);
    backend.behave_for_all();
    backend.behave_for_batches();
  }

  async function run_command({ block, output }: Command): Promise<void> {
    const command = block.text.replaceAll("127.0.0.1:5280", `127.0.0.1:${prosody.http_port}`);
    const { stdout } = await promisify(execFile)("sh", ["-c", command]);
    const came: unknown = JSON.parse(stdout);
    if (output === undefined) {
      const ajv = load_schemas();
      assert.ok(validator_of(ajv, "status.schema.json")(came), stdout);
    } else {
      const shown: unknown = JSON.parse(output.text);
      if (output.meta === "of-this-form") assert.deepEqual(form_of(came), form_of(shown));
      else assert.deepEqual(came, shown);
    }
  }

  test("each example is what happens", async (context) => {
    const [options, ...others] = page.filter(({ not_run }) => not_run === undefined);
    assert.equal(options?.language, "lua");
    await start(context, options.text);
    for (const step of steps_of(others)) {
      try {
        await ("request" in step ? run_exchange(step) : run_command(step));
      } catch (error) {
        throw new Error(`docs/protocol.md:${step.block.line} is not what happens`, { cause: error });
      }
    }
    assert.equal(occasions.length, 0, "there are fewer exchanges on the page");
    assert.deepEqual(prosody.tracebacks(), []);
  });
});
