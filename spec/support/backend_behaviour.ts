import { createHash } from "node:crypto";
import { once } from "node:events";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { RecordedRequest } from "./backend.ts";
import type { Gate } from "./gate.ts";

export interface Exchange {
  request: RecordedRequest;
  response: ServerResponse;
  /** What a healthy backend would answer with, taken when the request arrived; undefined: nothing is known of the user. */
  document: unknown;
}

/** How a backend answers one request. */
export type Behaviour = (exchange: Exchange) => void | Promise<void>;

function json_of({ document }: Exchange): string {
  return JSON.stringify(document ?? {});
}

function with_length(exchange: Exchange, headers: OutgoingHttpHeaders = {}): void {
  const body = json_of(exchange);
  const all = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body), ...headers };
  exchange.response.writeHead(200, all).end(body);
}

export const normally: Behaviour = (exchange) => {
  if (exchange.document === undefined) exchange.response.writeHead(404).end();
  else with_length(exchange);
};

/** This and nothing else, whoever is asked for. An object goes out as JSON. */
export function answer(status: number, body: unknown = "", headers: OutgoingHttpHeaders = {}): Behaviour {
  const bytes = typeof body === "string" || body instanceof Buffer ? body : JSON.stringify(body);
  return ({ response }) => {
    response.writeHead(status, { "Content-Length": Buffer.byteLength(bytes), ...headers }).end(bytes);
  };
}

/** Waits for the test before answering. What is answered was read before the wait. */
export function after(gate: Gate, behaviour: Behaviour = normally): Behaviour {
  return async (exchange) => {
    await gate.opened;
    await behaviour(exchange);
  };
}

/** Each request by the next behaviour; the last one goes on for ever. */
export function in_turn(...behaviours: readonly Behaviour[]): Behaviour {
  let requests = 0;
  return (exchange) => {
    const behaviour = behaviours[Math.min(requests++, behaviours.length - 1)] ?? normally;
    return behaviour(exchange);
  };
}

/** Accepts and never says a word. */
export const hang: Behaviour = () => undefined;

/** Resets the connection. */
export const reset: Behaviour = ({ response }) => {
  response.socket?.resetAndDestroy();
};

/** With an ETag, and 304 for those who have it already. */
export const with_etag: Behaviour = (exchange) => {
  const { request, response } = exchange;
  const etag = `"${createHash("sha1").update(json_of(exchange)).digest("hex")}"`;
  if (request.headers["if-none-match"] === etag) response.writeHead(304, { ETag: etag }).end();
  else with_length(exchange, { ETag: etag });
};

/** In several chunks, properly ended. */
export const chunked: Behaviour = async (exchange) => {
  const { response } = exchange;
  const body = json_of(exchange);
  const middle = Math.floor(body.length / 2);
  response.writeHead(200, { "Content-Type": "application/json" });
  response.write(body.slice(0, middle));
  await pause(20);
  response.end(body.slice(middle));
};

/** Neither Content-Length nor chunks: the end of the connection is the end of the body. In several segments. */
export const until_close: Behaviour = async (exchange) => {
  const { response } = exchange;
  const body = json_of(exchange);
  const middle = Math.floor(body.length / 2);
  response.useChunkedEncodingByDefault = false;
  response.shouldKeepAlive = false;
  response.writeHead(200, { "Content-Type": "application/json", Connection: "close" });
  response.write(body.slice(0, middle));
  await pause(20);
  response.end(body.slice(middle));
};

/** Promises the whole body and closes after half of it. */
export const half_a_body: Behaviour = (exchange) => {
  const { response } = exchange;
  const body = Buffer.from(json_of(exchange));
  response.writeHead(200, { "Content-Length": body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.end());
};

/** Chunks that stop in the middle. */
export const half_in_chunks: Behaviour = (exchange) => {
  const { response } = exchange;
  const body = json_of(exchange);
  response.writeHead(200);
  response.write(body.slice(0, Math.floor(body.length / 2)), () => response.socket?.end());
};

/** Promises a body of which nothing comes. */
export const headers_only: Behaviour = (exchange) => {
  exchange.response.writeHead(200, { "Content-Length": Buffer.byteLength(json_of(exchange)) }).flushHeaders();
};

/** One byte a second. */
export const drip: Behaviour = async (exchange) => {
  const { response } = exchange;
  const body = Buffer.from(json_of(exchange));
  response.writeHead(200, { "Content-Length": body.length });
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await pause(1000, undefined, { ref: false });
  }
  response.end();
};

/** Chunks of white space for ever, as fast as they are taken. */
export const endless: Behaviour = async ({ response }) => {
  response.writeHead(200);
  const chunk = Buffer.alloc(64 * 1024, " ");
  const closed = once(response, "close");
  while (!response.destroyed) {
    const taken = response.write(chunk);
    await (taken ? pause(0) : Promise.race([once(response, "drain"), closed]));
  }
};
