import { type Contact, type Subscription, subscriptions } from "./contact.ts";
import { places, type Queries, type Row } from "./database.ts";

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

/** Prosody repeats a question for a day at most. */
const longest_repeat = 2 * 24 * 3600 * 1000;

function read_subscription(value: unknown): Subscription {
  return subscriptions.find((subscription) => subscription === value) ?? "none";
}

function read_contact({ name, groups, subscription, ask, request, nick }: Row): Contact {
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

/** The application's data in one transaction: users, their contact lists, and what was answered. */
export class Contacts {
  /** Whose contact lists this transaction has changed. */
  readonly changed = new Set<string>();

  constructor(private readonly queries: Queries) {}

  /** Nobody else changes these users' lists before this transaction has ended. */
  async lock(jids: readonly string[]): Promise<void> {
    await this.queries.rows(`SELECT jid FROM users WHERE jid IN (${places(jids)}) ORDER BY jid FOR UPDATE`, jids);
  }

  async user(jid: string): Promise<User | undefined> {
    const [row] = await this.queries.rows("SELECT name FROM users WHERE jid = $1", [jid]);
    return row && { jid, name: String(row["name"]) };
  }

  /** Adds a user, or renames one. */
  async save_user({ jid, name }: User): Promise<void> {
    const sql = "INSERT INTO users VALUES ($1, $2) ON CONFLICT (jid) DO UPDATE SET name = excluded.name";
    await this.queries.rows(sql, [jid, name]);
  }

  /** A user's whole contact list: what Prosody asks for. */
  async list(owner: string): Promise<Record<string, Contact>> {
    const rows = await this.queries.rows("SELECT * FROM contacts WHERE owner = $1 ORDER BY jid", [owner]);
    return Object.fromEntries(rows.map((row) => [String(row["jid"]), read_contact(row)]));
  }

  async contact(owner: string, jid: string): Promise<Contact | undefined> {
    const [row] = await this.queries.rows("SELECT * FROM contacts WHERE owner = $1 AND jid = $2", [owner, jid]);
    return row && read_contact(row);
  }

  /** Without a contact, it is removed. */
  async save_contact(owner: string, jid: string, contact: Contact | undefined): Promise<void> {
    this.changed.add(owner);
    await this.queries.rows("DELETE FROM contacts WHERE owner = $1 AND jid = $2", [owner, jid]);
    if (contact === undefined) return;
    const { name = null, groups, subscription, ask = null, request, nick = null } = contact;
    const said = request === true ? "" : (request ?? null);
    const values = [owner, jid, name, JSON.stringify(groups), subscription, ask, said, nick];
    await this.queries.rows(`INSERT INTO contacts VALUES (${places(values)})`, values);
  }

  /** Who has this contact under this name. */
  async owners(jid: string, name: string): Promise<string[]> {
    const rows = await this.queries.rows("SELECT owner FROM contacts WHERE jid = $1 AND name = $2", [jid, name]);
    return rows.map(({ owner }) => String(owner));
  }

  async answer(key: string): Promise<Answer | undefined> {
    const [row] = await this.queries.rows("SELECT answer FROM answers WHERE key = $1", [key]);
    return row && (JSON.parse(String(row["answer"])) as Answer);
  }

  async save_answer(key: string, answer: Answer): Promise<void> {
    const now = Date.now();
    await this.queries.rows("DELETE FROM answers WHERE at < $1", [now - longest_repeat]);
    await this.queries.rows("INSERT INTO answers VALUES ($1, $2, $3)", [key, JSON.stringify(answer), now]);
  }
}
