import { serve_page } from "./page_server.ts";
import type { Person } from "./page_settings.ts";
import { type Servers, xmpp_host } from "./servers.ts";

function person(username: string, name: string): Person {
  return { username, name, jid: `${username}@${xmpp_host}` };
}

const people = [person("john", "John"), person("marie", "Marie"), person("aaron", "Aaron")];

async function call(method: string, url: string, body: unknown): Promise<void> {
  const { ok, status } = await fetch(url, { method, body: JSON.stringify(body) });
  if (!ok) throw new Error(`${method} ${url}: the application answered ${status}`);
}

/** Serves the page on which John and Marie chat, side by side: a friend of both brings them together. Gives its address. */
export async function serve_two_chats({ prosody, backend_url, link }: Servers): Promise<string> {
  link.forget();
  for (const { username, name } of people) await call("PUT", `${backend_url}/users/${username}`, { name });
  for (const username of ["john", "marie"])
    await call("POST", `${backend_url}/friendships`, { a: username, b: "aaron" });
  const websocket_url = `ws://127.0.0.1:${prosody.http_port}/xmpp-websocket`;
  return serve_page({ people, chatting: ["john", "marie"], backend_url, websocket_url, link });
}
