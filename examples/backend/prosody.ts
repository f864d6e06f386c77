import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { request as request_securely } from "node:https";
import { isIP } from "node:net";
import type { Reply } from "./hand_over.ts";

/** Where a host's Prosody is. */
export interface Prosody {
  url: string;
  /** One of `http_roster_token`. */
  token: string | undefined;
}

/** Prosody answers when the last roster is there or has failed, each after `http_roster_timeout` at most. */
const longest_answer = 60_000;

/**
 * Tells a host's Prosody whose rosters have changed, and waits for what came of it.
 *
 * A refresh, no PATCH: it names users and says nothing of their contacts. One that is sent twice, or comes late from a relay that died over it,
 * makes Prosody ask for what holds by then. A PATCH that comes late would take the roster back to what held before.
 */
export async function refresh({ url, token }: Prosody, host: string, usernames: readonly string[]): Promise<Reply> {
  const body = JSON.stringify(usernames);
  try {
    const address = new URL("/roster_admin/refresh", url);
    const call = (address.protocol === "https:" ? request_securely : request)(address, {
      method: "POST",
      signal: AbortSignal.timeout(longest_answer),
      // Left alone, Node would expect a certificate of the name in Host.
      ...(isIP(address.hostname.replace(/[[\]]/g, "")) === 0 && { servername: address.hostname }),
      headers: {
        // Prosody takes no chunks.
        "Content-Length": Buffer.byteLength(body),
        // By this name Prosody knows which of its hosts is meant. fetch would set its own.
        Host: host,
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
    });
    call.end(body);
    const [answer] = (await once(call, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    return { status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
