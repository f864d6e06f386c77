/** The application's own HTTP API, as its pages use it. */
import type { Contact } from "../../backend/contact.ts";

export type ContactList = Record<string, Contact>;

async function call(method: string, path: string, body?: unknown): Promise<Response> {
  const text = body === undefined ? null : JSON.stringify(body);
  const answer = await fetch(`/application${path}`, { method, body: text });
  if (!answer.ok) throw new Error(`the application answered ${answer.status} ${await answer.text()}`);
  return answer;
}

export async function contact_list(username: string): Promise<ContactList> {
  const answer = await call("GET", `/contacts/${username}`);
  return (await answer.json()) as ContactList;
}

export interface Place {
  owner: string;
  /** A JID. */
  contact: string;
}

function path_of({ owner, contact }: Place): string {
  return `/users/${owner}/contacts/${encodeURIComponent(contact)}`;
}

export async function befriend({ owner, contact }: Place): Promise<void> {
  await call("POST", "/friendships", { a: owner, b: contact });
}

export async function unfriend({ owner, contact }: Place): Promise<void> {
  await call("DELETE", `/friendships/${owner}/${encodeURIComponent(contact)}`);
}

export async function save(place: Place, name: string, groups: string[]): Promise<void> {
  await call("PUT", path_of(place), { name, groups });
}

export async function remove(place: Place): Promise<void> {
  await call("DELETE", path_of(place));
}

export async function ask(place: Place): Promise<void> {
  await call("POST", `${path_of(place)}/ask`);
}

export async function approve(place: Place): Promise<void> {
  await call("POST", `${path_of(place)}/approve`);
}

export async function refuse(place: Place): Promise<void> {
  await call("POST", `${path_of(place)}/refuse`);
}
