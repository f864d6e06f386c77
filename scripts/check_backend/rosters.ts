import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Arguments } from "./arguments.ts";
import { ask, encode, fill_url, in_short, type Reply } from "./ask.ts";
import { read_by_module, read_text_by_module } from "./module_reading.ts";
import { type Point, point } from "./report.ts";

/** A name that nobody has. */
export function nobody(): string {
  return `nobody-${randomBytes(4).toString("hex")}`;
}

export function read_json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `true` for a roster without contacts. */
export function is_empty(document: unknown): boolean {
  return isDeepStrictEqual(document, {}) || isDeepStrictEqual(document, []);
}

/** Asks for one roster. The username is percent-encoded already. */
export function ask_for(segment: string, given: Arguments, headers: Record<string, string> = {}): Promise<Reply> {
  const { url, host, headers: of_all } = given;
  return ask(fill_url(url, segment, host), { method: "GET", headers: { ...of_all, ...headers } });
}

/** `true` where two texts are the same roster: what the module makes of them counts, not how they are written. */
export async function is_same_roster(one: string, other: string, username: string, given: Arguments): Promise<boolean> {
  if (one === other) return true;
  const [a, b] = [read_json(one), read_json(other)];
  if (a !== undefined && isDeepStrictEqual(a, b)) return true;
  const [first, second] = [
    await read_text_by_module(one, username, given),
    await read_text_by_module(other, username, given),
  ];
  return isDeepStrictEqual(first, second);
}

async function is_same_reply(one: Reply, other: Reply, username: string, given: Arguments): Promise<boolean> {
  if (one.status !== other.status) return false;
  return one.status !== 200 || other.status !== 200 || is_same_roster(one.body, other.body, username, given);
}

async function read_whole(username: string, given: Arguments): Promise<Point> {
  const { is_good, lines } = await read_by_module(given.url, username, given);
  const summary = lines.find((line) => !line.startsWith("GET ") && /\bcontacts?\b/.test(line));
  return {
    ...point(
      is_good,
      `roster of ${username}`,
      "contacts that can all be used",
      is_good ? (summary?.replace(/:$/, "") ?? "that") : "this:",
    ),
    details: is_good ? [] : lines,
  };
}

async function unknown_user(name: string, why: string, given: Arguments): Promise<Point> {
  const reply = await ask_for(encode(name), given);
  const { status } = reply;
  const is_nobody = status === 200 && is_empty(read_json(reply.body));
  const is_good = is_nobody || (status !== undefined && [204, 404, 410].includes(status));
  return point(is_good, `a user whom nobody knows (${why})`, "404, 410, 204 or no contacts", in_short(reply));
}

/** The same of a name that the application may well refuse, having no such names. */
async function odd_name(name: string, why: string, given: Arguments): Promise<Point> {
  const found = await unknown_user(name, why, given);
  return /^4(00|22)\b/.test(found.came) ? { ...found, verdict: "note" } : found;
}

async function escaped_name(username: string, plain: Reply, given: Arguments): Promise<Point> {
  const segment = [...Buffer.from(username)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const reply = await ask_for(segment, given);
  const is_good = await is_same_reply(plain, reply, username, given);
  const what = `${username} asked for as ${segment}`;
  return point(is_good, what, "the same roster, since that is the same name", is_good ? "that" : in_short(reply));
}

/** Named so that whoever decodes it twice takes it for a user there is. */
function doubly_escaped(username: string): string {
  const [first = "", ...others] = username;
  return `${encode(first) === first ? `%${first.charCodeAt(0).toString(16)}` : encode(first)}${others.join("")}`;
}

async function etags(username: string, plain: Reply, given: Arguments): Promise<Point[]> {
  if (plain.status !== 200) return [];
  if (plain.etag === undefined) {
    return [{ verdict: "note", what: "ETag", expected: "one, so that 304 saves work", came: "none, which works too" }];
  }
  const { etag } = plain;
  const is_usable = etag.length <= 1000 && /^[^\s\x00-\x1f\x7f]+$/.test(etag);
  const points = [point(is_usable, "ETag", "at most 1,000 characters without white space", etag)];
  if (!is_usable) return points;

  const again = await ask_for(encode(username), given, { "If-None-Match": etag });
  if (again.status === 304) points.push(point(true, "the same ETag again", "304", "304"));
  else {
    const is_same = again.status === 200 && (await is_same_roster(plain.body, again.body, username, given));
    const came = is_same ? "200 with the whole roster, which works but saves nothing" : in_short(again);
    points.push({ verdict: is_same ? "note" : "FAULT", what: "the same ETag again", expected: "304", came });
  }

  const other = await ask_for(encode(username), given, { "If-None-Match": `"${nobody()}"` });
  const is_whole = other.status === 200 && (await is_same_roster(plain.body, other.body, username, given));
  points.push(
    point(is_whole, "an ETag that was never given", "200 and the whole roster", is_whole ? "that" : in_short(other)),
  );
  return points;
}

/** What the contract wants of requests for one roster. */
export async function check_rosters(given: Arguments): Promise<Point[]> {
  const points: Point[] = [];
  for (const username of given.usernames) points.push(await read_whole(username, given));
  const [username] = given.usernames;
  const plain = await ask_for(encode(username), given);
  if (plain.status === undefined) return points;
  points.push(await unknown_user(nobody(), "a plain name", given));
  points.push(await odd_name(`nöbödy+${nobody()}%41`, "with letters beyond ASCII, + and %", given));
  points.push(await escaped_name(username, plain, given));
  points.push(await odd_name(doubly_escaped(username), `named ${doubly_escaped(username)}, to be decoded once`, given));
  points.push(...(await etags(username, plain, given)));
  return points;
}
