/** @noSelfInFile */

/** Bits of texts: the second is repeated. @see util/strbitop.so */
declare module "util.strbitop" {
  function sand(a: string, b: string): string;
  function sor(a: string, b: string): string;
  function sxor(a: string, b: string): string;
  /**
   * How many bits they begin with are the same.
   * @since 13.0
   */
  const common_prefix_bits: Since13<(this: void, a: string, b: string) => number>;
}
