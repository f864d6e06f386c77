/** @noSelfInFile */

/** Hashes, as bytes, or hexadecimal with `hex`. Throw on nil. @see util/hashes.so */
declare module "util.hashes" {
  /** 20 bytes. */
  function sha1(data: string, hex?: boolean): string;
  /** 28 bytes. */
  function sha224(data: string, hex?: boolean): string;
  /** 32 bytes. */
  function sha256(data: string, hex?: boolean): string;
  /** 48 bytes. */
  function sha384(data: string, hex?: boolean): string;
  /** 64 bytes. */
  function sha512(data: string, hex?: boolean): string;
  /** 16 bytes; for nothing that must be safe. */
  function md5(data: string, hex?: boolean): string;
  /** With a key, 20 bytes. */
  function hmac_sha1(key: string, data: string, hex?: boolean): string;
  /** With a key, 32 bytes. */
  function hmac_sha256(key: string, data: string, hex?: boolean): string;
  /** With a key, 64 bytes. */
  function hmac_sha512(key: string, data: string, hex?: boolean): string;
  /** With a key, 16 bytes. */
  function hmac_md5(key: string, data: string, hex?: boolean): string;
  /** A key of 20 bytes from a password. Throws for less than one iteration. */
  function pbkdf2_hmac_sha1(password: string, salt: string, iterations: number): string;
  /** A key of 32 bytes from a password. Throws for less than one iteration. */
  function pbkdf2_hmac_sha256(password: string, salt: string, iterations: number): string;
  /**
   * The old name of {@link pbkdf2_hmac_sha1}.
   * @deprecated Use that.
   */
  function scram_Hi_sha1(password: string, salt: string, iterations: number): string;
  /** Takes the same time wherever texts of equal length differ. */
  function equals(a: string, b: string): boolean;

  type Hash = (this: void, data: string, hex?: boolean) => string;
  type KeyedHash = (this: void, key: string, data: string, hex?: boolean) => string;
  /** A key of that length, 1 to 256 bytes, from another. */
  type KeyDerivation = (this: void, length: number, key: string, salt: string | undefined, info: string) => string;

  /**
   * 32 bytes.
   * @since 13.0
   */
  const sha3_256: Since13<Hash>;
  /**
   * 64 bytes.
   * @since 13.0
   */
  const sha3_512: Since13<Hash>;
  /**
   * 32 bytes.
   * @since 13.0
   */
  const blake2s256: Since13<Hash>;
  /**
   * 64 bytes.
   * @since 13.0
   */
  const blake2b512: Since13<Hash>;
  /**
   * With a key, 28 bytes.
   * @since 13.0
   */
  const hmac_sha224: Since13<KeyedHash>;
  /**
   * With a key, 48 bytes.
   * @since 13.0
   */
  const hmac_sha384: Since13<KeyedHash>;
  /**
   * With a key, 32 bytes.
   * @since 13.0
   */
  const hmac_sha3_256: Since13<KeyedHash>;
  /**
   * With a key, 64 bytes.
   * @since 13.0
   */
  const hmac_sha3_512: Since13<KeyedHash>;
  /**
   * With a key, 32 bytes.
   * @since 13.0
   */
  const hmac_blake2s256: Since13<KeyedHash>;
  /**
   * With a key, 64 bytes.
   * @since 13.0
   */
  const hmac_blake2b512: Since13<KeyedHash>;
  /**
   * From a key that is good already, not from a password (RFC 5869).
   * @since 13.0
   */
  const hkdf_hmac_sha256: Since13<KeyDerivation>;
  /**
   * The same as {@link hkdf_hmac_sha256} with another hash.
   * @since 13.0
   */
  const hkdf_hmac_sha384: Since13<KeyDerivation>;

  /** Of this library. */
  const version: string;
  /** Of OpenSSL. */
  const _LIBCRYPTO_VERSION: string;
}
