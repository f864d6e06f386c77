/** @noSelfInFile */

/** @deprecated See `util.hashes`. @see util/hmac.lua */
declare module "util.hmac" {
  function md5(key: string, data: string, hex?: boolean): string;
  function sha1(key: string, data: string, hex?: boolean): string;
  function sha256(key: string, data: string, hex?: boolean): string;
  function sha512(key: string, data: string, hex?: boolean): string;
  /** @since 13.0 */
  const sha224: Since13<typeof sha256>;
  /** @since 13.0 */
  const sha384: Since13<typeof sha256>;
  /** @since 13.0 */
  const blake2s256: Since13<typeof sha256>;
  /** @since 13.0 */
  const blake2b512: Since13<typeof sha256>;
}
