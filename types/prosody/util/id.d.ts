/** @noSelfInFile */

/** Random identifiers in base64url. @see util/id.lua */
declare module "util.id" {
  /** 4 characters, 24 bits. */
  function tiny(): string;
  /** A function that makes one of so many random bytes. */
  function custom(bytes: number): (this: void) => string;
  /** 12 characters, 72 bits: stanza ids. */
  function short(): string;
  /** 24 characters, 144 bits: tokens. */
  function medium(): string;
  /** 36 characters, 216 bits. */
  function long(): string;
}
