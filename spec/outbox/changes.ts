import { setTimeout as pause } from "node:timers/promises";
import { http_request } from "../support/http_request.ts";
import type { Random } from "../soak/random.ts";
import type { OnlineUser } from "./online_user.ts";

interface Change {
  method: string;
  path: string;
  json?: unknown;
}

const elsewhere = ["eve@far.test", "max@far.test", "zoe@far.test"];

/** Each has a number in a name that no other has, as far as there is a name in it. */
let number = 0;

function random_change(random: Random, usernames: readonly [string, ...string[]]): Change {
  const [a, b] = [random.pick(usernames), random.pick(usernames)];
  const contact = random.pick([...elsewhere, ...(a === b ? [] : [b])]) ?? "";
  const dice = random.fraction();
  number++;
  if (dice < 0.1) return { method: "PUT", path: `/users/${a}`, json: { name: `${a} ${number}` } };
  if (dice < 0.2 && a !== b) return { method: "POST", path: "/friendships", json: { a, b } };
  if (dice < 0.25 && a !== b) return { method: "DELETE", path: `/friendships/${a}/${b}` };
  if (dice < 0.35 && a !== b)
    return { method: "POST", path: `/users/${a}/contacts/${b}/ask`, json: { text: `${number}` } };
  if (dice < 0.45 && a !== b) return { method: "POST", path: `/users/${a}/contacts/${b}/approve` };
  if (dice < 0.55) return { method: "DELETE", path: `/users/${a}/contacts/${contact}` };
  const groups = random.chance(0.5) ? ["Friends"] : [];
  return { method: "PUT", path: `/users/${a}/contacts/${contact}`, json: { name: `N ${number}`, groups } };
}

export interface Figures {
  /** Changes that the application has confirmed. */
  confirmed: number;
  /** Without an answer, or with 500, since something was killed or away. */
  unanswered: number;
  /** Asked for by a user's own client. */
  edits: number;
}

export async function make_change(port: number, { method, path, json }: Change): Promise<boolean> {
  try {
    const body = json === undefined ? "" : JSON.stringify(json);
    const { status, body: text } = await http_request({ method, path, port, body });
    if (status >= 500) return false;
    if (status >= 400) throw new Refused(`${method} ${path}: ${status} ${text}`);
    return true;
  } catch (error) {
    if (error instanceof Refused) throw error;
    return false;
  }
}

class Refused extends Error {}

/** The application was killed, or is about to come back. */
const retry_pause = 30;

interface Field {
  port: number;
  users: readonly OnlineUser[];
  figures: Figures;
  random: Random;
  is_over: () => boolean;
}

async function try_change({ port, figures, random }: Field, change: Change): Promise<boolean> {
  if (await make_change(port, change)) {
    figures.confirmed++;
    await pause(random.between(0, 20));
    return true;
  }
  // It may have happened or not; PostgreSQL knows.
  figures.unanswered++;
  await pause(retry_pause);
  return false;
}

function ask_by_client({ random, figures }: Field, user: OnlineUser): void {
  user.edit(random.pick(elsewhere) ?? "", `E ${++number}`);
  figures.edits++;
}

/** Changes contact lists of all kinds, over and over. */
export async function change_over_and_over(field: Field): Promise<void> {
  const { users, random, is_over } = field;
  const usernames = users.map(({ username }) => username);
  const [first = "", ...others] = usernames;
  while (!is_over()) {
    const [user] = users.length > 0 && random.chance(0.2) ? [random.pick(users)] : [];
    if (user !== undefined) ask_by_client(field, user);
    await try_change(field, random_change(random, [first, ...others]));
  }
}

/**
 * Changes each user's list once, with others doing the same for the rest of `left`. What is lost of that is lost for good; a later change would
 * have mended it.
 */
export async function change_once(field: Field, left: OnlineUser[]): Promise<void> {
  const { random, is_over } = field;
  for (let user = left.pop(); user !== undefined && !is_over(); user = left.pop()) {
    if (random.chance(0.2)) {
      ask_by_client(field, user);
      await pause(random.between(0, 20));
      continue;
    }
    const json = { name: `N ${++number}`, groups: ["Once"] };
    const path = `/users/${user.username}/contacts/${random.pick(elsewhere)}`;
    // Once more is the same again, and changes nothing.
    while (!(await try_change(field, { method: "PUT", path, json }))) if (is_over()) return;
  }
}
