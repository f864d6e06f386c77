/** @noSelfInFile */

/** Values as text that Lua can read. @see util/serialization.lua */
declare module "util.serialization" {
  /** How it looks. @see util/serialization.lua */
  interface SerializeOptions {
    /**
     * `compact` and `oneline` have no line breaks; `debug` and `pretty` are for people, and never throw;
     * 0.12 does not know `pretty`.
     */
    preset?: "debug" | "oneline" | "compact" | "pretty";
    /** Throws for what can't be written, unless false: then `fallback` says what is. */
    fatal?: boolean;
    /**
     * Gives the text in place of a value that can't be written. Left out it throws, or with `fatal` false writes a table that
     * says why.
     */
    fallback?: (this: void, value: unknown, why?: string) => string;
    /** Asks objects how they want to be written (`__freeze`). */
    freeze?: boolean;
    /** Keys that are names without quotes. */
    unquoted?: boolean | string;
    /** Once for each level. A tab, unless the preset says otherwise. */
    indentwith?: string;
    /** How deep tables may nest. */
    maxdepth?: number;
    /** A table may be in it more than once, but not in itself. */
    multiref?: boolean;
    /** In place of `next`, for an order. */
    table_iterator?: (this: void, table: object) => unknown;
  }

  /** Throws for functions, and for tables that are in it more than once. */
  function serialize(value: unknown, options?: SerializeOptions | SerializeOptions["preset"]): string;
  /** Nil and an error for what can't be read. Loops in it are run: only for what one has written oneself. */
  function deserialize(text: string): LuaMultiReturn<[value: unknown, err?: string]>;
  /** What {@link serialize} would be with these options. */
  function new_(options?: SerializeOptions | SerializeOptions["preset"]): (this: void, value: unknown) => string;

  export { deserialize, new_ as new, serialize };
  export type { SerializeOptions };
}
