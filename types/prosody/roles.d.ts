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
  /** The highest wins where somebody has several. */
  readonly priority?: number;
  /** Asked in this order for what the role itself says nothing about. */
  readonly inherits?: Role[];
  /** Nil where nothing is said about that action. */
  may(action: string, context?: unknown): boolean | undefined;
  /** A role of the same permissions, with what is given instead of its own. */
  clone(overrides?: Partial<RoleConfig>): Role;
  /** False where the permission says the contrary already, unless `overwrite`. */
  set_permission(
    permission: string,
    allowed: boolean,
    overwrite?: boolean,
  ): LuaMultiReturn<[ok: true, err?: undefined] | [ok: false, err: "policy-already-exists"]>;
  /** Permission to what is said of it, those inherited last. */
  policies(): LuaIterable<LuaMultiReturn<[permission: string, allowed: boolean]>>;
}

/**
 * What a role is made of.
 * @since 13.0
 * @see util/roles.lua
 */
interface RoleConfig {
  /** One a host; it is stored with users. Prosody's own begin with `prosody:`. */
  name: string;
  /** Shown to people. */
  description?: string;
  /** Kept on the role. */
  default?: boolean;
  /** The highest wins where somebody has several. */
  priority?: number;
  /** Roles as objects, not names. Asked in this order for what `permissions` does not say. */
  inherits?: Role[];
  /** Action to allowed or not. */
  permissions?: Record<string, boolean>;
}

/**
 * Whose permission is asked for: a JID, or an event of a session's stanza.
 * @since 13.0
 * @see core/moduleapi.lua
 */
type PermissionContext =
  | string
  | {
      /** Full or bare; its own role on this host counts. */
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
