import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { after, afterEach, before, describe, test } from "node:test";
import { start_backend as start_example } from "../../examples/backend/server.ts";
import { read_arguments } from "../../scripts/check_backend/arguments.ts";
import { check as check_backend } from "../../scripts/check_backend/check.ts";
import { type Backend, start_backend } from "../support/backend.ts";
import { answer, type Behaviour, in_turn, normally, with_etag } from "../support/backend_behaviour.ts";
import { http_request } from "../support/http_request.ts";
import { free_ports } from "../support/ports.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Outcome {
  code: number;
  output: string;
  /** The lines that tell of faults. */
  faults: string[];
}

const fault_lines = (lines: readonly string[]): string[] => lines.filter((line) => line.startsWith("FAULT "));

/** Runs the command of `npm run check-backend`. */
function run(...args: readonly string[]): Promise<Outcome> {
  const command = ["--import", "tsx", "scripts/check_backend/main.ts", ...args];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { cwd: root, timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      const faults = fault_lines(stdout.split("\n"));
      if (typeof code === "number") resolve({ code, output: stdout + stderr, faults });
      else reject(error instanceof Error ? error : new Error("ended by a signal"));
    });
  });
}

/** The same within this process, which starts sooner. */
async function check(...args: readonly string[]): Promise<Outcome> {
  const lines: string[] = [];
  const faults = await check_backend(read_arguments(args), (line) => lines.push(line));
  return { code: faults === 0 ? 0 : 1, output: lines.join("\n"), faults: fault_lines(lines) };
}

const roster = { "marie@x.test": { name: "Marie", groups: ["Friends", "Work"] } };

