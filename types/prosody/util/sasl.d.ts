/** @noSelfInFile */

/** Logging in (SASL). @see util/sasl.lua */
declare module "util.sasl" {
  /**
   * What a mechanism is told of an account: `true` can be used, `false` is disabled, nil there is none.
   */
  type AccountState = boolean | undefined;

  /**
   * What an auth provider can do; mechanisms are offered accordingly. Plain functions that get the handler first: use arrow
   * functions.
   * @see util/sasl/plain.lua, util/sasl/scram.lua, util/sasl/anonymous.lua, util/sasl/external.lua, util/sasl.lua
   */
  interface SaslProfile {
    /** The password in the clear. For PLAIN and SCRAM. 0.12 does not pass `authzid`, here and in the others. */
    plain?: (
      this: void,
      handler: SaslHandler,
      username: string,
      realm: string,
      authzid?: string,
    ) => LuaMultiReturn<[password: string | undefined, state: AccountState]>;
    /** Whether that is the password. For PLAIN. */
    plain_test?: (
      this: void,
      handler: SaslHandler,
      username: string,
      password: string,
      realm: string,
      authzid?: string,
    ) => LuaMultiReturn<[correct: boolean | undefined, state: AccountState]>;
    /** For SCRAM, what it needs in place of the password: `scram_sha_1`, `scram_sha_256`. Not asked where there is `plain`. */
    [scram: `scram_sha_${string}`]: ScramCredentials | undefined;
    /** Whether a made-up username will do: else another is made up. For ANONYMOUS. 0.12 does not pass `trace`. */
    anonymous?: (this: void, handler: SaslHandler, username: string, realm: string, trace?: string) => boolean;
    /** Who it is, by certificate. For EXTERNAL. Gets only what the client says, not the handler. */
    external?: (
      this: void,
      message: string | undefined,
    ) => LuaMultiReturn<[username: string | undefined, state: AccountState | "expired"]>;
    /**
     * Whose token it is. For OAUTHBEARER. Of the third the client is told `status`, `scope` and `oidc_discovery_url` where it fails.
     * @since 13.0
     * @see util/sasl/oauthbearer.lua
     */
    oauthbearer?: (
      this: void,
      handler: SaslHandler,
      token: string | undefined,
      realm: string,
      authzid?: string,
    ) => LuaMultiReturn<[username: string | undefined, state: AccountState, token_info?: object]>;
    /** In place of `stringprep.nodeprep`; `false` for nothing. */
    nodeprep?: ((this: void, username: string) => string | undefined) | false;
    /** Channel bindings, by name: `tls-unique`, since 13.0 also `tls-exporter`. Needed for SCRAM with `-PLUS`. */
    cb?: Record<string, (this: void, handler: SaslHandler) => string>;
    /** Names of the mechanisms; left out: found by what the profile has. */
    mechanisms?: Record<string, true>;
  }

  /** What stands for a password. @see util/sasl/scram.lua */
  type ScramCredentials = (
    this: void,
    handler: SaslHandler,
    username: string,
    realm: string,
    authzid?: string,
  ) => LuaMultiReturn<
    | [stored_key: string, server_key: string, iterations: number, salt: string, state: AccountState]
    | [stored_key?: undefined, server_key?: undefined, iterations?: undefined, salt?: undefined, state?: AccountState]
  >;

  /** How a login goes on: a challenge for the client, or what it is told at the end. */
  type SaslStep = LuaMultiReturn<
    [status: "success" | "failure" | "challenge" | "false", reply_or_condition?: string, text?: string]
  >;

  /** A login under way. Any object with these will do for an auth provider. */
  interface SaslHandler {
    /** As given to `new`, with `mechanisms` filled in. */
    readonly profile: SaslProfile;
    /** The host, as a rule. */
    readonly realm: string;
    /** Set once the client has named it, before it is known to be right. @see util/sasl/plain.lua */
    username?: string;
    /**
     * What was given to `new`. In 0.12 it is mod_saslauth's alone.
     * @since 13.0
     */
    userdata?: unknown;
    /** The mechanism selected. */
    selected?: string;
    /** Names of the mechanisms that can be used: those with channel binding only where there is one for them. */
    mechanisms(): Record<string, true>;
    /** Nil where there is no such mechanism, or one was selected before. */
    select(mechanism: string): true | undefined;
    /** Takes what the client sent. The status is the text `false` for a certificate that has expired. Throws where none was selected. */
    process(message: string | undefined): SaslStep;
    /** A new one for another try. */
    clean_clone(): SaslHandler;
    /** Adds a channel binding, to the profile. */
    add_cb_handler(name: string, callback: (this: void, handler: SaslHandler) => string): this;
  }

  /** Nothing is filled in but `mechanisms`, into the profile itself. */
  function new_(realm: string, profile: SaslProfile, ...userdata: ParametersSince13<[userdata?: unknown]>): SaslHandler;
  /** Adds a mechanism, for profiles that have one of `backends`, and with `channel_bindings` one of those. */
  function registerMechanism(
    name: string,
    backends: readonly string[],
    process: (this: void, handler: SaslHandler, message: string | undefined) => SaslStep,
    channel_bindings?: readonly string[],
  ): void;

  export { new_ as new, registerMechanism };
  export type { AccountState, SaslHandler, SaslProfile, SaslStep, ScramCredentials };
}
