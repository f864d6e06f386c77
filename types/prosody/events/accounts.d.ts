/** @noSelfInFile */

/** Somebody registers in band. @see modules/mod_register_ibr.lua */
interface UserRegisteringEvent {
  username: string;
  password?: string;
  host: string;
  /** What else was filled in. */
  additional?: Record<string, unknown>;
  ip?: string;
  session: C2sSession;
  /** Set it to false, to refuse: with `error`, or the three after it. */
  allowed: boolean;
  error?: import("util.error").ErrorObject;
  error_type?: string;
  error_condition?: string;
  reason?: string;
  /** Set it to the username, to let a password be set anew. */
  allow_reset?: string;
}

/** An account was deleted by its user. @see modules/mod_user_account_management.lua */
interface UserDeregisteredEvent {
  username: string;
  host: string;
  source: string;
  session?: C2sSession;
}

/** An account is to be deleted in time. @since 13.0 @see modules/mod_user_account_management.lua */
interface UserDeregisteredPendingEvent {
  username: string;
  host: string;
  source: string;
  session?: C2sSession;
  status?: unknown;
}

/** @see core/usermanager.lua */
interface PasswordChangedEvent {
  username: string;
  host: string;
  /** Of the client who has done it. */
  resource?: string;
}

/** @see core/usermanager.lua */
interface UserEvent {
  username: string;
  host: string;
}

/** @since 13.0 @see core/usermanager.lua */
interface UserDisabledEvent {
  username: string;
  host: string;
  meta?: object;
}

/** @since 13.0 @see core/usermanager.lua */
interface UserRoleEvent {
  username: string;
  host: string;
  /** Of the primary role, and one that was added. */
  role?: Role;
  /** Of others. */
  role_name?: string;
}

/** @since 13.0 @see modules/mod_flags.lua */
interface UserFlagEvent {
  user: string;
  flag: string;
  data?: unknown;
}

/** A token. @since 13.0 @see modules/mod_tokenauth.lua */
interface TokenEvent {
  id: string;
  username?: string;
  host?: string;
  grant?: object;
  info?: object;
}

/** A contact was taken out of a roster by the user. @see modules/mod_roster.lua */
interface RosterItemRemovedEvent {
  username: string;
  jid: string;
  item: RosterItem;
  roster: Roster;
  origin: C2sSession;
}

/** An invitation. @see modules/mod_invites.lua */
interface InviteEvent {
  token: string;
  type: string;
  jid?: string;
  /** Unix time. */
  expires?: number;
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
