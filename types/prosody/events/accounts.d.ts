/** @noSelfInFile */

/**
 * Somebody registers. In band all is there but what handlers set; a module that registers in another way and fires this may leave
 * out what it has not.
 * @see modules/mod_register_ibr.lua, modules/mod_invites_register.lua
 */
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
  /** The client's, which is not logged in. */
  session?: C2sSession;
  /** The invitation that lets it in, else `validated_invite` of the session, which mod_invites_register sets. */
  validated_invite?: object;
  /** The name of the role that the account will have: may be set. @since 13.0 */
  role: Since13<string>;
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
  /** `mod_register`. */
  source: string;
  /** The client's, which is closed already: 13.0 keeps its `id`, `ip`, `type` and `client_id`. */
  session?: C2sSession;
}

/** An account is to be deleted in time. @since 13.0 @see modules/mod_user_account_management.lua */
interface UserDeregisteredPendingEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** `mod_register`. */
  source: string;
  /** The client's, which is closed already: its `id`, `ip`, `type` and `client_id` are kept. */
  session: C2sSession;
  /** When, in Unix time; as stored. */
  status: {
    /** The user has asked for it. */
    deleted_at: number;
    /** The account will be deleted. */
    pending_until: number;
    /** Nil as a rule, for the session is closed already: ask `session` for it. */
    client_id?: string;
  };
}

/** @see core/usermanager.lua */
interface PasswordChangedEvent {
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
  /** Of the user's client that has done it. */
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
  /** Why, as it was given to `disable_user`. */
  meta?: object;
}

/** @since 13.0 @see core/usermanager.lua */
interface UserRoleChangedEvent extends UserEvent {
  /** What the user is now. */
  role: Role;
}

/** @since 13.0 @see core/usermanager.lua */
interface UserRoleAddedEvent extends UserEvent {
  /** What the user may be now, too. */
  role: Role;
  /** Its name. */
  role_name: string;
}

/** @since 13.0 @see core/usermanager.lua */
interface UserRoleRemovedEvent extends UserEvent {
  /** The name of what the user is no more. */
  role_name: string;
}

/** @since 13.0 @see modules/mod_flags.lua */
interface UserFlagEvent {
  /** Whose it is: the part of the address before `@`. */
  user: string;
  /** The name of the flag. */
  flag: string;
}

/** @since 13.0 @see modules/mod_flags.lua */
interface UserFlagAddedEvent extends UserFlagEvent {
  /** What is kept with it. */
  data: {
    /** Unix time. */
    when: number;
    /** What for, if that was said. */
    comment?: string;
  };
}

/** What tokens are given out for. @since 13.0 @see modules/mod_tokenauth.lua */
interface TokenGrantEvent {
  /** Of the grant, as in the token's text. */
  id: string;
  /** The part of the address before `@`. */
  username: string;
  /** The name of the host. */
  host: string;
}

/** @since 13.0 @see modules/mod_tokenauth.lua */
interface TokenGrantCreatedEvent extends TokenGrantEvent {
  /** The grant as stored. */
  grant: object;
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
  /** To an account, or to become a contact. */
  type: "register" | "roster";
  /**
   * Of the account to be made, or to get a new password; the host for one of any name; of the user who invites to become a contact.
   */
  jid: string;
  /** Whether an account may be made with it. */
  allow_registration?: boolean;
  /** What else was said: groups, roles … */
  additional_data?: object;
  /** `xmpp:` with the JID and the token. */
  uri: string;
  /** Unix time. */
  created_at: number;
  /** Unix time. */
  expires: number;
  /** By more than one. */
  reusable?: boolean;
  /**
   * A page for the invited: a handler may set it, and mod_invites of 13.0 does at -1 with the option `invites_page`, for the kinds of
   * invitations that `invites_page_supports` names.
   */
  landing_page?: string;
}

interface ProsodyEvents {
  /** Before anything is done: refuse by `allowed`. */
  "user-registering": UserRegisteringEvent;
  /** A password was set anew, by registration in band; `user-password-changed` is not fired for that. */
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
  [event: `user-flag-added/${string}`]: UserFlagAddedEvent;
  /** By the name of the flag. Also where it was not set. @since 13.0 */
  [event: `user-flag-removed/${string}`]: UserFlagEvent;
  /** Stored, without a token yet. @since 13.0 */
  "token-grant-created": TokenGrantCreatedEvent;
  /** All its tokens are of no use from now on. @since 13.0 */
  "token-grant-revoked": TokenGrantEvent;
  /** The grant stays, and its other tokens. @since 13.0 */
  "token-revoked": TokenRevokedEvent;
}

interface ProsodyGlobalEvents {
  /** By the user; or by an administrator or a module, then without `resource`. On 13.0 also for an account made in band. */
  "user-password-changed": PasswordChangedEvent;
  /** Also where it was enabled before, and for an account made in band. @since 13.0 */
  "user-enabled": UserEvent;
  /** mod_c2s closes the user's sessions at 200. @since 13.0 */
  "user-disabled": UserDisabledEvent;
  /** The primary role, also of an account made in band. mod_c2s closes the user's sessions at 200. @since 13.0 */
  "user-role-changed": UserRoleChangedEvent;
  /** A secondary role. @since 13.0 */
  "user-role-added": UserRoleAddedEvent;
  /** A secondary role. @since 13.0 */
  "user-role-removed": UserRoleRemovedEvent;
  /** By `set_roles`, which 0.12 has. @until 13.0 */
  "user-roles-changed": UserEvent;
}
