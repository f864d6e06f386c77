/** @noSelfInFile */

/** JSON Web Tokens. @see util/jwt.lua */
declare module "util.jwt" {
  /**
   * What a token says; nil or false and why where it is not good. On 0.12, {@link verify} passes any JSON for a payload, on 13.0 an
   * object, list or null.
   */
  type Verified = LuaMultiReturn<[ok: true, payload: Record<string, unknown>] | [ok: undefined | false, err: string]>;

  /** What a token is signed with. @since 13.0 */
  type Algorithm = `${"HS" | "RS" | "PS"}${"256" | "384" | "512"}` | "ES256" | "ES512";

  /**
   * What a token must be like.
   * @since 13.0
   * @see util/jwt.lua
   */
  interface VerifierOptions {
    /** Whether the payload is good: else nil and `incorrect-claims`. */
    claim_verifier?: (this: void, payload: Record<string, unknown>) => boolean;
    /** Does not look at `exp`. */
    accept_expired?: boolean;
  }

  /** With HS256. Adds nothing to the payload. */
  function sign(key: string, payload: object): string;
  /** With HS256. Does not look at times. */
  function verify(key: string, token: string): Verified;
  /**
   * Adds to the payload what it lacks: `iat`, and `exp`, `default_ttl` seconds from now, an hour if left out. The key is the secret for
   * `HS…`, else PEM; throws for one that does not suit the algorithm.
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
   * Looks at `exp`, unless told to accept what has expired, and asks `claim_verifier`. Throws as {@link new_signer}.
   * @since 13.0
   */
  const new_verifier: Since13<
    (
      this: void,
      algorithm: Algorithm,
      public_key: string,
      options?: VerifierOptions,
    ) => (this: void, token: string) => Verified
  >;
  /**
   * Both at once. With `HS…` one key is enough.
   * @since 13.0
   */
  const init: Since13<
    (
      this: void,
      algorithm: Algorithm,
      private_key: string,
      public_key?: string,
      options?: VerifierOptions & { default_ttl?: number },
    ) => LuaMultiReturn<
      [sign: (this: void, payload: object) => string, verify: (this: void, token: string) => Verified]
    >
  >;
  /**
   * By algorithm, the functions that load its keys, sign and verify.
   * @since 13.0
   */
  const _algorithms: Since13<object>;
}
