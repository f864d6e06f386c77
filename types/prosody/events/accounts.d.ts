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

/** A token. @since 13.0 @see modules/mod_tokenauth.lua */
interface TokenEvent {
  /** The id of the item or entry. */
  id: string;
  /** The part of the address before `@`. */
  username?: string;
  /** The name of the host. */
  host?: string;
  /** What the token is part of. */
  grant?: object;
  /** What is known of the token. */
  info?: object;
}

/** A contact was taken out of a roster by the user. @see modules/mod_roster.lua */
interface RosterItemRemovedEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The JID it is about. */
  jid: string;
  /** What it is about. */
  item: RosterItem;
  /** The roster it was read into, or stands in. */
  roster: Roster;
  /** Whoever sent the stanza. */
  origin: C2sSession;
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
  "user-registering": UserRegisteringEvent;
  /** A password was set anew, by registration in band. */
  "user-password-reset": UserRegisteringEvent;
  "user-deregistered": UserDeregisteredEvent;
  /** @since 13.0 */
  "user-deregistered-pending": UserDeregisteredPendingEvent;
  "roster-item-removed": RosterItemRemovedEvent;
  "invite-created": InviteEvent;
  /** @since 13.0 */
  [event: `user-flag-added/${string}`]: UserFlagEvent;
  /** @since 13.0 */
  [event: `user-flag-removed/${string}`]: UserFlagEvent;
  /** @since 13.0 */
  "token-grant-created": TokenEvent;
  /** @since 13.0 */
  "token-grant-revoked": TokenEvent;
  /** @since 13.0 */
  "token-revoked": TokenEvent;
}

interface ProsodyGlobalEvents {
  "user-password-changed": PasswordChangedEvent;
  /** @since 13.0 */
  "user-enabled": UserEvent;
  /** @since 13.0 */
  "user-disabled": UserDisabledEvent;
  /** @since 13.0 */
  "user-role-changed": UserRoleEvent;
  /** @since 13.0 */
  "user-role-added": UserRoleEvent;
  /** @since 13.0 */
  "user-role-removed": UserRoleEvent;
  /** @until 13.0 */
  "user-roles-changed": UserEvent;
}
