/** @noSelfInFile */

/**
 * Signatures and ciphers of OpenSSL. Those that are given a key of another kind throw.
 * @since 13.0
 * @see util/crypto.so
 */
declare module "util.crypto" {
  /** A key, or a pair. */
  interface CryptoKey {
    /** All of it as PEM. */
    private_pem(): string;
    /** The public part as PEM. */
    public_pem(): string;
    /** The public part as bytes. */
    public_raw(): string;
    /** `ED25519`, `id-ecPublicKey`, `rsaEncryption` … */
    get_type(): string;
    /** A secret shared with the owner of the other. */
    derive(other: CryptoKey): string;
  }

  type Sign = (this: void, key: CryptoKey, message: string) => string;
  type Verify = (this: void, key: CryptoKey, message: string, signature: string) => boolean;
  type Encrypt = (this: void, key: string, iv: string, data: string) => string;
  type Decrypt = (
    this: void,
    key: string,
    iv: string,
    data: string,
  ) => LuaMultiReturn<[data: string | undefined, err?: string]>;

  const ecdsa_sha256_sign: Sign;
  const ecdsa_sha256_verify: Verify;
  const ecdsa_sha384_sign: Sign;
  const ecdsa_sha384_verify: Verify;
  const ecdsa_sha512_sign: Sign;
  const ecdsa_sha512_verify: Verify;
  const rsassa_pkcs1_sha256_sign: Sign;
  const rsassa_pkcs1_sha256_verify: Verify;
  const rsassa_pkcs1_sha384_sign: Sign;
  const rsassa_pkcs1_sha384_verify: Verify;
  const rsassa_pkcs1_sha512_sign: Sign;
  const rsassa_pkcs1_sha512_verify: Verify;
  const rsassa_pss_sha256_sign: Sign;
  const rsassa_pss_sha256_verify: Verify;
  const rsassa_pss_sha384_sign: Sign;
  const rsassa_pss_sha384_verify: Verify;
  const rsassa_pss_sha512_sign: Sign;
  const rsassa_pss_sha512_verify: Verify;
  const ed25519_sign: Sign;
  const ed25519_verify: Verify;
  const aes_128_gcm_encrypt: Encrypt;
  const aes_128_gcm_decrypt: Decrypt;
  const aes_256_gcm_encrypt: Encrypt;
  const aes_256_gcm_decrypt: Decrypt;
  const aes_256_ctr_encrypt: Encrypt;
  const aes_256_ctr_decrypt: Decrypt;
  /** A new pair. */
  function generate_ed25519_keypair(): CryptoKey;
  /** A new pair. */
  function generate_p256_keypair(): CryptoKey;
  /** Nil for what is none. */
  function import_private_pem(pem: string): CryptoKey | undefined;
  /** Nil for what is none. */
  function import_public_pem(pem: string): CryptoKey | undefined;
  /** Of that curve: `P-256`. */
  function import_public_ec_raw(data: string, curve: string): CryptoKey | undefined;
  /** Its two numbers, each of so many bytes. */
  function parse_ecdsa_signature(signature: string, bytes: number): LuaMultiReturn<[r: string | undefined, s?: string]>;
  /** Of its two numbers. */
  function build_ecdsa_signature(r: string, s: string): string | undefined;
  const version: string;
  const _LIBCRYPTO_VERSION: string;
}
