/** @noSelfInFile */

/**
 * What somebody may do: see `module.may`.
 * @since 13.0
 * @see util/roles.lua
 */
declare module "util.roles" {
  /** From a configuration, or another role with changes. */
  function new_(config: RoleConfig | Role, overrides?: Partial<RoleConfig>): Role;
  /** Whether it is one of this library, be it one of a configuration or made in code. */
  function is_role(value: unknown): value is Role;

  export { is_role, new_ as new };
}
