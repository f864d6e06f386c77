/** @noSelfInFile */

/** @deprecated See `util.hashes`. @see util/hmac.lua */
declare module "util.hmac" {
  /** 16 bytes. */
  function md5(key: string, data: string, hex?: boolean): string;
  /** 20 bytes. */
  function sha1(key: string, data: string, hex?: boolean): string;
  /** 32 bytes. */
  function sha256(key: string, data: string, hex?: boolean): string;
  /** 64 bytes. */
  function sha512(key: string, data: string, hex?: boolean): string;
  /**
   * 28 bytes.
   * @since 13.0
   */
  const sha224: Since13<typeof sha256>;
  /**
   * 48 bytes.
   * @since 13.0
   */
  const sha384: Since13<typeof sha256>;
  /**
   * 32 bytes.
   * @since 13.0
   */
  const blake2s256: Since13<typeof sha256>;
  /**
   * 64 bytes.
   * @since 13.0
   */
  const blake2b512: Since13<typeof sha256>;
}
