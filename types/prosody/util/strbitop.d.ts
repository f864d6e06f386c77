/** @noSelfInFile */

/** Bits of texts: the second is repeated; an empty one changes nothing. @see util/strbitop.so */
declare module "util.strbitop" {
  /** As long as the first, with the bits that both have. */
  function sand(a: string, b: string): string;
  /** As long as the first, with the bits that either has. */
  function sor(a: string, b: string): string;
  /** As long as the first, with the bits that differ. */
  function sxor(a: string, b: string): string;
  /**
   * How many bits they begin with are the same.
   * @since 13.0
   */
  const common_prefix_bits: Since13<(this: void, a: string, b: string) => number>;
}
