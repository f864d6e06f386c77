/** @noSelfInFile */

/**
 * Marks lists as lists; `import array = require("util.array")`. Its own methods are not declared: a TypeScript array's
 * would be compiled to something else.
 * @see util/array.lua
 */
declare module "util.array" {
  /** Gives `list` itself (or a new one) the metatable of arrays, so that it encodes as `[]` even when empty. */
  function array<T>(list?: T[]): T[];

  export = array;
}
