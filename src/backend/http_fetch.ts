import * as http from "net.http";
import * as timer from "util.timer";

/** An answer, or why there is none. */
export type Reply =
  { code: number; headers: LuaMap<string, string>; body: string } | { code?: undefined; problem: string };

/** What to ask. */
export interface Query {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  /** Seconds from now to the last byte. */
  timeout: number;
}

const MAX_BODY = 10 * 1024 * 1024;
const HEAD_ROOM = 64 * 1024;
const TOO_LARGE = "an answer larger than 10 MiB";

/** The parts of a text as one; mostly there is one. */
function joined(parts: string[]): string {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : table.concat(parts);
}

/**
 * Sends one request and calls back exactly once, within the timeout. Every request has a connection of its own: the pool of
 * `net.http` can hand one request's answer to another.
 */
function fetch(url: string, query: Query, done: (reply: Reply) => void): void {
  let settled = false;
  let request: http.HttpRequest | undefined;

  // Of the timers of a module, none would fire after its reload: this one must, for whoever waits.
  const deadline = timer.add_task(query.timeout, () => {
    settle({ problem: `no whole answer within ${query.timeout} s` });
  });

  function settle(reply: Reply): void {
    if (settled) return;
    settled = true;
    timer.stop(deadline);
    if (request !== undefined) http.destroy_request(request);
    done(reply);
  }

  let chunks: string[] | undefined;

  /** Takes a body whose length is not known ahead. */
  function new_sink(): http.BodySink {
    const parts: string[] = [];
    let size = 0;
    chunks = parts;
    return {
      write(chunk: string) {
        size += chunk.length;
        if (size > MAX_BODY) {
          settle({ problem: TOO_LARGE });
          return false;
        }
        parts.push(chunk);
        return true;
      },
    };
  }

  const [ok, started] = pcall(
    http.request,
    url,
    {
      method: query.method,
      headers: query.headers,
      body: query.body,
      suppress_errors: true,
      suppress_url: true,
      // Without it, of an answer that ends with the connection only the first segment would be seen.
      streaming_handler: (response) => {
        if ((response.body_length ?? 0) > MAX_BODY) settle({ problem: TOO_LARGE });
        return $multi(new_sink());
      },
    },
    (...[body, code, response]) => {
      if (code === 0) {
        settle({ problem: body === "max-buffer-size-exceeded" ? TOO_LARGE : `no answer (${body})` });
      } else if (response !== undefined && "headers" in response) {
        if (response.chunked === true && body !== false) {
          settle({ problem: "an answer that breaks off" });
        } else {
          settle({
            code,
            headers: response.headers,
            body: chunks !== undefined ? joined(chunks) : body === false ? "" : body,
          });
        }
      }
    },
  );
  if (!ok) {
    settle({ problem: `no request (${started})` });
  } else if (started !== undefined && !settled) {
    request = started;
    request.body_size_limit = MAX_BODY;
    request.buffer_size_limit = MAX_BODY + HEAD_ROOM;
  }
}

export { fetch };
