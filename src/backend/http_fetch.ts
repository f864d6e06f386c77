import * as http from "net.http";
import * as timer from "util.timer";
import { end_within, type Timed } from "../deadlines";

/** An answer, or why there is none. `is_answer`: there is one, which can't be taken in. */
export type Reply =
  | { code: number; headers: LuaMap<string, string>; body: string }
  | { code?: undefined; problem: string; is_answer?: true };

/** What to ask. Many requests may share one. */
export type Query = Readonly<http.RequestOptions>;

/** A request under way. */
interface Exchange extends Timed {
  /** Nil once it has been called. */
  done?: (this: void, reply: Reply) => void;
  request?: http.HttpRequest;
  /** The body so far, of an answer whose length is not known ahead. */
  parts?: string[];
}

const MAX_BODY = 10 * 1024 * 1024;
const HEAD_ROOM = 64 * 1024;
const TOO_LARGE = "an answer larger than 10 MiB";

function settle(exchange: Exchange, reply: Reply): void {
  const done = exchange.done;
  if (done === undefined) return;
  exchange.done = undefined;
  exchange.ends_at = undefined;
  if (exchange.request !== undefined) {
    const [ok, problem] = pcall(http.destroy_request, exchange.request);
    done(reply);
    if (!ok) error(problem, 0);
  } else {
    // Whoever asks is still about it.
    timer.add_task(0, () => {
      done(reply);
    });
  }
}

function fail(exchange: Exchange, problem: string): void {
  settle(exchange, { problem });
}

function fail_too_large(exchange: Exchange): void {
  settle(exchange, { problem: TOO_LARGE, is_answer: true });
}

function on_time_out(exchange: Exchange, seconds: number): void {
  fail(exchange, `no whole answer within ${seconds} s`);
}

/** Takes a body whose length is not known ahead. */
function new_sink(exchange: Exchange): http.BodySink {
  const parts: string[] = [];
  let size = 0;
  exchange.parts = parts;
  return {
    write(chunk: string) {
      size += chunk.length;
      if (size > MAX_BODY) {
        fail_too_large(exchange);
        return false;
      }
      parts.push(chunk);
      return true;
    },
  };
}

/** The whole body. */
function body_of(exchange: Exchange, body: string | false): string {
  const parts = exchange.parts;
  if (parts === undefined) return body === false ? "" : body;
  const first = parts[0];
  return first !== undefined && parts.length === 1 ? first : table.concat(parts);
}

/** Of a request: what every one has, `of_all` being the admin's, and one that is put on top. */
function new_headers(of_all: LuaMap<string, string>, header?: string, value?: string): Record<string, string> {
  // Prosody can't decompress.
  const headers: Record<string, string> = {
    Accept: "application/json",
    "Accept-Encoding": "identity",
    Connection: "close",
  };
  for (const [name, value_of_all] of of_all) headers[name] = value_of_all;
  if (header !== undefined && value !== undefined) headers[header] = value;
  return headers;
}

function new_query(method: "GET" | "POST", headers: Record<string, string>, body?: string): Query {
  return { method, headers, body, suppress_url: true };
}

/**
 * Sends one request and calls back exactly once, later, within so many seconds. Every request has a connection of its own: the pool of
 * `net.http` can hand one request's answer to another.
 */
function fetch(url: string, query: Query, seconds: number, done: (this: void, reply: Reply) => void): void {
  const exchange: Exchange = { done, on_time_out, request: undefined, ends_at: undefined };
  end_within(seconds, exchange);
  const [ok, request] = pcall(http.request, url, query, (body, code, response) => {
    if (code === 0) {
      if (body === "max-buffer-size-exceeded") fail_too_large(exchange);
      else fail(exchange, `no answer (${body})`);
    } else if (response !== undefined && "headers" in response) {
      if (response.chunked === true && body !== false) fail(exchange, "an answer that breaks off");
      else settle(exchange, { code, headers: response.headers, body: body_of(exchange, body) });
    }
  });
  if (!ok) {
    fail(exchange, `no request (${request})`);
  } else if (request !== undefined && exchange.done !== undefined) {
    exchange.request = request;
    request.body_size_limit = MAX_BODY;
    request.buffer_size_limit = MAX_BODY + HEAD_ROOM;
    // Without it, of an answer that ends with the connection only the first segment would be seen.
    request.streaming_handler = (response) => {
      if ((response.body_length ?? 0) > MAX_BODY) fail_too_large(exchange);
      return $multi(new_sink(exchange));
    };
  }
}

export { fetch, new_headers, new_query };
