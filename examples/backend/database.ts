/** What a database must do here. Both speak the same SQL, with `$1`, `$2` … in the order of the values. */
export type Value = string | number | null;

export type Row = Record<string, unknown>;

export interface Queries {
  rows(sql: string, values?: readonly Value[]): Promise<Row[]>;
  /** Whoever listens hears, once it is committed, that there is something in the outbox for this host. */
  announce(host: string): Promise<void>;
}

export interface Database {
  /** Commits all of it, or, where the work throws, nothing. It may be done again where others were in its way. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Rows that are read `FOR UPDATE SKIP LOCKED` are given to nobody else while this lasts, and are free again if this process dies. */
  lease<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Calls for each host that is announced, and without one where announcements may have been missed. */
  listen(heard: (host: string | undefined) => void): void;
  close(): Promise<void>;
}

/** Times are in milliseconds since 1970. `identity` is how a database says that it numbers rows by itself. */
export function schema(identity: string): string {
  return `
    CREATE TABLE IF NOT EXISTS users (jid TEXT PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS contacts (
      owner TEXT NOT NULL REFERENCES users,
      jid TEXT NOT NULL,
      name TEXT,
      groups TEXT NOT NULL,
      subscription TEXT NOT NULL,
      ask TEXT,
      request TEXT,
      nick TEXT,
      PRIMARY KEY (owner, jid)
    );
    CREATE INDEX IF NOT EXISTS contacts_by_jid ON contacts (jid);
    CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL, at DOUBLE PRECISION NOT NULL);
    CREATE TABLE IF NOT EXISTS outbox (
      id ${identity},
      host TEXT NOT NULL,
      owner TEXT NOT NULL,
      due DOUBLE PRECISION NOT NULL,
      tries INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX IF NOT EXISTS outbox_by_owner ON outbox (owner, id);
  `;
}

/** `$2, $3`: places for so many values. */
export function places(values: readonly Value[], first = 1): string {
  return values.map((_, index) => `$${first + index}`).join(", ");
}
