/** @noSelfInFile */

/** Random identifiers of 36 characters. @see util/uuid.lua */
declare module "util.uuid" {
  /** Version 4: by chance. */
  function generate(): string;
  /** So many random hexadecimal digits. */
  function get_nibbles(count: number): string;
  /**
   * The same as {@link generate}.
   * @since 13.0
   */
  const v4: Since13<(this: void) => string>;
  /**
   * Version 7: by time and chance, the later, the greater.
   * @since 13.0
   */
  const v7: Since13<(this: void) => string>;
}
