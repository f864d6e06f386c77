/** @noSelfInFile */

/** Values as text that Lua can read. @see util/serialization.lua */
declare module "util.serialization" {
  /** How it looks. @see util/serialization.lua */
  interface SerializeOptions {
    /**
     * `compact` and `oneline` have no line breaks; `debug` and `pretty` are for people, and do not throw for what can't be written;
     * 0.12 does not know `pretty`. The table of options is filled in.
     */
    preset?: "debug" | "oneline" | "compact" | "pretty";
    /** Throws for what can't be written, unless false: then `fallback` says what is. */
    fatal?: boolean;
    /**
     * Gives the text in place of a value that can't be written. Left out it throws, or with `fatal` false writes a table that
     * says why.
     */
    fallback?: (this: void, value: unknown, why?: string) => string;
    /** Asks objects how they want to be written (`__freeze` of their metatable). */
    freeze?: boolean;
    /**
     * Keys that are names, or fit that pattern, without quotes; not those in `keywords`. The presets `debug`, `compact` and `pretty` make
     * it true, whatever is given.
     */
    unquoted?: boolean | string;
    /** Once for each level. A tab, unless the preset says otherwise. */
    indentwith?: string;
    /** How deep tables may nest. Left out: 127. */
    maxdepth?: number;
    /** A table may be in it more than once, but not in itself. */
    multiref?: boolean;
    /** In place of `pairs`, for an order. */
    table_iterator?: (this: void, table: object) => unknown;
    /** Names that are put in quotes, to true. Left out: the words of Lua. */
    keywords?: Record<string, boolean>;
    /** What begins a text in hexadecimal digits, where that is shorter. Left out: none. */
    hex?: string;
    /** Before each item. Left out: a line break, unless the preset says otherwise. */
    itemstart?: string;
    /** Behind each item but the last. Left out: `;`. */
    itemsep?: string;
    /** Behind the last item. Left out: `;` and a line break, unless the preset says otherwise. */
    itemlast?: string;
    /** At the beginning of a table. Left out: `{`. */
    tstart?: string;
    /** At the end of a table. Left out: `}`, after a space with `oneline` and `debug`. */
    tend?: string;
    /** Before a key that is not written as a name. Left out: `[`. */
    kstart?: string;
    /** Behind such a key. Left out: `]`. */
    kend?: string;
    /** Between key and value. Left out: `=`, but for `compact` between spaces. */
    equals?: string;
  }

  /** As told. Without options it throws for functions, and for tables that are in it more than once, or nest deeper than 127. */
  function serialize(value: unknown, options?: SerializeOptions | SerializeOptions["preset"]): string;
  /** Nil and an error for what can't be read. Loops in it are run: only for what one has written oneself. */
  function deserialize(text: string): LuaMultiReturn<[value: unknown, err?: string]>;
  /** What {@link serialize} would be with these options. */
  function new_(options?: SerializeOptions | SerializeOptions["preset"]): (this: void, value: unknown) => string;

  export { deserialize, new_ as new, serialize };
  export type { SerializeOptions };
}
