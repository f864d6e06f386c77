import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request as start_request } from "node:http";
import { type Answer, problem } from "./answer.ts";

/** They are about one connection, and so not passed on. */
const of_connections = ["connection", "keep-alive", "transfer-encoding", "content-length"];

function passed_on(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !of_connections.includes(name)));
}

export async function read_whole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Asks another server what was asked here, in the same words. A server that is not there is answered for with 502. */
export async function forward(url: URL, { method, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  try {
    // Prosody takes no chunks, and so the length is said.
    const length = body.length > 0 ? { "content-length": body.length } : {};
    const call = start_request(url, { method, agent: false, headers: { ...passed_on(headers), ...length } });
    call.end(body);
    const [answer] = (await once(call, "response")) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, headers: passed_on(answer.headers), body: await read_whole(answer) };
  } catch (error) {
    return problem(502, `no answer from ${url.origin}: ${String(error)}`);
  }
}
