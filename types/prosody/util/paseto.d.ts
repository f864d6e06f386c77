/** @noSelfInFile */

/**
 * PASETO tokens.
 * @since 13.0
 * @see util/paseto.lua
 */
declare module "util.paseto" {
  /** One version and purpose of them. */
  interface PasetoPurpose {
    /**
     * The payload is written as JSON, the footer stays readable. What is `implicit` is not in the token but must be known to
     * verify it.
     */
    sign?: (this: void, payload: object, key: unknown, footer?: unknown, implicit?: string) => string;
    /** Nil and `invalid-token`, `invalid-footer` or the like. A footer that is given must be that of the token. */
    verify?: (
      this: void,
      token: string,
      key: unknown,
      footer?: unknown,
      implicit?: string,
    ) => LuaMultiReturn<[payload: object | undefined, err?: string]>;
    /** As {@link sign}, but nobody else can read it. Throws for a key that has not 32 bytes. */
    encrypt?: (this: void, payload: object, key: string, footer?: unknown, implicit?: string) => string;
    /** As {@link verify}. Throws for a key that has not 32 bytes. */
    decrypt?: (
      this: void,
      token: string,
      key: string,
      footer?: unknown,
      implicit?: string,
    ) => LuaMultiReturn<[payload: object | undefined, err?: string]>;
    /**
     * Both functions with the key in them: `v3_local` takes the key as text and throws for a bad one, `v4_public` two PEMs, and
     * what it has no key for is nil.
     */
    init?: (this: void, ...keys: unknown[]) => LuaMultiReturn<[sign: unknown, verify: unknown]>;
  }

  /** Puts parts together so that they can't be taken apart otherwise. */
  function pae(parts: string[]): string;
  /** Encrypted, with a shared key: `encrypt`, `decrypt`, `init`. */
  const v3_local: PasetoPurpose;
  /** Signed, with a pair of Ed25519: `sign`, `verify`, `init`. */
  const v4_public: PasetoPurpose;
}
