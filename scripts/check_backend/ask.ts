import { request as http_request } from "node:http";
import { request as https_request } from "node:https";
import { text } from "node:stream/consumers";

/** What the application said; or why it said nothing. */
export type Reply =
  { status: number; etag: string | undefined; body: string } | { status?: undefined; problem: string };

export interface Request {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
}

/** The default of http_roster_timeout. */
const longest = 5000;

function exchange(url: string, { method, headers, body }: Request, signal: AbortSignal): Promise<Reply> {
  const send = url.toLowerCase().startsWith("https:") ? https_request : http_request;
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: { Accept: "application/json", "Accept-Encoding": "identity", ...headers },
      agent: false,
      signal,
    };
    const call = send(url, options, (response) => {
      text(response).then((received) => {
        resolve({ status: response.statusCode ?? 0, etag: response.headers.etag, body: received });
      }, reject);
    });
    call.once("error", reject);
    if (body !== undefined) {
      call.setHeader("Content-Type", "application/json");
      call.setHeader("Content-Length", Buffer.byteLength(body));
    }
    call.end(body);
  });
}

/** Sends one request on a connection of its own, as Prosody does. */
export async function ask(url: string, request: Request): Promise<Reply> {
  const signal = AbortSignal.timeout(longest);
  try {
    return await exchange(url, request, signal);
  } catch (error) {
    if (signal.aborted) return { problem: `no whole answer within ${longest / 1000} s` };
    return { problem: `no answer (${error instanceof Error ? error.message : String(error)})` };
  }
}

/** Percent-encoded as Prosody does it. */
export function encode(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The URL with what stands for `%s`, which is encoded already, and the host. */
export function fill_url(url: string, segment: string, host: string): string {
  return url.replace(/%[sh]/g, (mark) => (mark === "%s" ? segment : encode(host)));
}

export function in_short(reply: Reply): string {
  if (reply.status === undefined) return reply.problem;
  const { status, body } = reply;
  if (body === "") return String(status);
  return `${status} ${body.length > 200 ? `${body.slice(0, 200)}...` : body}`.replace(/\s+/g, " ");
}
