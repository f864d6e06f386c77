import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

/** An answer to an HTTP request, whole. */
export interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

export function json_answer(value: unknown, status = 200): Answer {
  return { status, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(value)) };
}

/** Says why there is no other answer. */
export function problem(status: number, message: string): Answer {
  return json_answer({ message }, status);
}

export const done: Answer = { status: 204, headers: {}, body: Buffer.alloc(0) };

export function give(response: ServerResponse, { status, headers, body }: Answer): void {
  const has_body = status !== 204 && status !== 304;
  response.writeHead(status, { ...headers, ...(has_body && { "content-length": body.length }) });
  response.end(has_body ? body : undefined);
}
