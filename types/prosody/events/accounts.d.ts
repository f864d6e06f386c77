/** @noSelfInFile */

/** Somebody registers in band. @see modules/mod_register_ibr.lua */
interface UserRegisteringEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The password. */
  password?: string;
  /** The name of the host. */
  host: string;
  /** What else was filled in. */
  additional?: Record<string, unknown>;
  /** The address of the client. */
  ip?: string;
  /** The session it is about. */
  session: C2sSession;
  /** Set it to false, to refuse: with `error`, or the three after it. */
  allowed: boolean;
  /** An error, in place of what would be told. */
  error?: import("util.error").ErrorObject;
  /** The type of the stanza error that is told. */
  error_type?: string;
  /** Told in place of the usual one. */
  error_condition?: string;
  /** In words, for people or for the log. */
  reason?: string;
  /** Set it to the username, to let a password be set anew. */
  allow_reset?: string;
}

/** An account was deleted by its user. @see modules/mod_user_account_management.lua */
interface UserDeregisteredEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** Where it came from. */
  source: string;
  /** The session it is about. */
  session?: C2sSession;
}

/** An account is to be deleted in time. @since 13.0 @see modules/mod_user_account_management.lua */
interface UserDeregisteredPendingEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** Where it came from. */
  source: string;
  /** The session it is about. */
  session?: C2sSession;
  /** How it stands. */
  status?: unknown;
}

/** @see core/usermanager.lua */
interface PasswordChangedEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** Of the client who has done it. */
  resource?: string;
}

/** @see core/usermanager.lua */
interface UserEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
}

/** @since 13.0 @see core/usermanager.lua */
interface UserDisabledEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** What is kept with it. */
  meta?: object;
}

/** @since 13.0 @see core/usermanager.lua */
interface UserRoleEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** Of the primary role, and one that was added. */
  role?: Role;
  /** Of others. */
  role_name?: string;
}

/** @since 13.0 @see modules/mod_flags.lua */
interface UserFlagEvent {
  /** Whose it is. */
  user: string;
  /** The name of the flag. */
  flag: string;
  /** What is kept with it. */
  data?: unknown;
}

/** What tokens are given out for. @since 13.0 @see modules/mod_tokenauth.lua */
interface TokenGrantEvent {
  /** Of the grant, as in the token's text. */
  id: string;
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** The grant as stored; nil once it is revoked. */
  grant?: object;
}

/** One token, no more its grant. @since 13.0 @see modules/mod_tokenauth.lua */
interface TokenRevokedEvent {
  /** Of the grant that the token belonged to. */
  grant_id: string;
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** The grant as stored, already without the token. */
  grant: object;
  /** What was stored of the token: its role, its expiry, its purpose. */
  info: object;
}

/** A contact is about to go from a roster: taken out by the user, or with the account. @see modules/mod_roster.lua */
interface RosterItemRemovedEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The JID it is about. */
  jid: string;
  /** Nil for one who has only asked, where the account is deleted. */
  item?: RosterItem;
  /** The roster it still stands in. */
  roster: Roster;
  /** The user's client; the host where the account is deleted. */
  origin: C2sSession | HostSession;
}

/** An invitation. @see modules/mod_invites.lua */
interface InviteEvent {
  /** What the invitation is known by. */
  token: string;
  /** The kind. */
  type: string;
  /** The JID it is about. */
  jid?: string;
  /** Unix time. */
  expires?: number;
  /** What else was said. */
  additional_data?: object;
}

interface ProsodyEvents {
  /** Before anything is done: refuse by `allowed`. */
  "user-registering": UserRegisteringEvent;
  /** A password was set anew, by registration in band. */
  "user-password-reset": UserRegisteringEvent;
  /** After the account is deleted; with a grace period (13.0) at its end, then without a session. */
  "user-deregistered": UserDeregisteredEvent;
  /** The account is disabled, to be deleted later: a grace period is set. @since 13.0 */
  "user-deregistered-pending": UserDeregisteredPendingEvent;
  /** Before the removal, in the middle of a roster set or of an account's deletion. */
  "roster-item-removed": RosterItemRemovedEvent;
  /** Before it is stored; not told whether that goes well. */
  "invite-created": InviteEvent;
  /** By the name of the flag. @since 13.0 */
  [event: `user-flag-added/${string}`]: UserFlagEvent;
  /** By the name of the flag; without `data`. Also where it was not set. @since 13.0 */
  [event: `user-flag-removed/${string}`]: UserFlagEvent;
  /** Stored, without a token yet. @since 13.0 */
  "token-grant-created": TokenGrantEvent;
  /** All its tokens are of no use from now on; without `grant`. @since 13.0 */
  "token-grant-revoked": TokenGrantEvent;
  /** The grant stays, and its other tokens. @since 13.0 */
  "token-revoked": TokenRevokedEvent;
}

interface ProsodyGlobalEvents {
  /** Also where an administrator has done it; then without `resource`. */
  "user-password-changed": PasswordChangedEvent;
  /** Also where it was enabled before. @since 13.0 */
  "user-enabled": UserEvent;
  /** mod_c2s closes the user's sessions at 200. @since 13.0 */
  "user-disabled": UserDisabledEvent;
  /** The primary role, with `role` as an object. mod_c2s closes the user's sessions at 200. @since 13.0 */
  "user-role-changed": UserRoleEvent;
  /** A secondary role, with `role` and `role_name`. @since 13.0 */
  "user-role-added": UserRoleEvent;
  /** A secondary role, with `role_name` alone. @since 13.0 */
  "user-role-removed": UserRoleEvent;
  /** By `set_roles`, which 0.12 has. @until 13.0 */
  "user-roles-changed": UserEvent;
}
