/** The backend that the benchmark forks: as little work as possible, so that Prosody sets the pace. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { roster_json, shape_of } from "./documents.ts";
import type { BackendOrder, BackendReport } from "./backend.ts";

const with_extra = new Set<string>();
const rosters = new Map<string, string>();
let requests = 0;

function roster_of(username: string): string | undefined {
  const shape = shape_of(username);
  if (shape === undefined) return undefined;
  const extra = with_extra.has(username);
  const key = `${shape.fields}/${shape.contacts}/${extra}`;
  const known = rosters.get(key) ?? roster_json(shape, extra);
  rosters.set(key, known);
  return known;
}

function answer(response: ServerResponse, body: string | undefined): void {
  if (body === undefined) {
    response.writeHead(404, { "Content-Length": 0 }).end();
    return;
  }
  const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
  response.writeHead(200, headers).end(body);
}

function decode_usernames(text: string): string[] {
  const names: unknown = JSON.parse(text);
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

async function answer_batch(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const names = decode_usernames(Buffer.concat(chunks).toString("utf8"));
  answer(response, `{${names.map((name) => `${JSON.stringify(name)}:${roster_of(name) ?? "null"}`).join(",")}}`);
}

const server = createServer((request, response) => {
  response.on("error", () => undefined);
  requests++;
  const { method, url = "" } = request;
  if (method === "POST" && url === "/batch") answer_batch(request, response).catch(() => response.destroy());
  else answer(response, roster_of(decodeURIComponent(url.slice(url.lastIndexOf("/") + 1))));
});

function report(): void {
  const address = server.address();
  if (address === null || typeof address === "string") return;
  const message: BackendReport = { port: address.port, requests };
  process.send?.(message);
}

process.on("message", ({ change }: BackendOrder) => {
  for (const name of change) {
    if (!with_extra.delete(name)) with_extra.add(name);
  }
  report();
});
process.on("disconnect", () => process.exit(0));
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, report);
