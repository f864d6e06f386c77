import init_sql_js, { type Database, type SqlValue } from "sql.js";

export interface User {
  username: string;
  name: string;
}

const schema = `
  PRAGMA foreign_keys = ON;
  CREATE TABLE users (username TEXT PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE friendships (
    a TEXT NOT NULL REFERENCES users,
    b TEXT NOT NULL REFERENCES users,
    PRIMARY KEY (a, b),
    CHECK (a < b)
  );
`;

/** The application's data: users, and who is whose friend. In memory, so it starts empty. */
export class Friendships {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    database.run(schema);
  }

  #rows(sql: string, values: SqlValue[]): User[] {
    const statement = this.#database.prepare(sql, values);
    const rows: User[] = [];
    while (statement.step()) {
      const [username, name] = statement.get();
      rows.push({ username: String(username), name: String(name) });
    }
    statement.free();
    return rows;
  }

  user(username: string): User | undefined {
    return this.#rows("SELECT username, name FROM users WHERE username = ?", [username])[0];
  }

  friends_of(username: string): User[] {
    const sql = `SELECT username, name FROM users WHERE username IN (
      SELECT b FROM friendships WHERE a = ?1 UNION SELECT a FROM friendships WHERE b = ?1
    ) ORDER BY username`;
    return this.#rows(sql, [username]);
  }

  /** Adds a user, or renames one. */
  save_user({ username, name }: User): void {
    const sql = "INSERT INTO users VALUES (?, ?) ON CONFLICT (username) DO UPDATE SET name = excluded.name";
    this.#database.run(sql, [username, name]);
  }

  befriend(...users: [string, string]): void {
    this.#database.run("INSERT OR IGNORE INTO friendships VALUES (?, ?)", users.sort());
  }

  unfriend(...users: [string, string]): void {
    this.#database.run("DELETE FROM friendships WHERE a = ? AND b = ?", users.sort());
  }
}

export async function open_database(): Promise<Friendships> {
  const { Database } = await init_sql_js();
  return new Friendships(new Database());
}
