/** @noSelfInFile */

/** Accounts. @see core/usermanager.lua */
declare module "core.usermanager" {
  /**
   * True for who is online; else what the auth provider says, who may need to wait (and throws outside async context).
   * Throws for a host that is not served or has no users.
   */
  function user_exists(username: string, host: string): LuaMultiReturn<[exists: boolean | undefined, err?: string]>;
}
