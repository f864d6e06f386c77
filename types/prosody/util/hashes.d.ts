/** @noSelfInFile */

/** Hashes, as bytes, or hexadecimal with `hex`. Throw for what is no string. @see util/hashes.so */
declare module "util.hashes" {
  function sha1(data: string, hex?: boolean): string;
  function sha256(data: string, hex?: boolean): string;
  function sha512(data: string, hex?: boolean): string;
  function md5(data: string, hex?: boolean): string;
  function hmac_sha1(key: string, data: string, hex?: boolean): string;
  function hmac_sha256(key: string, data: string, hex?: boolean): string;
  /** Takes the same time wherever strings of equal length differ. */
  function equals(a: string, b: string): boolean;
}
