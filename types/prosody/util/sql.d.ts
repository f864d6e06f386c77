/** @noSelfInFile */

/** SQL databases, by LuaDBI: without it `require` throws. @see util/sql.lua */
declare module "util.sql" {
  /** Which database. @see util/sql.lua */
  interface SqlParameters {
    /** Its library for LuaDBI must be installed. */
    driver: "SQLite3" | "MySQL" | "PostgreSQL";
    /** Its name; of SQLite3 the path of its file, or `:memory:`. */
    database: string;
    /** Not for SQLite3. */
    username?: string;
    /** In 13.0 also the key of an encrypted SQLite3 file. */
    password?: string;
    /** Not for SQLite3. */
    host?: string;
    /** Left out: that of the driver. */
    port?: number;
  }

  /** What a statement did that gives no rows. @see util/sql.lua */
  interface SqlResult {
    /** How many rows it changed. */
    affected(): number;
    /** How many rows it gave. Throws with SQLite3. */
    rowcount(): number;
  }

  /** What {@link create_engine} gives. */
  interface SqlEngine {
    /** True, or else why not. */
    connect(): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
    /**
     * Connects, and runs it in a transaction: true and up to three values that it gives, else why not. Run a second time where the
     * connection was lost. With SQLite3 one that runs no statement fails.
     */
    transaction<A extends unknown[]>(
      run: (this: void, ...args: A) => unknown,
      ...args: A
    ): LuaMultiReturn<[ok: boolean | undefined, result_or_err?: unknown, second?: unknown, third?: unknown]>;
    /**
     * Connects where it must. The statement of LuaDBI, for its rows; nil or false and an error in place of throwing. Commits nothing:
     * that is for a {@link transaction}.
     */
    execute(sql: string, ...values: unknown[]): LuaMultiReturn<[statement: object | false | undefined, err?: unknown]>;
    /** Of rows. Only in a {@link transaction}: it throws where it fails, and without a connection. */
    select(sql: string, ...values: unknown[]): LuaIterable<unknown[]>;
    /** Only in a {@link transaction}, as {@link select}. `?` stands for each value. */
    insert(sql: string, ...values: unknown[]): SqlResult;
    /** As {@link insert}. */
    update(sql: string, ...values: unknown[]): SqlResult;
    /** As {@link insert}. */
    delete(sql: string, ...values: unknown[]): SqlResult;
    /** Logs statements with their values, of all engines. */
    debug(on: boolean): void;
    /** To UTF-8. Connecting does it. */
    set_encoding(): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  }

  /**
   * Connects when it is needed. Called with a colon: the first parameter is the library. `on_disconnect` is told where the connection was
   * lost.
   */
  function create_engine(
    library: object,
    parameters: SqlParameters,
    /** False, and why, for an error. */
    on_connect?: (this: void, engine: SqlEngine) => LuaMultiReturn<[ok: boolean, err?: unknown]> | undefined,
    ...on_disconnect: ParametersSince13<[on_disconnect?: (this: void, engine: SqlEngine) => void]>
  ): SqlEngine;
  /** As a name for a connection, with the password in it. */
  function db2uri(parameters: SqlParameters): string;
  /** A table as it is to be made. @see util/sql.lua */
  interface SqlTable {
    /** Its name. */
    readonly name: string;
    /** Makes it, and its indexes, where there is none. As {@link SqlEngine.execute}. */
    create(engine: SqlEngine): LuaMultiReturn<[statement: object | false | undefined, err?: unknown]>;
  }
  /** From its `name` and, as the list, columns and indexes. Keeps the table given. */
  function Table(definition: object): SqlTable;
  /** `name` and `type`; `nullable` false, `primary_key`, `auto_increment`. Gives the table given. */
  function Column(definition: object): object;
  /** `name`, `unique`, and as the list the names of its columns. Gives the table given. */
  function Index(definition: object): object;
  /** Made by {@link Table}. */
  function is_table(value: unknown): boolean;
  /** Made by {@link Column}. */
  function is_column(value: unknown): boolean;
  /** Made by {@link Index}. */
  function is_index(value: unknown): boolean;
  /** Always false: nothing makes one. */
  function is_query(value: unknown): boolean;
  /**
   * A function that gives the text `Integer()`: of no use.
   * @until 13.0
   */
  const Integer: Until13<(this: void) => string>;
  /**
   * A function that gives the text `String()`: of no use.
   * @until 13.0
   */
  const String: Until13<(this: void) => string>;
}
