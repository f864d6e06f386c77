/** @noSelfInFile */

/** JSON Web Tokens. @see util/jwt.lua */
declare module "util.jwt" {
  /** What a token says; nil or false and why where it is not good. */
  type Verified = LuaMultiReturn<[ok: true, payload: Record<string, unknown>] | [ok: undefined | false, err: string]>;

  /** @since 13.0 */
  type Algorithm = `${"HS" | "RS" | "PS" | "ES"}${"256" | "384" | "512"}` | "EdDSA";

  /** With HS256. */
  function sign(key: string, payload: object): string;
  /** With HS256. Does not look at times. */
  function verify(key: string, token: string): Verified;
  /**
   * Adds `iat`, and `exp` a `default_ttl` later.
   * @since 13.0
   */
  const new_signer: Since13<
    (
      this: void,
      algorithm: Algorithm,
      private_key: string,
      options?: { default_ttl?: number },
    ) => (this: void, payload: object) => string
  >;
  /**
   * Looks at `exp`, and at claims that must be as given.
   * @since 13.0
   */
  const new_verifier: Since13<
    (
      this: void,
      algorithm: Algorithm,
      public_key: string,
      options?: { claims?: Record<string, unknown>; accept_expired?: boolean },
    ) => (this: void, token: string) => Verified
  >;
  /**
   * Both at once.
   * @since 13.0
   */
  const init: Since13<
    (
      this: void,
      algorithm: Algorithm,
      private_key: string,
      public_key?: string,
      options?: { default_ttl?: number; claims?: Record<string, unknown>; accept_expired?: boolean },
    ) => LuaMultiReturn<
      [sign: (this: void, payload: object) => string, verify: (this: void, token: string) => Verified]
    >
  >;
  /**
   * Names of algorithms.
   * @since 13.0
   */
  const _algorithms: Since13<object>;
}
