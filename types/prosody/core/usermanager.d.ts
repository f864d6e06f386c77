/** @noSelfInFile */

/**
 * Accounts. All throw for a host that is not served, those that ask the auth provider also for a component. The provider may need
 * to wait, and then throws outside async context; what it does not know gives nil and `method not implemented`.
 * @see core/usermanager.lua
 */
declare module "core.usermanager" {
  /** True for who is online; else what the auth provider says. */
  function user_exists(username: string, host: string): LuaMultiReturn<[exists: boolean | undefined, err?: string]>;
  /** Whether that is the password. */
  function test_password(
    username: string,
    host: string,
    password: string,
  ): LuaMultiReturn<[correct: boolean | undefined, err?: string]>;
  /** In the clear, where the provider can tell. */
  function get_password(username: string, host: string): LuaMultiReturn<[password: string | undefined, err?: string]>;
  /** Fires `user-password-changed`; `resource` is that of the client who does it. */
  function set_password(
    username: string,
    password: string,
    host: string,
    resource?: string,
  ): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  /** Without a password (13.0) nobody can log in yet. */
  function create_user(
    username: string,
    password: string | undefined,
    host: string,
  ): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  /** Fires `user-deleted`, and deletes all there is of the user in the stores. */
  function delete_user(username: string, host: string): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  /** Iterates over all usernames. */
  function users(host: string): LuaIterable<string>;
  /** One to log in with. */
  function get_sasl_handler(host: string, session: C2sSession): import("util.sasl").SaslHandler;
  /** The auth provider of a host. */
  function get_provider(host: string): AuthProvider;
  /** One that knows nobody. */
  function new_null_provider(): AuthProvider;
  /** Called by the server for each host. */
  function initialize_host(host: string): void;
  /**
   * Whether that JID is an administrator of that host, or without host (0.12) of the server.
   * @deprecated Ask `module.may` on 13.0, which logs a warning here.
   */
  function is_admin(jid: string, host?: string): boolean | undefined;
  /**
   * Usernames; false for a host that is not served. Where the host's `mod_authz_…` could not be loaded nil on 13.0, and on 0.12 it throws.
   */
  function get_users_with_role(role: string, host: string): string[] | false | undefined;
  /** Users and others, as JIDs; false for a host that is not served. */
  function get_jids_with_role(role: string, host: string): string[] | false | undefined;

  /**
   * Roles of a JID, by name. Then see {@link get_jid_role}.
   * @until 13.0
   */
  const get_roles: Until13<(this: void, jid: string, host?: string) => Record<string, boolean> | false | undefined>;
  /**
   * Then see {@link set_jid_role}.
   * @until 13.0
   */
  const set_roles: Until13<
    (this: void, jid: string, host: string | undefined, roles: Record<string, boolean>) => unknown
  >;

  /**
   * What is known of an account.
   * @since 13.0
   */
  const get_account_info: Since13<
    (this: void, username: string, host: string) => LuaMultiReturn<[info: AccountInfo | undefined, err?: string]>
  >;
  /**
   * With that role.
   * @since 13.0
   */
  const create_user_with_role: Since13<
    (
      this: void,
      username: string,
      password: string | undefined,
      host: string,
      role: string,
    ) => LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>
  >;
  /**
   * Whether one may log in.
   * @since 13.0
   */
  const user_is_enabled: Since13<
    (this: void, username: string, host: string) => LuaMultiReturn<[enabled: boolean | undefined, err?: string]>
  >;
  /**
   * Fires `user-enabled`.
   * @since 13.0
   */
  const enable_user: Since13<
    (this: void, username: string, host: string) => LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>
  >;
  /**
   * Fires `user-disabled`.
   * @since 13.0
   */
  const disable_user: Since13<
    (
      this: void,
      username: string,
      host: string,
      meta?: object,
    ) => LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>
  >;
  /**
   * The primary role of a user.
   * @since 13.0
   */
  const get_user_role: Since13<
    (this: void, username: string, host: string) => LuaMultiReturn<[role: Role | undefined | false, err?: string]>
  >;
  /**
   * Throws for a role that there is not.
   * @since 13.0
   */
  const set_user_role: Since13<
    (
      this: void,
      username: string,
      host: string,
      role: string,
    ) => LuaMultiReturn<[role: Role | undefined | false, err?: string]>
  >;
  /**
   * Whether it is one of the user's, primary or not.
   * @since 13.0
   */
  const user_can_assume_role: Since13<(this: void, username: string, host: string, role: string) => boolean>;
  /** Fires `user-role-added`, also where the user has it already. False for a host that is not served. @since 13.0 */
  const add_user_secondary_role: Since13<
    (
      this: void,
      username: string,
      host: string,
      role: string,
    ) => LuaMultiReturn<[role: Role | undefined | false, err?: string]>
  >;
  /** Fires `user-role-removed`. False for a host that is not served. @since 13.0 */
  const remove_user_secondary_role: Since13<
    (
      this: void,
      username: string,
      host: string,
      role: string,
    ) => LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>
  >;
  /**
   * By name.
   * @since 13.0
   */
  const get_user_secondary_roles: Since13<
    (
      this: void,
      username: string,
      host: string,
    ) => LuaMultiReturn<[roles: Record<string, Role> | undefined | false, err?: string]>
  >;
  /**
   * The role of a JID, local or not, on that host.
   * @since 13.0
   */
  const get_jid_role: Since13<(this: void, jid: string, host: string) => Role | undefined>;
  /**
   * Of a JID that is not of that host.
   * @since 13.0
   */
  const set_jid_role: Since13<
    (this: void, jid: string, host: string, role: string) => LuaMultiReturn<[ok: boolean | undefined, err?: string]>
  >;
  /**
   * Throws for one that there is not.
   * @since 13.0
   */
  const get_role_by_name: Since13<(this: void, role: string, host: string) => Role | false>;
  /**
   * By name.
   * @since 13.0
   */
  const get_all_roles: Since13<(this: void, host: string) => Record<string, Role> | false>;
}