describe("npm run check-backend", () => {
  let backend: Backend;

  before(async () => {
    backend = await start_backend();
  });

  after(() => backend.stop());

  afterEach(() => {
    backend.behave_for_all();
    backend.behave_for_batches();
    backend.behave_for_edits();
    backend.requests.length = 0;
  });

  /** All that can be checked of the test backend, which knows John and Ann. */
  function check_all(): Promise<Outcome> {
    backend.rosters.set("john", roster).set("ann", {});
    const { url, batch_url, edit_url } = backend;
    return check(url, "john", "ann", "--batch", batch_url, "--edit", edit_url, "--header", "X-Key: a b");
  }

  test("finds no fault in the example application, and changes nothing in it", async () => {
    const [port] = await free_ports();
    const log = (): void => undefined;
    const host = "chat.test";
    const application = await start_example({ port, xmpp_hosts: [host], prosody_url: "http://127.0.0.1:9", log });
    try {
      const call = async (method: string, path: string, json?: unknown): Promise<string> => {
        const body = json === undefined ? undefined : JSON.stringify(json);
        return (await http_request({ method, port, path, body })).body;
      };
      for (const name of ["john", "marie"]) await call("PUT", `/users/${name}`, { name });
      await call("POST", "/friendships", { a: "john", b: "marie" });
      const roster_before = await call("GET", "/contacts/john");
      const url = `http://127.0.0.1:${port}`;
      const outcome = await run(`${url}/contacts/%s@%h`, `john@${host}`, "--edit", `${url}/edits`);
      assert.deepEqual(outcome.faults, [], outcome.output);
      assert.equal(outcome.code, 0, outcome.output);
      assert.match(outcome.output, /304/);
      assert.match(outcome.output, /^ok +the same edit/m);
      assert.equal(await call("GET", "/contacts/john"), roster_before);
    } finally {
      application.closeAllConnections();
      application.close();
    }
  });

  test("finds no fault in a backend with batches, says what it sends, and sends the headers", async () => {
    backend.behave_for_all(with_etag_or_404);
    const outcome = await check_all();
    assert.deepEqual(outcome.faults, [], outcome.output);
    assert.equal(outcome.code, 0, outcome.output);
    for (const { body } of backend.edits()) assert.ok(outcome.output.includes(body), outcome.output);
    assert.equal(backend.edits().length, 2);
    assert.ok(backend.requests.every(({ headers }) => headers["x-key"] === "a b"));
  });

  const with_etag_or_404: Behaviour = (exchange) =>
    exchange.document === undefined ? normally(exchange) : with_etag(exchange);

  /** Answers for the name that stands in the path, as `read` sees it. */
  function named(read: (segment: string) => string): Behaviour {
    return ({ request, response }) => {
      const name = read(request.url.replace("/contacts/", ""));
      const document = backend.rosters.get(name);
      response.writeHead(document === undefined ? 404 : 200).end(JSON.stringify(document));
    };
  }

  const faulty: Record<string, { make: () => void; fault: RegExp; details?: RegExp }> = {
    "a warning before the JSON": {
      make: () => backend.behave_for_all(answer(200, "<br />\n<b>Warning</b>: Undefined variable{}")),
      fault: /roster of john: .*this:/,
      details: /JSON/,
    },
    "a contact that can't be used": {
      make: () => backend.behave_for_all(answer(200, { "marie@x.test": { subscription: "friend" } })),
      fault: /roster of john: .*this:/,
      details: /marie@x\.test.*"friend"/,
    },
    "the same list for everybody": {
      make: () => backend.behave_for_all(answer(200, roster)),
      fault: /whom nobody knows \(a plain name\): .* came 200 /,
    },
    "a failure for users whom it does not know": {
      make: () =>
        backend.behave_for_all((exchange) => (exchange.document === undefined ? answer(500) : normally)(exchange)),
      fault: /whom nobody knows \(with letters beyond ASCII.* came 500/,
    },
    "a name that is not decoded": {
      make: () => backend.behave_for_all(named((segment) => segment)),
      fault: /john asked for as %6a%6f%68%6e: .* came 404/,
    },
    "a name that is decoded twice": {
      make: () => backend.behave_for_all(named((segment) => decodeURIComponent(decodeURIComponent(segment)))),
      fault: /named %6aohn, to be decoded once\): .* came 200/,
    },
    "304 whatever was given": {
      make: () =>
        backend.behave_for_all((exchange) => {
          if (exchange.request.headers["if-none-match"] === undefined) return with_etag_or_404(exchange);
          exchange.response.writeHead(304).end();
        }),
      fault: /an ETag that was never given: .* came 304/,
    },
    "an ETag with a space": {
      make: () =>
        backend.behave_for_all((exchange) => {
          if (exchange.document === undefined) return normally(exchange);
          return answer(200, exchange.document, { ETag: '"a b"' })(exchange);
        }),
      fault: /^FAULT ETag: .* came "a b"/,
    },
    "a batch that leaves somebody out": {
      make: () => backend.behave_for_batches(answer(200, { john: roster })),
      fault: /ann in the batch: .*leaves them out/,
    },
    "a batch that says something else than single answers": {
      make: () => backend.behave_for_batches(answer(200, { john: {}, ann: {} })),
      fault: /john in the batch: /,
    },
    "a batch that is a list": {
      make: () => backend.behave_for_batches(answer(200, [roster, {}])),
      fault: /for a batch: .* came 200 /,
    },
    "another answer to the same edit": {
      make: () => backend.behave_for_edits(in_turn(answer(204), answer(409, { message: "seen before" }))),
      fault: /the same edit .* came 409 \{"message":"seen before"\}/,
    },
    "an answer to an edit that is no change": {
      make: () => backend.behave_for_edits(answer(200, { removed: true })),
      fault: /an edit: .*removed/,
    },
  };

  for (const [what, { make, fault, details }] of Object.entries(faulty)) {
    test(`finds ${what}, which is a fault`, async () => {
      make();
      const { code, output, faults } = await check_all();
      assert.equal(code, 1, output);
      assert.ok(
        faults.some((line) => fault.test(line)),
        output,
      );
      if (details !== undefined) assert.match(output, details);
    });
  }

  test("takes groups in another order for the same roster", async () => {
    const groups = { "marie@x.test": { name: "Marie", subscription: "both", groups: ["Work", "Friends"] } };
    backend.behave_for_batches(answer(200, { john: groups, ann: [] }));
    const { code, output } = await check_all();
    assert.equal(code, 0, output);
  });

  test("takes a refusal of names that it does not have for none", async () => {
    backend.behave_for_all((exchange) => {
      const is_plain = /^[a-z0-9-]+$/.test(exchange.request.username ?? "");
      return (is_plain ? normally : answer(400, { message: "no username" }))(exchange);
    });
    const { code, output } = await check_all();
    assert.equal(code, 0, output);
    assert.match(output, /^note .* came 400/m);
  });

  test("says of an application that is not there that it is not there, once", async () => {
    const { code, output, faults } = await run("http://127.0.0.1:9/%s", "john");
    assert.equal(code, 1, output);
    assert.equal(faults.length, 1, output);
    assert.match(output, /connection refused/);
  });

  for (const [what, args] of Object.entries({
    "without a username": ["http://localhost/%s"],
    "with what is no URL": ["localhost/%s", "john"],
    "with a URL that has no place for the username": ["http://localhost/", "john"],
    "with what is no header": ["http://localhost/%s", "john", "--header", "x"],
    "with an option that there is not": ["http://localhost/%s", "john", "--fast"],
  })) {
    test(`shows how it is used, ${what}`, async () => {
      const { code, output } = await run(...args);
      assert.equal(code, 2, output);
      assert.match(output, /^Usage: /m);
    });
  }
});
