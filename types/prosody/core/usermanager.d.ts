/** @noSelfInFile */

/**
 * Accounts, and who may do what. What asks the auth provider throws for a host that is not served, and for a component. The
 * provider may need to wait, and then throws outside async context; what it does not know gives nil and `method not implemented`.
 * Where the host's `mod_authz_…` could not be loaded what is about roles on 13.0 gives nil, but for `is_admin`, which says no, and
 * `create_user_with_role`, which throws.
 * @see core/usermanager.lua
 */
declare module "core.usermanager" {
  /** True for who is online; else what the auth provider says. */
  function user_exists(username: string, host: string): LuaMultiReturn<[exists: boolean | undefined, err?: unknown]>;
  /**
   * Whether that is the password; if not, mostly why, too. `mod_auth_internal_plain` throws for a user that there is not, and
   * `mod_auth_insecure` says yes to all.
   */
  function test_password(
    username: string,
    host: string,
    password: string,
  ): LuaMultiReturn<[correct: boolean | undefined, err?: unknown]>;
  /** In the clear, where the provider can tell. */
  function get_password(
    username: string,
    host: string,
  ): LuaMultiReturn<[password: string | undefined | false, err?: unknown]>;
  /**
   * Fires `user-password-changed`, with the `resource` given: that of the client who does it, which mod_c2s leaves connected; the
   * user's others it disconnects. On 13.0 it does not enable an account that was made without a password.
   */
  function set_password(
    username: string,
    password: string,
    host: string,
    resource?: string,
  ): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  /**
   * An account. `mod_auth_internal_…` puts it in the place of one that is there already: ask {@link user_exists} first. Without a
   * password, which not every provider takes, nobody can log in yet; they then make one that is disabled on 13.0, and none on 0.12,
   * where `mod_auth_internal_hashed` says true all the same.
   */
  function create_user(
    username: string,
    password: string | undefined,
    host: string,
  ): LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>;
  /**
   * Deletes the account, fires `user-deleted`, upon which mod_c2s disconnects the user, then deletes what there is of the user in the
   * stores, as `purge` of `core.storagemanager` does. `mod_auth_internal_…` says true for a user that there is not, too.
   */
  function delete_user(
    username: string,
    host: string,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: unknown]>;
  /** All usernames; to be called as {@link KeyvalStore.users} shows. Nil, or false, and why where the provider can't list. */
  function users(host: string): import("util.datamanager").Names;
  /** One to log in with. */
  function get_sasl_handler(host: string, session: C2sSession): import("util.sasl").SaslHandler;
  /** The auth provider of a host; nil for a component. */
  function get_provider(host: string): AuthProvider | undefined;
  /** One that answers all but `get_sasl_handler` with nil and `method not implemented`. */
  function new_null_provider(): AuthProvider;
  /** Called by the server for each host; throws for one that is not served. */
  function initialize_host(host: string): void;
  /**
   * Whether that JID is an administrator of that host. For a host that is not served false on 0.12, and on 13.0 it throws.
   * @deprecated Ask `module.may` on 13.0: there this logs a warning, and with the option `strict_deprecate_is_admin` says no to
   * all.
   */
  function is_admin(jid: string, host: string): boolean | undefined;
  /**
   * Usernames, not of those who have the role by default; false for a host that is not served. Where the host's `mod_authz_…` could
   * not be loaded nil on 13.0, and on 0.12 it throws.
   */
  function get_users_with_role(role: string, host: string): string[] | false | undefined;
  /** As JIDs the same, and those that the configuration gives the role to; false for a host that is not served. */
  function get_jids_with_role(role: string, host: string): string[] | false | undefined;

  /**
   * Roles of a JID, by name; without a host those it has on the whole server. False for a host that is not served. Then see
   * {@link get_jid_role}.
   * @until 13.0
   */
  const get_roles: Until13<(this: void, jid: string, host?: string) => Record<string, boolean> | false | undefined>;
  /**
   * All roles of a user of that host, who has no others then; fires `user-roles-changed`. Of other JIDs mod_authz_internal keeps
   * none, and gives false, as is given for a host that is not served; of users it says true even where they could not be stored.
   * Nil, and nothing done, without a host. Then see {@link set_user_role}.
   * @until 13.0
   */
  const set_roles: Until13<
    (
      this: void,
      jid: string,
      host: string | undefined,
      roles: Record<string, boolean>,
    ) => LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>
  >;

