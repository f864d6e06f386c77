import init_sql_js, { type Database, type SqlValue } from "sql.js";
import { type Contact, type Subscription, subscriptions } from "./contact.ts";

/** Users are known by their bare JIDs. */
export interface User {
  jid: string;
  name: string;
}

/** What a question was answered, to answer it the same when it is asked again. */
export interface Answer {
  status: number;
  body?: unknown;
}

const schema = `
  PRAGMA foreign_keys = ON;
  CREATE TABLE users (jid TEXT PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE contacts (
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
  CREATE TABLE answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL, at REAL NOT NULL);
`;

/** Prosody repeats a question for a day at most. */
const longest_repeat = 2 * 24 * 3600 * 1000;

function read_subscription(value: SqlValue | undefined): Subscription {
  return subscriptions.find((subscription) => subscription === value) ?? "none";
}

function read_contact(row: Record<string, SqlValue>): Contact {
  const { name, groups, subscription, ask, request, nick } = row;
  return {
    groups: JSON.parse(String(groups)) as string[],
    subscription: read_subscription(subscription),
    ...(typeof name === "string" && { name }),
    ...(ask === "subscribe" && { ask }),
    // An empty text is a request that says nothing.
    ...(typeof request === "string" && { request: request === "" ? true : request }),
    ...(typeof nick === "string" && { nick }),
  };
}

/** The application's data: users, their contact lists, and what was answered. In memory, so it starts empty. */
export class Contacts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    database.run(schema);
  }

  #rows(sql: string, values: SqlValue[]): Record<string, SqlValue>[] {
    const statement = this.#database.prepare(sql, values);
    const rows: Record<string, SqlValue>[] = [];
    while (statement.step()) rows.push(statement.getAsObject());
    statement.free();
    return rows;
  }

  user(jid: string): User | undefined {
    const [row] = this.#rows("SELECT name FROM users WHERE jid = ?", [jid]);
    return row && { jid, name: String(row["name"]) };
  }

  /** Adds a user, or renames one. */
  save_user({ jid, name }: User): void {
    const sql = "INSERT INTO users VALUES (?, ?) ON CONFLICT (jid) DO UPDATE SET name = excluded.name";
    this.#database.run(sql, [jid, name]);
  }

  /** A user's whole contact list: what Prosody asks for. */
  list(owner: string): Record<string, Contact> {
    const rows = this.#rows("SELECT * FROM contacts WHERE owner = ? ORDER BY jid", [owner]);
    return Object.fromEntries(rows.map((row) => [String(row["jid"]), read_contact(row)]));
  }

  contact(owner: string, jid: string): Contact | undefined {
    const [row] = this.#rows("SELECT * FROM contacts WHERE owner = ? AND jid = ?", [owner, jid]);
    return row && read_contact(row);
  }

  /** Without a contact, it is removed. */
  save_contact(owner: string, jid: string, contact: Contact | undefined): void {
    if (contact === undefined) {
      this.#database.run("DELETE FROM contacts WHERE owner = ? AND jid = ?", [owner, jid]);
      return;
    }
    const { name = null, groups, subscription, ask = null, request, nick = null } = contact;
    const said = request === true ? "" : (request ?? null);
    const values = [owner, jid, name, JSON.stringify(groups), subscription, ask, said, nick];
    this.#database.run("INSERT OR REPLACE INTO contacts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values);
  }

  /** Who has this contact under this name. */
  owners(jid: string, name: string): string[] {
    const rows = this.#rows("SELECT owner FROM contacts WHERE jid = ? AND name = ?", [jid, name]);
    return rows.map(({ owner }) => String(owner));
  }

  answer(key: string): Answer | undefined {
    const [row] = this.#rows("SELECT answer FROM answers WHERE key = ?", [key]);
    return row && (JSON.parse(String(row["answer"])) as Answer);
  }

  save_answer(key: string, answer: Answer): void {
    const now = Date.now();
    this.#database.run("DELETE FROM answers WHERE at < ?", [now - longest_repeat]);
    this.#database.run("INSERT INTO answers VALUES (?, ?, ?)", [key, JSON.stringify(answer), now]);
  }
}

export async function open_database(): Promise<Contacts> {
  const { Database } = await init_sql_js();
  return new Contacts(new Database());
}
