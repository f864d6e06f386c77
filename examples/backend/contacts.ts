import { createHash } from "node:crypto";
import type { User } from "./database.ts";

interface Contact {
  name: string;
  groups: string[];
  subscription: "both";
}

/** What Prosody asks for: contact JID → contact. */
export function roster_document(friends: readonly User[], xmpp_host: string): Record<string, Contact> {
  const contacts = friends.map(({ username, name }): [string, Contact] => [
    `${username}@${xmpp_host}`,
    { name, groups: ["Friends"], subscription: "both" },
  ]);
  return Object.fromEntries(contacts);
}

/** Stands for one content, so that what has not changed need not be sent again. */
export function etag_of(body: string): string {
  return `"${createHash("sha1").update(body).digest("base64url")}"`;
}
