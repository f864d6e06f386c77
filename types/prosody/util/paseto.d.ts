/** @noSelfInFile */

/**
 * PASETO tokens.
 * @since 13.0
 * @see util/paseto.lua
 */
declare module "util.paseto" {
  import type { CryptoKey } from "util.crypto";

  /** For each token and each check that is not given its own. */
  interface PasetoOptions {
    /** Stays readable. */
    default_footer?: string;
    /** Not in the token, but must be known to check it. */
    default_implicit_assertion?: string;
  }

  /** A token for a payload, which is written as JSON. */
  type PasetoSigner = (this: void, payload: object, footer?: string, implicit?: string) => string;
  /**
   * What is in a token, or nil and `invalid-token-format`, `invalid-footer`, `invalid-token` or `json-decode-error`. A footer that is
   * given must be that of the token.
   */
  type PasetoVerifier = (
    this: void,
    token: string,
    footer?: string,
    implicit?: string,
  ) => LuaMultiReturn<[payload: object | undefined, err?: string]>;

  /** Encrypted, with a key that both sides have. @see util/paseto.lua */
  interface PasetoLocal {
    /**
     * The payload is written as JSON, the footer stays readable. What is `implicit` is not in the token but must be known to
     * decrypt it. Throws for a key that has not 32 bytes.
     */
    encrypt: (this: void, payload: object, key: string, footer?: string, implicit?: string) => string;
    /** As {@link PasetoVerifier}. Throws for a key that has not 32 bytes. */
    decrypt: (
      this: void,
      token: string,
      key: string,
      footer?: string,
      implicit?: string,
    ) => LuaMultiReturn<[payload: object | undefined, err?: string]>;
    /** As text, for {@link init} and the like. */
    new_key: (this: void) => string;
    /** Both functions with the key in them. Throws for a key that is none. */
    init: (
      this: void,
      key: string,
      options?: PasetoOptions,
    ) => LuaMultiReturn<[sign: PasetoSigner, verify: PasetoVerifier]>;
    /** The first of {@link init}. */
    new_signer: (this: void, key: string, options?: PasetoOptions) => PasetoSigner;
    /** The second of {@link init}. */
    new_verifier: (this: void, key: string, options?: PasetoOptions) => PasetoVerifier;
  }

  /** Signed, for all to read. Keys are of ED25519: those of other kinds throw. @see util/paseto.lua */
  interface PasetoPublic {
    /**
     * The payload is written as JSON. What is `implicit` is not in the token but must be known to verify it. Throws for a key without
     * its private part.
     */
    sign: (this: void, payload: object, key: CryptoKey, footer?: string, implicit?: string) => string;
    /** As {@link PasetoVerifier}. */
    verify: (
      this: void,
      token: string,
      key: CryptoKey,
      footer?: string,
      implicit?: string,
    ) => LuaMultiReturn<[payload: object | undefined, err?: string]>;
    /** A new pair. */
    new_keypair: (this: void) => CryptoKey;
    /** From PEM. Nil for what is none. */
    import_private_key: (typeof import("util.crypto"))["import_private_pem"];
    /** From PEM. Nil for what is none. */
    import_public_key: (typeof import("util.crypto"))["import_public_pem"];
    /** Both functions with their keys, given as PEM, in them. Nil for the one whose key was left out or is none. */
    init: (
      this: void,
      private_key?: string,
      public_key?: string,
      options?: PasetoOptions,
    ) => LuaMultiReturn<[sign: PasetoSigner | undefined, verify: PasetoVerifier | undefined]>;
    /** The first of {@link init}. */
    new_signer: (this: void, private_key: string, options?: PasetoOptions) => PasetoSigner | undefined;
    /** The second of {@link init}. */
    new_verifier: (this: void, public_key: string, options?: PasetoOptions) => PasetoVerifier | undefined;
  }

  /** What is signed of several parts: their number, and each with its length before it, of which it keeps only 7 bits. */
  function pae(parts: string[]): string;
  /** Encrypted, with a shared key. */
  const v3_local: PasetoLocal;
  /** Signed, with a pair of keys. */
  const v4_public: PasetoPublic;
}
