import { open, readFile, rename } from "node:fs/promises";
import init_sql_js, { type Database as Sqlite, type SqlJsStatic } from "sql.js";
import { type Database, type Queries, type Row, schema, type Value } from "./database.ts";

async function read_if_there(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** After a crash at any moment the file is the old one or the new one. */
async function replace(file: string, content: Uint8Array): Promise<void> {
  const fresh = `${file}.new`;
  const handle = await open(fresh, "w");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
}

/**
 * SQLite inside this process, which must be the only one on that file. The whole file is written with each transaction that changes
 * something: right for some thousands of contacts, and for more there is PostgreSQL.
 */
export class EmbeddedDatabase implements Database {
  #line: Promise<unknown> = Promise.resolve();
  #listeners: ((host: string) => void)[] = [];
  #announced = new Set<string>();

  private constructor(
    private readonly sqlite: Sqlite,
    /** Undefined: in memory alone. */
    private readonly file: string | undefined,
  ) {}

  static async open(file?: string): Promise<EmbeddedDatabase> {
    const { Database: Engine }: SqlJsStatic = await init_sql_js();
    const database = new EmbeddedDatabase(new Engine(file === undefined ? undefined : await read_if_there(file)), file);
    database.sqlite.run(schema("INTEGER PRIMARY KEY AUTOINCREMENT"));
    await database.#save();
    return database;
  }

  readonly #queries: Queries = {
    rows: async (sql, values = []) => this.#rows(sql, values),
    announce: async (host) => void this.#announced.add(host),
  };

  #rows(sql: string, values: readonly Value[]): Row[] {
    // There is one transaction at a time, so nothing need be locked, and SQLite has no words for it.
    const statement = this.sqlite.prepare(sql.replace(/ FOR UPDATE( SKIP LOCKED)?$/, ""), [...values]);
    try {
      const rows: Row[] = [];
      while (statement.step()) rows.push(statement.getAsObject());
      return rows;
    } finally {
      statement.free();
    }
  }

  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    const result = this.#line.then(() => this.#perform(work));
    // Its failure is its caller's, not that of those behind it.
    this.#line = result.catch(() => undefined);
    return result;
  }

  async #perform<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    const changes_before = this.#total_changes();
    this.#announced = new Set();
    this.sqlite.run("BEGIN");
    let result: T;
    try {
      result = await work(this.#queries);
      this.sqlite.run("COMMIT");
    } catch (error) {
      this.sqlite.run("ROLLBACK");
      throw error;
    }
    if (this.#total_changes() !== changes_before) await this.#save();
    for (const host of this.#announced) for (const heard of this.#listeners) heard(host);
    return result;
  }

  #total_changes(): unknown {
    return this.#rows("SELECT total_changes() AS changes", [])[0]?.["changes"];
  }

  async #save(): Promise<void> {
    if (this.file !== undefined) await replace(this.file, this.sqlite.export());
    // Exporting opens the database anew, and that forgets it.
    this.sqlite.run("PRAGMA foreign_keys = ON");
  }

  /** Nobody else reads the outbox, so nothing need be held, and others' transactions come in between. */
  lease<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return work({
      rows: (sql, values) => this.transaction((queries) => queries.rows(sql, values)),
      announce: (host) => this.transaction((queries) => queries.announce(host)),
    });
  }

  listen(heard: (host: string | undefined) => void): void {
    this.#listeners.push(heard);
  }

  async close(): Promise<void> {
    await this.#line;
    this.sqlite.close();
  }
}
