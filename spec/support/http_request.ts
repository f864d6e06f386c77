import { request } from "node:http";
import { patience, within } from "./deadline.ts";

export interface HttpRequest {
  method: string;
  port: number;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** The address to call from. */
  from?: string;
  /** The address to call. */
  to?: string;
  milliseconds?: number;
}

export interface HttpAnswer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
  /** The body decoded; an error where it is not JSON. */
  json(): unknown;
}

/** One request on a connection of its own, with any Host header and nothing added to it. */
export function http_request(options: HttpRequest): Promise<HttpAnswer> {
  const { method, port, path, headers, body, from, to = "127.0.0.1", milliseconds = patience } = options;
  const answer = new Promise<HttpAnswer>((resolve, reject) => {
    const call = request({ host: to, port, path, method, headers, localAddress: from, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const status = response.statusCode ?? 0;
        resolve({ status, headers: response.headers, body: text, json: (): unknown => JSON.parse(text) });
      });
    });
    call.once("error", reject);
    if (body !== undefined) call.setHeader("Content-Length", Buffer.byteLength(body));
    call.end(body);
  });
  return within(answer, () => `an answer to ${method} ${path}`, milliseconds);
}
