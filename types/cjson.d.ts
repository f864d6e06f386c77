/** @noSelfInFile */

/**
 * lua-cjson 2.1 as Debian packages it: an optional library, so load it with `pcall(require, "cjson.safe")`. It differs
 * from `util.json`: arrays get no metatable (an empty array is an empty table, like an empty object), numbers are
 * floats on Lua 5.3 and later, null is a userdata of its own. Reads NaN and infinities unless told otherwise.
 */
declare module "cjson" {
  const null_: unique symbol;

  namespace cjson {
    interface Cjson {
      /** Throws on a fault in `cjson`; returns nil and an error in `cjson.safe`. */
      decode: (
        this: void,
        text: string,
      ) => LuaMultiReturn<[value: unknown, err?: undefined] | [value: undefined, err: string]>;
      /**
       * Numbers keep 14 digits. A text is not checked for UTF-8.
       *
       * A table of keys 1 to n is a list, with null in small gaps; with other keys an object, in which numbers are made texts. A fault
       * is any other key, a function, NaN or an infinity, a list with large gaps, or more than 1000 tables within each other: thrown in
       * `cjson`, nil and an error in `cjson.safe`.
       */
      encode: (
        this: void,
        value: unknown,
      ) => LuaMultiReturn<[text: string, err?: undefined] | [text: undefined, err: string]>;
      /**
       * A copy with settings of its own, safe like its origin. Those of the module itself are shared by the whole server: leave them
       * alone.
       */
      new: (this: void) => Cjson;
      /** Sets (if given) and returns how deep arrays and objects may nest; 1000 if never set. Throws for less than 1. */
      decode_max_depth: (this: void, depth?: number) => number;
      /**
       * Sets (if given) and returns whether NaN, infinities and hexadecimal numbers are accepted; true if never set.
       */
      decode_invalid_numbers: (this: void, accept?: boolean) => boolean;
      /** What JSON null decodes to, in all copies. Neither nil nor `util.json`'s null. */
      readonly null: typeof null_;
    }
  }

  const cjson: cjson.Cjson;
  export = cjson;
}

/** The same, with errors returned, not thrown. */
declare module "cjson.safe" {
  import cjson = require("cjson");
  export = cjson;
}
