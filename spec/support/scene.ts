import assert from "node:assert/strict";
import type { Element } from "@xmpp/xml";
import { type Client, log_in, type LoginOptions } from "./client.ts";
import type { Prosody } from "./prosody.ts";
import type { Session } from "./session.ts";
import { read_push } from "./stanza.ts";

let names = 0;

/** A username that no other test of this run has. */
export function fresh(name: string): string {
  return `${name}${++names}`;
}

/** So many of them. */
export function names_of(count: number, name: string): string[] {
  return Array.from({ length: count }, () => fresh(name));
}

/** Logs in, asks for the roster, sends presence, and takes in all that follows from that. */
export async function arrive(
  prosody: Prosody,
  username: string,
  { presence = [], ...options }: LoginOptions & { presence?: Element[] } = {},
): Promise<Client> {
  const client = await log_in(prosody, username, options);
  await client.roster();
  await client.available(...presence);
  await client.until_pong();
  return client;
}

/** The backend says that these users' rosters changed; all of them are brought up to date. */
export async function refresh(prosody: Prosody, usernames: readonly string[], host = prosody.host): Promise<void> {
  const answer = await prosody.request("POST", "/roster_admin/refresh", { json: usernames, host });
  const outcome: unknown = answer.json();
  assert.ok(typeof outcome === "object" && outcome !== null);
  // How many of them are offline is for other tests.
  assert.deepEqual(
    [answer.status, { ...outcome, offline: undefined }],
    [200, { ...ok(usernames.length), offline: undefined }],
  );
}

/** What the HTTP endpoints answer when all went well. */
export function ok(updated: number): object {
  return { status: "ok", message: "roster update complete", updated, errors: 0 };
}

/** A stanza in a few words: `push marie@chat.test both`, `available john@chat.test/phone`. */
export function in_short(stanza: Element): string {
  const push = read_push(stanza);
  if (push !== undefined) return `push ${push.item.jid} ${push.item.subscription}`;
  if (stanza.name !== "presence") return stanza.toString();
  return `${stanza.attrs["type"] ?? "available"} ${stanza.attrs["from"]}`;
}

/** What the server had sent, and no test had asked for yet, when it answered a ping that goes out now; sorted. */
export async function news(session: Session): Promise<string[]> {
  return (await session.until_pong()).map(in_short).sort();
}

/** The full JIDs of a user's sessions, as core has them, and what is left over of sessions that are gone. */
export async function sessions_of(prosody: Prosody, username: string, host = prosody.host): Promise<unknown[]> {
  const code = `
    local username, host = ...;
    local jids = {};
    for jid, session in pairs(prosody.full_sessions) do
      if session.username == username and session.host == host then table.insert(jids, jid); end
    end
    local user = prosody.hosts[host].sessions[username];
    for resource in pairs(user and user.sessions or {}) do
      if not prosody.full_sessions[username.."@"..host.."/"..resource] then table.insert(jids, "ghost "..resource); end
    end
    if user and not next(user.sessions) then table.insert(jids, "ghost user"); end
    table.sort(jids);
    return jids;
  `;
  const jids = await prosody.lua(code, [username, host], host);
  return Array.isArray(jids) ? jids : [];
}
