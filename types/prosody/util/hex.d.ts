/** @noSelfInFile */

/** Bytes as hexadecimal digits. @see util/hex.lua */
declare module "util.hex" {
  /** Two digits a byte, lower case. */
  function encode(data: string): string;
  /** What stands around pairs of digits is left out, but for single digits. A text without any pair only becomes lower case. */
  function decode(digits: string): string;
  /** The old name of {@link encode}. */
  const to: typeof encode;
  /** The old name of {@link decode}. */
  const from: typeof decode;
}
