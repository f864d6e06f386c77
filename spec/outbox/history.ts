import pg from "pg";
import { key_of, type Listed, read_contact, shown } from "./listed.ts";

/**
 * PostgreSQL itself notes each change of a contact, in the transaction that makes it: what the application should have told, whatever the
 * application says. Changes of one user's list are made one after the other.
 */
const notes_of_changes = `
  CREATE TABLE history (id BIGSERIAL PRIMARY KEY, tx BIGINT, owner TEXT, jid TEXT, contact JSONB);
  CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO history (tx, owner, jid, contact)
      VALUES (txid_current(), coalesce(NEW.owner, OLD.owner), coalesce(NEW.jid, OLD.jid), to_jsonb(NEW));
      RETURN NULL;
    END $$;
  CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON contacts FOR EACH ROW EXECUTE FUNCTION note();
`;

/** What was so of one user's contact list, one after the other. */
export interface History {
  /** The whole list, by its key. */
  lists: string[];
  /** Each contact's own. */
  contacts: Map<string, (string | undefined)[]>;
  now: Listed;
}

interface Note {
  tx: string;
  owner: string;
  jid: string;
  contact: Record<string, unknown> | null;
}

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

export async function begin_history(url: string): Promise<void> {
  await ask(url, notes_of_changes);
}

/** All that was changed has been handed over. */
export async function is_outbox_empty(url: string): Promise<boolean> {
  return (await ask(url, "SELECT id FROM outbox LIMIT 1")).length === 0;
}

function history_of(changes: readonly Note[]): History {
  const listed = new Map<string, string>();
  const lists = [key_of(listed)];
  const contacts = new Map<string, (string | undefined)[]>();
  for (const [index, { tx, jid, contact }] of changes.entries()) {
    const value =
      contact === null
        ? undefined
        : shown(read_contact({ ...contact, groups: JSON.parse(String(contact["groups"])) as unknown }));
    if (value === undefined) listed.delete(jid);
    else listed.set(jid, value);
    // A row that is replaced is deleted and put in anew.
    if (changes[index + 1]?.tx === tx) continue;
    lists.push(key_of(listed));
    contacts.set(jid, [...(contacts.get(jid) ?? [undefined]), value]);
  }
  return { lists, contacts, now: listed };
}

export async function read_histories(url: string): Promise<(owner: string) => History> {
  const notes = await ask<Note>(url, "SELECT tx, owner, jid, contact FROM history ORDER BY id");
  return (owner) => history_of(notes.filter((note) => note.owner === owner));
}
