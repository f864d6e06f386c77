import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import type { Exchange } from "../../examples/demo/exchange.ts";
import { Link } from "../../examples/demo/link.ts";
import { listen } from "../../examples/demo/listen.ts";
import { http_request } from "../support/http_request.ts";

const link = new Link();
let port = 0;
let heard: { url: string | undefined; headers: Record<string, unknown>; body: string }[] = [];

const target = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => (body += text));
  request.on("end", () => {
    heard.push({ url: request.url, headers: request.headers, body });
    if (request.headers["if-none-match"] !== undefined) response.writeHead(304, { ETag: '"1"' }).end();
    else response.writeHead(200, { "X-Own": "yes" }).end('{"updated":1}');
  });
});

before(async () => {
  port = Number(new URL(await link.way_for("application", await listen(target))).port);
});

after(() => {
  link.close();
  target.close();
});

function noted(exchange: Exchange | undefined): unknown {
  if (exchange === undefined) return undefined;
  const { asker, method, path, question, status, answer } = exchange;
  return { asker, method, path, question, status, answer };
}

test("what is asked goes through as it is, with its length, and is noted", async () => {
  heard = [];
  const answer = await http_request({
    method: "PATCH",
    port,
    path: "/roster_admin/rosters?a=%20",
    headers: { Host: "example.com", Authorization: "Bearer x" },
    body: '{"john":{}}',
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.body, '{"updated":1}');
  assert.equal(answer.headers["x-own"], "yes");
  const [{ url, headers, body } = { url: "", headers: {}, body: "" }] = heard;
  assert.equal(url, "/roster_admin/rosters?a=%20");
  assert.equal(headers["host"], "example.com");
  assert.equal(headers["authorization"], "Bearer x");
  assert.equal(headers["content-length"], "11");
  assert.equal(body, '{"john":{}}');
  assert.deepEqual(noted(link.since(0).at(-1)), {
    asker: "application",
    method: "PATCH",
    path: "/roster_admin/rosters?a=%20",
    question: '{"john":{}}',
    status: 200,
    answer: '{"updated":1}',
  });
});

test("an answer without a body stays one", async () => {
  const answer = await http_request({ method: "GET", port, path: "/", headers: { "If-None-Match": '"1"' } });
  assert.equal(answer.status, 304);
  assert.equal(answer.headers["etag"], '"1"');
});

test("a path that looks like another server's address goes to the same one", async () => {
  heard = [];
  await http_request({ method: "GET", port, path: "//example.com/x" });
  assert.equal(heard[0]?.url, "//example.com/x");
});

test("cut, it lets nothing through, notes that, and says so to who listens", async () => {
  heard = [];
  const told: boolean[] = [];
  link.on("cut", (is_cut) => told.push(is_cut));
  link.is_cut = true;
  assert.equal((await http_request({ method: "GET", port, path: "/contacts/john" })).status, 503);
  assert.equal(link.since(0).at(-1)?.status, 503);
  link.is_cut = false;
  assert.equal((await http_request({ method: "GET", port, path: "/contacts/john" })).status, 200);
  assert.equal(heard.length, 1);
  assert.deepEqual(told, [true, false]);
});

test("a server that is not there is answered for", async () => {
  const nowhere = new URL(await link.way_for("Prosody", "http://127.0.0.1:1"));
  const answer = await http_request({ method: "GET", port: Number(nowhere.port), path: "/contacts/john" });
  assert.equal(answer.status, 502);
});

test("the last hundred are kept, and given from where somebody left off", async () => {
  link.forget();
  const numbers: number[] = [];
  link.on("exchange", ({ number }) => numbers.push(number));
  for (let count = 0; count < 103; count++) await http_request({ method: "GET", port, path: `/${count}` });
  const kept = link.since(0);
  assert.equal(kept.length, 100);
  assert.equal(kept[0]?.path, "/3");
  assert.deepEqual(
    link.since(numbers.at(-3) ?? 0).map(({ path }) => path),
    ["/101", "/102"],
  );
});
