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

/** Changes contact lists until it is told to stop. */
export async function keep_changing(
  { port, users, figures }: { port: number; users: readonly OnlineUser[]; figures: Figures },
  random: Random,
  is_over: () => boolean,
): Promise<void> {
  const usernames = users.map(({ username }) => username);
  const [first = "", ...others] = usernames;
  while (!is_over()) {
    if (random.chance(0.2)) {
      random.pick(users)?.edit(random.pick(elsewhere) ?? "", `E ${++number}`);
      figures.edits++;
    }
    if (await make_change(port, random_change(random, [first, ...others]))) {
      figures.confirmed++;
      await pause(random.between(0, 20));
    } else {
      // It may have happened or not; PostgreSQL knows.
      figures.unanswered++;
      await pause(retry_pause);
    }
  }
}
