import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { type Database, type Queries, type Row, schema } from "./database.ts";

const channel = "outbox";

/** Any number, the same in each process of the application. */
const schema_lock = 5222;

/** Of others that wanted the same rows in another order. */
const serialization_failure = "40001";
const deadlock_detected = "40P01";
const most_attempts = 5;

const starting_up = "57P03";
const crashed = "57P02";

/** A process that hangs in a lease holds it for so long, in milliseconds; one that died, not at all. */
const longest_lease = 120_000;

const longest_connecting = 10_000;
const reconnect_pause = 1_000;

const transactions_at_once = 10;

export interface PostgresqlOptions {
  leases: number;
  log: (line: string) => void;
}

function is_in_the_way(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError && (error.code === serialization_failure || error.code === deadlock_detected)
  );
}

/** Not that it has refused something, but that it is not there, or not yet. */
function is_away(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.code === starting_up || error.code === crashed;
}

function queries_on(client: pg.PoolClient): Queries {
  return {
    rows: async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows,
    announce: async (host) => void (await client.query("SELECT pg_notify($1, $2)", [channel, host])),
  };
}

/** For an application of any number of processes. */
export class PostgresqlDatabase implements Database {
  #is_closed = false;
  #listener: pg.Client | undefined;

  private constructor(
    private readonly url: string,
    private readonly pool: pg.Pool,
    private readonly log: (line: string) => void,
  ) {}

  /** `leases`: how many go on at once, each with a connection of its own. */
  static async open(url: string, { leases, log }: PostgresqlOptions): Promise<PostgresqlDatabase> {
    const pool = new pg.Pool({
      connectionString: url,
      max: transactions_at_once + leases,
      connectionTimeoutMillis: longest_connecting,
      idle_in_transaction_session_timeout: longest_lease,
    });
    const database = new PostgresqlDatabase(url, pool, log);
    // Whatever is under way on it fails by itself.
    const lost = (error: Error): void => log(`a connection to PostgreSQL is lost: ${error.message}`);
    pool.on("error", lost);
    pool.on("connect", (client) => client.on("error", lost));
    await database.#create_tables();
    return database;
  }

  /** Waits for a PostgreSQL that is away. */
  async #create_tables(): Promise<void> {
    for (;;) {
      try {
        return await this.transaction(async (queries) => {
          // Two processes that start at once must not create the same table.
          await queries.rows("SELECT pg_advisory_xact_lock($1)", [schema_lock]);
          await queries.rows(schema("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"));
        });
      } catch (error) {
        if (!is_away(error)) throw error;
        this.log(`PostgreSQL can't be reached, trying again: ${String(error)}`);
      }
      await pause(reconnect_pause);
    }
  }

  async transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.lease(work);
      } catch (error) {
        if (attempt >= most_attempts || !is_in_the_way(error)) throw error;
      }
    }
  }

  async lease<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query("BEGIN");
      const result = await work(queries_on(client));
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch((broken: Error) => (failure = broken));
      throw error;
    } finally {
      client.release(failure);
    }
  }

  listen(heard: (host: string | undefined) => void): void {
    void this.#listen_on(heard);
  }

  async #listen_on(heard: (host: string | undefined) => void): Promise<void> {
    while (!this.#is_closed) {
      try {
        await this.#listen_once(heard);
      } catch (error) {
        this.log(`PostgreSQL can't be listened to, trying again: ${String(error)}`);
      }
      if (!this.#is_closed) await pause(reconnect_pause, undefined, { ref: false });
    }
  }

  /** Until the connection ends. */
  async #listen_once(heard: (host: string | undefined) => void): Promise<void> {
    const client = new pg.Client({ connectionString: this.url });
    const ended = new Promise<void>((resolve, reject) => {
      client.on("error", reject);
      client.on("end", resolve);
    });
    // It may fail before anybody waits for it.
    ended.catch(() => undefined);
    this.#listener = client;
    try {
      await client.connect();
      client.on("notification", ({ payload }) => heard(payload));
      await client.query(`LISTEN ${channel}`);
      heard(undefined);
      await ended;
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    this.#is_closed = true;
    await Promise.all([this.pool.end(), this.#listener?.end()]);
  }
}
