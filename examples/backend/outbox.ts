import { places, type Queries, type Row } from "./database.ts";
import { host_of } from "./edits.ts";

/** A user whose roster has changed, and of whom Prosody is to be told next. */
export interface Notice {
  owner: string;
  /** How often that has failed. */
  tries: number;
  /** The entries that are done with when Prosody was told. */
  ids: string[];
}

/** How many of a user's entries are taken together. */
const most_ids = 1_000;

/** Puts users whose contact lists have changed into the outbox, in the transaction that changed them. Gives the entries. */
export async function put(queries: Queries, owners: readonly string[], due: number): Promise<string[]> {
  const ids: string[] = [];
  for (const owner of owners) {
    const sql = "INSERT INTO outbox (host, owner, due) VALUES ($1, $2, $3) RETURNING id";
    const [row] = await queries.rows(sql, [host_of(owner), owner, due]);
    ids.push(String(row?.["id"]));
    await queries.announce(host_of(owner));
  }
  return ids;
}

/** These entries are due now. */
export async function release(queries: Queries, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return;
  const sql = `UPDATE outbox SET due = $1 WHERE id IN (${places(ids, 2)}) RETURNING host`;
  const hosts = new Set((await queries.rows(sql, [now, ...ids])).map(({ host }) => String(host)));
  for (const host of hosts) await queries.announce(host);
}

/**
 * Takes users of a host, those who have waited longest first. Only a user's first entry is locked, and only first entries are looked at: whose
 * first entry somebody else has, or is not due, is passed over with all others of theirs. So of each user one relay at a time tells.
 */
export async function claim(queries: Queries, host: string, most: number, now: number): Promise<Notice[]> {
  const heads = await queries.rows(
    `SELECT id, owner, tries FROM outbox AS head
     WHERE host = $1 AND due <= $2
       AND NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.owner = head.owner AND earlier.id < head.id)
     ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [host, now, most],
  );
  if (heads.length === 0) return [];
  const owners = heads.map(({ owner }) => String(owner));
  const rows = await queries.rows(
    `SELECT id, owner FROM outbox WHERE due <= $1 AND owner IN (${places(owners, 2)}) ORDER BY id LIMIT ${most_ids}`,
    [now, ...owners],
  );
  return heads.map((head) => notice_of(head, rows));
}

function notice_of(head: Row, rows: readonly Row[]): Notice {
  const owner = String(head["owner"]);
  // Its own entry may be beyond the limit.
  const ids = new Set([String(head["id"])]);
  for (const row of rows) if (row["owner"] === owner) ids.add(String(row["id"]));
  return { owner, tries: Number(head["tries"]), ids: [...ids] };
}

/** Prosody was told of these. */
export async function forget(queries: Queries, notices: readonly Notice[]): Promise<void> {
  const ids = notices.flatMap((notice) => notice.ids);
  if (ids.length > 0) await queries.rows(`DELETE FROM outbox WHERE id IN (${places(ids)})`, ids);
}

/** To be told again, at `due`. */
export async function put_off(queries: Queries, { tries, ids: [head = ""] }: Notice, due: number): Promise<void> {
  await queries.rows("UPDATE outbox SET tries = $1, due = $2 WHERE id = $3", [tries + 1, due, head]);
}

/** When the next of a host's entries is due. */
export async function next_due(queries: Queries, host: string): Promise<number | undefined> {
  const [row] = await queries.rows("SELECT min(due) AS due FROM outbox WHERE host = $1", [host]);
  return typeof row?.["due"] === "number" ? row["due"] : undefined;
}
