/** @noSelfInFile */

/**
 * Signatures and ciphers of OpenSSL. Those that are given a key of another kind throw, as do those that sign without a private key.
 * @since 13.0
 * @see util/crypto.so
 */
declare module "util.crypto" {
  /** A key, or a pair. */
  interface CryptoKey {
    /** All of it as PEM. Throws for a public key alone. */
    private_pem(): string;
    /** The public part as PEM. */
    public_pem(): string;
    /** The public part as bytes, a point of a curve uncompressed; nil for RSA. */
    public_raw(): string | undefined;
    /** `ED25519`, `id-ecPublicKey`, `rsaEncryption` … */
    get_type(): string;
    /** A secret shared with the owner of the other, of the same curve. Throws for what can't be: ED25519 and RSA. */
    derive(other: CryptoKey): string;
  }

  /** Nil where it can't be done, as with an RSA key too short for the digest. */
  type Sign = (this: void, key: CryptoKey, message: string) => string | undefined;
  /** Nil where OpenSSL fails: see the `ecdsa_` ones. A private key can be given, too. */
  type Verify = (this: void, key: CryptoKey, message: string, signature: string) => boolean | undefined;
  type Encrypt = (this: void, key: string, iv: string, data: string) => string;
  type Decrypt = (
    this: void,
    key: string,
    iv: string,
    data: string,
  ) => LuaMultiReturn<[data: string | undefined, err?: string]>;

  /** As in `ES256` of JWT with a key on P-256; any curve is taken. The signature is DER: see {@link parse_ecdsa_signature}. */
  const ecdsa_sha256_sign: Sign;
  /** Nil, too, for what is no DER. */
  const ecdsa_sha256_verify: Verify;
  /** As {@link ecdsa_sha256_sign}, for `ES384` and P-384. */
  const ecdsa_sha384_sign: Sign;
  /** Nil, too, for what is no DER. */
  const ecdsa_sha384_verify: Verify;
  /** As {@link ecdsa_sha256_sign}, for `ES512` and P-521. */
  const ecdsa_sha512_sign: Sign;
  /** Nil, too, for what is no DER. */
  const ecdsa_sha512_verify: Verify;
  /** RSA as in `RS256` of JWT. The same each time; as long as the key. */
  const rsassa_pkcs1_sha256_sign: Sign;
  /** For `RS256`. */
  const rsassa_pkcs1_sha256_verify: Verify;
  /** RSA as in `RS384` of JWT. */
  const rsassa_pkcs1_sha384_sign: Sign;
  /** For `RS384`. */
  const rsassa_pkcs1_sha384_verify: Verify;
  /** RSA as in `RS512` of JWT. */
  const rsassa_pkcs1_sha512_sign: Sign;
  /** For `RS512`. */
  const rsassa_pkcs1_sha512_verify: Verify;
  /**
   * RSA as in `PS256` of JWT from OpenSSL 3.1 on; 3.0 takes the longest salt, and who keeps to `PS256` refuses it. Another one each
   * time; as long as the key.
   */
  const rsassa_pss_sha256_sign: Sign;
  /** For `PS256`, whatever the salt's length. */
  const rsassa_pss_sha256_verify: Verify;
  /** As {@link rsassa_pss_sha256_sign}, for `PS384`. */
  const rsassa_pss_sha384_sign: Sign;
  /** For `PS384`, whatever the salt's length. */
  const rsassa_pss_sha384_verify: Verify;
  /** As {@link rsassa_pss_sha256_sign}, for `PS512`. */
  const rsassa_pss_sha512_sign: Sign;
  /** For `PS512`, whatever the salt's length. */
  const rsassa_pss_sha512_verify: Verify;
  /** 64 bytes, the same each time. */
  const ed25519_sign: Sign;
  /** False for one of another length, too. */
  const ed25519_verify: Verify;
  /**
   * Key of 16 bytes, `iv` of 12 that must never be used twice with a key; throws for other lengths. Behind the data 16 bytes
   * that prove it.
   */
  const aes_128_gcm_encrypt: Encrypt;
  /**
   * Nil and `verify-failed` where key, `iv` or data is not what it was. Throws for 16 bytes or less: what came of no data is not
   * taken.
   */
  const aes_128_gcm_decrypt: Decrypt;
  /** As {@link aes_128_gcm_encrypt} with a key of 32 bytes. */
  const aes_256_gcm_encrypt: Encrypt;
  /** As {@link aes_128_gcm_decrypt} with a key of 32 bytes. */
  const aes_256_gcm_decrypt: Decrypt;
  /** Key of 32 bytes, `iv` of 16 that must never be used twice with a key; throws for other lengths. As long as the data. */
  const aes_256_ctr_encrypt: Encrypt;
  /** Never notices changes: what proves the data is one's own affair. Throws for no data. */
  const aes_256_ctr_decrypt: Decrypt;
  /** A new pair. */
  function generate_ed25519_keypair(): CryptoKey;
  /** A new pair. The `ecdsa_` functions refuse it until its PEM has been imported. */
  function generate_p256_keypair(): CryptoKey;
  /** Nil for what is none. Of one with a passphrase that is asked for at the terminal. */
  function import_private_pem(pem: string): CryptoKey | undefined;
  /** Nil for what is none. */
  function import_public_pem(pem: string): CryptoKey | undefined;
  /** A point of that curve (`P-256`, `P-384`, `P-521`), as {@link CryptoKey.public_raw} gives it. Nil for what is none. */
  function import_public_ec_raw(data: string, curve: string): CryptoKey | undefined;
  /** Its two numbers, each of so many bytes, 66 at most. Nil for what is no DER; throws for numbers that need more bytes. */
  function parse_ecdsa_signature(signature: string, bytes: number): LuaMultiReturn<[r: string | undefined, s?: string]>;
  /** Of its two numbers. */
  function build_ecdsa_signature(r: string, s: string): string;
  /** Of this library. */
  const version: string;
  /** Of OpenSSL. */
  const _LIBCRYPTO_VERSION: string;
}
