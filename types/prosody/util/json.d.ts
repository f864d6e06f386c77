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
   * Nil and an error on most faults; throws on nil, on deep nesting, and on magic keys: `__array` and `__hash` in an
   * object plant other keys (`false`, tables) in it. Does not check UTF-8. Arrays carry the metatable of `util.array`,
   * objects have none.
   */
  function decode(text: string): LuaMultiReturn<[value: unknown, err?: undefined] | [value: undefined, err: string]>;
  /**
   * An empty table gives `{}` unless it is a `util.array`. Functions give null. NaN and infinities give what is no
   * JSON.
   */
  function encode(value: unknown): string;
  /** The same with the keys of objects sorted. */
  function encode_ordered(value: unknown): string;
  /** A list, even an empty one, as an array. */
  function encode_array(list: readonly unknown[]): string;

  /** Whether a text comes out as it went in; prints what it does. */
  function test(text: string): boolean;

  export { test, decode, encode, encode_array, encode_ordered, null_ as null };
}
