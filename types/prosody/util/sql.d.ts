/** @noSelfInFile */

/** SQL databases. @see util/sql.lua */
declare module "util.sql" {
  /** @see util/sql.lua */
  interface SqlParameters {
    driver: "SQLite3" | "MySQL" | "PostgreSQL";
    database: string;
    username?: string;
    password?: string;
    host?: string;
    port?: number;
  }

  interface SqlEngine {
    /** True, or nil and why. */
    connect(): LuaMultiReturn<[ok: true | undefined, err?: unknown]>;
    /** Runs it in a transaction: true and what it gives, or false and why. */
    transaction<A extends unknown[]>(
      run: (this: void, ...args: A) => unknown,
      ...args: A
    ): LuaMultiReturn<[ok: boolean, result: unknown]>;
    execute(sql: string, ...values: unknown[]): LuaMultiReturn<[statement: object | undefined, err?: unknown]>;
    /** Of rows. */
    select(sql: string, ...values: unknown[]): LuaIterable<unknown[]>;
    insert(sql: string, ...values: unknown[]): object;
    update(sql: string, ...values: unknown[]): object;
    delete(sql: string, ...values: unknown[]): object;
    debug(on: boolean): void;
    set_encoding(): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  }

  /** Connects when it is needed. Called with a colon: the first parameter is the library. */
  function create_engine(
    library: object,
    parameters: SqlParameters,
    on_connect?: (this: void, engine: SqlEngine) => void,
    on_disconnect?: (this: void, engine: SqlEngine) => void,
  ): SqlEngine;
  /** As a name for a connection. */
  function db2uri(parameters: SqlParameters): string;
  function Table(definition: object): object;
  function Column(definition: object): object;
  function Index(definition: object): object;
  function is_table(value: unknown): boolean;
  function is_column(value: unknown): boolean;
  function is_index(value: unknown): boolean;
  function is_query(value: unknown): boolean;
  /** @until 13.0 */
  const Integer: Until13<object>;
  /** @until 13.0 */
  const String: Until13<object>;
}