  /**
   * What is known of an account.
   * @since 13.0
   */
  const get_account_info: Since13<
    (this: void, username: string, host: string) => LuaMultiReturn<[info: AccountInfo | undefined, err?: unknown]>
  >;
  /**
   * An account with that role, as {@link create_user} without a password makes it, then given the password and enabled. Throws for a
   * role that there is not, and leaves the account; where the password can't be set it is left without one.
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
   * Whether one may log in. Nil where the provider has no `is_enabled`.
   * @since 13.0
   */
  const user_is_enabled: Since13<
    (this: void, username: string, host: string) => LuaMultiReturn<[enabled: boolean | undefined, err?: unknown]>
  >;
  /**
   * Fires `user-enabled`. For a user that there is not `mod_auth_internal_hashed` throws.
   * @since 13.0
   */
  const enable_user: Since13<
    (this: void, username: string, host: string) => LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>
  >;
  /**
   * Fires `user-disabled`, with the `meta` given, upon which mod_c2s disconnects the user. For a user that there is not `mod_auth_internal_hashed` throws.
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
   * The primary role of a user; for one that there is not that of a new user. Nil and `unknown-role` where there is no such role any
   * more. False for a host that is not served.
   * @since 13.0
   */
  const get_user_role: Since13<
    (this: void, username: string, host: string) => LuaMultiReturn<[role: Role | undefined | false, err?: unknown]>
  >;
  /**
   * Makes it the primary role, and fires `user-role-changed`, upon which mod_c2s disconnects the user. Throws for a role that there is
   * not. False for a host that is not served. Who is an administrator by the configuration keeps that role for
   * {@link get_user_role}.
   * @since 13.0
   */
  const set_user_role: Since13<
    (
      this: void,
      username: string,
      host: string,
      role: string,
    ) => LuaMultiReturn<[role: Role | undefined | false, err?: unknown]>
  >;
  /**
   * Whether it is one of the user's, primary or not.
   * @since 13.0
   */
  const user_can_assume_role: Since13<
    (this: void, username: string, host: string, role: string) => boolean | undefined
  >;
  /**
   * Fires `user-role-added`, also where the user has it already. Throws for a role that there is not. False for a host that is not
   * served.
   * @since 13.0
   */
  const add_user_secondary_role: Since13<
    (
      this: void,
      username: string,
      host: string,
      role: string,
    ) => LuaMultiReturn<[role: Role | undefined | false, err?: unknown]>
  >;
  /** Fires `user-role-removed`, also where the user does not have it. False for a host that is not served. @since 13.0 */
  const remove_user_secondary_role: Since13<
    (
      this: void,
      username: string,
      host: string,
      role: string,
    ) => LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>
  >;
  /**
   * By name. False for a host that is not served.
   * @since 13.0
   */
  const get_user_secondary_roles: Since13<
    (
      this: void,
      username: string,
      host: string,
    ) => LuaMultiReturn<[roles: Record<string, Role> | undefined | false, err?: unknown]>
  >;
  /**
   * The role of a JID, local or not, on that host; nil for one of elsewhere that has none. Throws for a host that is not served.
   * @since 13.0
   */
  const get_jid_role: Since13<
    (this: void, jid: string, host: string) => LuaMultiReturn<[role: Role | undefined, err?: unknown]>
  >;
  /**
   * Of a JID that is not of that host: mod_authz_internal can't, and gives false and `not-implemented`. Nil and
   * `unexpected-local-jid` for one of that host. Throws for a host that is not served.
   * @since 13.0
   */
  const set_jid_role: Since13<
    (this: void, jid: string, host: string, role: string) => LuaMultiReturn<[ok: boolean | undefined, err?: unknown]>
  >;
  /**
   * The role, and its name again. Throws for one that there is not. False for a host that is not served.
   * @since 13.0
   */
  const get_role_by_name: Since13<
    (
      this: void,
      role: string,
      host: string,
    ) => LuaMultiReturn<[role: Role, name: string] | [role: false | undefined, name?: undefined]>
  >;
  /**
   * The very table of them, by name. False for a host that is not served.
   * @since 13.0
   */
  const get_all_roles: Since13<(this: void, host: string) => Record<string, Role> | false | undefined>;
}
