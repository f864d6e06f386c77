/** @noSelfInFile */

// Without `@noResolution`: with it TypeScriptToLua takes `.json` for a file's ending and requires "util". `noResolvePaths`
// does instead.

/** JSON. @see util/json.lua */
declare module "util.json" {
  /** Stands for null where nil would leave the field out. */
  const null_: unique symbol;

  /**
   * What JSON null decodes to, and what encodes as null: a table, so neither nil nor false. At run time `typeof` says
   * `"object"`, which TypeScript does not know: compare with `json.null` before asking `typeof`.
   */
  export type JsonNull = typeof null_;

  /**
   * Nil and an error on most faults: a text, but a number for an empty document, one that ends behind a colon, and a number that is
   * none. Throws on nil, on very deep nesting, and on magic keys that hold a number or true: `__array` and `__hash` in an object plant
   * other keys (`false`, tables) in it. Does not check UTF-8. Arrays carry the metatable of `util.array`, objects have none.
   */
  function decode(
    text: string,
  ): LuaMultiReturn<[value: unknown, err?: undefined] | [value: undefined, err: string | number]>;
  /**
   * An empty table gives `{}` unless it is a `util.array`. Keys that are neither text nor those of a list go into `__hash`, and the list
   * of a table that has other keys into `__array`. A function gives null, and as the value of a key nothing. NaN and infinities give
   * what is no JSON. Throws for a table within itself.
   */
  function encode(value: unknown): string;
  /** The same with keys that are text sorted. */
  function encode_ordered(value: unknown): string;
  /** A list, even an empty one, as an array. Lists in it are written as by {@link encode}. */
  function encode_array(list: readonly unknown[]): string;

  /** Whether a value, encoded, decoded and encoded again, gives the same text. Prints it. */
  function test(value: unknown): boolean;

  export { test, decode, encode, encode_array, encode_ordered, null_ as null };
}
