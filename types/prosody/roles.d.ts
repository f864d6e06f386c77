/** @noSelfInFile */

/**
 * What somebody may do.
 * @since 13.0
 * @see util/roles.lua
 */
interface Role {
  /** Made up with each object; of use for comparing, not for storing. */
  readonly id: string;
  /** `prosody:operator`, `prosody:admin`, `prosody:member`, `prosody:registered`, `prosody:guest` … */
  readonly name: string;
  /** For people; nil unless configured. */
  readonly description?: string;
  /** Not looked at by core: which role a new account has is the host's option. */
  readonly default?: boolean;
  /** Of Prosody's own 15 (guest) to 75 (operator). Not looked at by core. */
  readonly priority?: number;
  /** Asked in this order for what the role itself says nothing about. */
  readonly inherits?: Role[];
  /** Nil where neither the role nor those that it inherits from say anything about that action. `context` is not looked at. */
  may(action: string, context?: unknown): boolean | undefined;
  /** A role like this one, with an id of its own, and what is given in place of the same of this one. */
  clone(overrides?: Partial<RoleConfig>): Role;
  /** Sets what the role itself says. False where that is the contrary already, unless `overwrite`. */
  set_permission(
    permission: string,
    allowed: boolean,
    overwrite?: boolean,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: false, err: "policy-already-exists"]>;
  /** Permission to what is said of it; those inherited come last, and may come again. */
  policies(): LuaIterable<LuaMultiReturn<[permission: string, allowed: boolean]>>;
}

/**
 * What a role is made of.
 * @since 13.0
 * @see util/roles.lua
 */
interface RoleConfig {
  /** What it is known by on its host, and stored by for users. Prosody's own begin with `prosody:`. */
  name: string;
  /** For people. */
  description?: string;
  /** Kept on the role. */
  default?: boolean;
  /** Kept on the role. */
  priority?: number;
  /** Roles as objects, not names. Asked in this order for what `permissions` does not say. */
  inherits?: Role[];
  /** Action to allowed or not. */
  permissions?: Record<string, boolean>;
}

/**
 * Whose permission is asked for: a JID, which must not be this host's own name, or an event of a session's stanza.
 * @since 13.0
 * @see core/moduleapi.lua
 */
type PermissionContext =
  | string
  | {
      /** Full or bare; the role that it has on this host counts. Not a session's: a role that was assumed is not seen. */
      actor_jid: string;
    }
  | {
      /** Of a client of this host the session's role counts; of others that of the stanza's `from`. */
      origin: StanzaOrigin;
      /** Needed unless `origin` is a client of this host. */
      stanza?: import("util.stanza").Stanza;
    }
  | {
      /** As `origin`, which goes before it. */
      session: StanzaOrigin;
      /** Needed unless `session` is a client of this host. */
      stanza?: import("util.stanza").Stanza;
    };
