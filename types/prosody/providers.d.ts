/** @noSelfInFile */

/**
 * Done, or not and why. What a provider may answer. One list, not a choice of two: `$multi(false, "why")` is taken for a boolean and
 * a text.
 */
type ProviderResult = LuaMultiReturn<[ok: boolean | object | undefined, err?: unknown]>;

/**
 * Accounts, for `module.provides("auth", …)`: used on hosts with `authentication = "NAME"`. All plain functions: use arrow
 * functions. What is left out answers `nil, "method not implemented"`.
 * @see core/usermanager.lua, modules/mod_auth_internal_hashed.lua
 */
interface AuthProvider {
  /** Left out: the module's name without `auth_`. */
  name?: string;
  /** Whether that is the user's password. */
  test_password?: (this: void, username: string, password: string) => ProviderResult | boolean | undefined;
  /** In the clear, for who can tell; nil, and why, for others. */
  get_password?: (
    this: void,
    username: string,
  ) => LuaMultiReturn<[password: string | undefined, err?: unknown]> | string | undefined;
  /** False or nil, and why, for a user that there is not. */
  set_password?: (this: void, username: string, password: string) => ProviderResult | boolean | undefined;
  /** True also for those who may not log in. */
  user_exists?: (this: void, username: string) => ProviderResult | boolean | undefined;
  /** Without a password the account is made, but nobody can log in. */
  create_user?: (this: void, username: string, password?: string) => ProviderResult | boolean | undefined;
  /** Of the account alone: the stores are purged by the server afterwards. */
  delete_user?: (this: void, username: string) => ProviderResult | boolean | undefined;
  /** Iterates over all usernames. */
  users?: (this: void) => LuaIterable<string>;
  /** One to log in with, for each session that asks how: see `util.sasl`. The only one that logging in needs. */
  get_sasl_handler: (this: void, session: C2sSession) => import("util.sasl").SaslHandler;
  /**
   * Not asked at a login: what `get_sasl_handler` gives says that itself. Left out: `usermanager.user_is_enabled` gives nil, and nobody
   * logs in by a token of mod_tokenauth. @since 13.0
   */
  is_enabled?: (this: void, username: string) => ProviderResult | boolean | undefined;
  /** Undoes `disable`. @since 13.0 */
  enable?: (this: void, username: string) => ProviderResult | boolean | undefined;
  /** Keeps the account, and refuses logins. `meta` says why and when (`reason`, `comment`, `when`). @since 13.0 */
  disable?: (this: void, username: string, meta?: object) => ProviderResult | boolean | undefined;
  /** Nil and an error where there is no such account. @since 13.0 */
  get_account_info?: (
    this: void,
    username: string,
  ) => LuaMultiReturn<[info: AccountInfo, err?: undefined] | [info: undefined, err: unknown]> | AccountInfo | undefined;
}

/**
 * What is known of an account.
 * @since 13.0
 * @see core/usermanager.lua, modules/mod_auth_internal_hashed.lua
 */
interface AccountInfo {
  /** Unix time. */
  created?: number;
  /** When the password was last set, Unix time; mod_auth_internal_hashed also counts when the account was enabled or disabled. */
  password_updated?: number;
  /** Whether one may log in. */
  enabled?: boolean;
}

/**
 * What core calls of the `keyval` and `map` stores of a storage driver; what is left out can't be called. Methods: write them as such.
 * A `map` store is also to have the rest of {@link MapStore}, which mod_authz_internal uses: a driver without any gets that.
 * @see core/storagemanager.lua
 */
interface ProvidedStore {
  /** Nil without an error where there is nothing; nil or false with one. A keyval store's has no `key`. Without a name: the host's own. */
  get?(username: string | undefined, key?: string): unknown;
  /** A keyval store's has two parameters, `username` and `data`. */
  set?(username: string | undefined, key_or_data: unknown, data?: unknown): unknown;
  /** Names of those who have something in the store. */
  users?(): LuaIterable<string>;
}

/**
 * A storage driver, for `module.provides("storage", …)`: used on hosts with `storage = "NAME"`. Methods: write them as such.
 * @see core/storagemanager.lua
 */
interface StorageProvider {
  /** Left out: the module's name without `storage_`. */
  name?: string;
  /**
   * A store of that name and type; nil for the type is `keyval`. For a type that there is not, nil and `unsupported-store`: a map
   * is then made of a keyval store, for any other type it is the null driver. With any other error the caller has to do without.
   */
  open(
    store: string,
    type?: string,
  ): LuaMultiReturn<[store: object, err?: undefined] | [store: undefined, err: string]>;
  /** Deletes all there is of a user. Where an account is deleted, a default driver without it throws. */
  purge?(username: string): unknown;
  /** Names of the stores that a user has something in, the host itself (nil), or anybody (`true`). */
  stores?(username: string | true | undefined, type?: string): LuaIterable<string>;
}

/** What a command was called with. @see modules/adhoc/adhoc.lib.lua */
interface AdhocData {
  /** The session that the call came through. @since 13.0 */
  origin: Since13<StanzaOrigin>;
  /** The iq of this step, with the command element in it. @since 13.0 */
  stanza: Since13<import("util.stanza").Stanza>;
  /** As the iq has it: the host, mostly. */
  to: string;
  /** JID of the caller, a client's in full. */
  from: string;
  /**
   * What the caller chose; `execute` where nothing is said. Not checked: may be any text, and not among the `actions` offered.
   */
  action: "execute" | "next" | "prev" | "complete" | "cancel" | (string & {});
  /** What was filled in; nil if nothing was. */
  form?: import("util.stanza").Stanza;
}

/** A stanza error that a command answers with. @see modules/adhoc/adhoc.lib.lua, util/stanza.lua */
interface AdhocError {
  /** What the caller can do about it. */
  type: import("util.stanza").ErrorType;
  /** What is wrong: `item-not-found` … */
  condition: string;
  /** Shown to people. */
  text?: string;
}

/** What a command answers with. @see modules/adhoc/adhoc.lib.lua */
interface AdhocResult {
  /** `executing` keeps the state for another step; the others end it. */
  status: "executing" | "completed" | "canceled" | "error";
  /** A note. */
  info?: string;
  /** A warning. */
  warn?: string;
  /** With `status` `error` this is the answer, and must be a stanza error; else `message` is a note. */
  error?:
    | {
        /** Shown to people. Not for `status` `error`. */
        message: string;
      }
    | AdhocError
    | import("util.error").ErrorObject;
  /** What can be done next; `default` is what `execute` means. Left out while executing: `complete`. */
  actions?: ("prev" | "next" | "complete")[] & { default?: "prev" | "next" | "complete" };
  /** A form to fill in. */
  form?:
    import("util.dataforms").DataForm | { layout: import("util.dataforms").DataForm; values?: Record<string, unknown> };
  /** A form to look at. */
  result?:
    import("util.dataforms").DataForm | { layout: import("util.dataforms").DataForm; values?: Record<string, unknown> };
  /** Any element. */
  other?: import("util.stanza").Stanza;
}

/** Anything but nil that a command wants back with the next step. */
type AdhocState = AnyNotNil | undefined;

/**
 * Runs a command, once for each step. A second value is kept, and given back at the next step:
 * `return $multi<[AdhocResult, AdhocState]>({ status: "executing", form }, { asked: true })`.
 * @see modules/adhoc/adhoc.lib.lua
 */
type AdhocHandler = (
  this: void,
  command: AdhocCommand,
  data: AdhocData,
  state: AdhocState,
) => LuaMultiReturn<[result: AdhocResult, state?: AdhocState]> | AdhocResult;

/**
 * An ad-hoc command (XEP-0050), for `module.provides("adhoc", …)`, made by `new` of mod_adhoc's library: see {@link AdhocLibrary}.
 * @see modules/adhoc/adhoc.lib.lua, modules/adhoc/mod_adhoc.lua
 */
interface AdhocCommand {
  /** Shown to people. */
  name: string;
  /** What clients call it by; one a host. */
  node: string;
  /** Called for each step, `cancel` among them. */
  handler: AdhocHandler;
  /**
   * Who may call it. `local_user`: users of the host. 0.12 has `admin` and `global_admin`, which `new` of 13.0 turns into `check`:
   * there `module.may("adhoc:NODE")` says who; one that was not made by `new` nobody can call then. With `check` 0.12 lets everybody
   * call it.
   */
  permission: "any" | "local_user" | "check" | "admin" | "global_admin";
  /** Makes the command element of an answer. */
  cmdtag: (
    this: void,
    command: AdhocCommand,
    status: string,
    session_id?: string,
    action?: string,
  ) => import("util.stanza").Stanza;
}

/** @see modules/adhoc/adhoc.lib.lua */
interface AdhocLibrary {
  /** Throws without a permission. On 13.0 it gives `admin` and `global_admin` that permission, too. */
  new: (
    this: void,
    name: string,
    node: string,
    handler: AdhocHandler,
    permission: "any" | "local_user" | "admin" | "global_admin" | NameSince13<"check">,
  ) => AdhocCommand;
  /** What mod_adhoc does with a call, once it has found that it is allowed. */
  handle_cmd: (this: void, command: AdhocCommand, origin: StanzaOrigin, stanza: import("util.stanza").Stanza) => true;
}

interface ModuleLibraries {
  /** For any module; that the commands are found, mod_adhoc must be loaded. @see modules/adhoc/adhoc.lib.lua */
  adhoc: AdhocLibrary;
}

/**
 * A port that is listened on, for `module.provides("net", …)`, which a global module does.
 * @see core/portmanager.lua
 */
interface NetProvider {
  /** Its options begin so: `NAME_ports`, `NAME_interfaces`, `NAME_ssl`. Left out: the module's name without `net_`. */
  name?: string;
  /** Its functions are called for each connection that comes in. */
  listener: import("net.server").Listener;
  /** Where `NAME_ports` is not set. Without this and `default_ports` none is opened. */
  default_port?: number;
  /** Where `NAME_ports` is not set; goes before `default_port`. */
  default_ports?: number[];
  /** TLS from the first byte on; left out: none. */
  encryption?: "ssl";
  /** Listens on `local_interfaces`, which is loopback, instead of `interfaces`, where `NAME_interfaces` is not set. */
  private?: boolean;
  /** What the options begin with, in place of the name; `""`: nothing, `ports`. */
  config_prefix?: string;
  /** Options of TLS. Those of the configuration win: `NAME_ssl`, and `ssl` where that is not set. */
  ssl_config?: object;
  /**
   * What makes mod_net_multiplex hand a connection over: a pattern of its first bytes, or the protocol of ALPN.
   * @see modules/mod_net_multiplex.lua
   */
  multiplex?: {
    /** A Lua pattern, matched against what has come so far; begin it with `^`. */
    pattern?: string;
    /** As clients name it in ALPN: `xmpp-client`, `http/1.1` … */
    protocol?: string;
  };
}

/** A number to be watched, for a {@link StatisticsProvider}. */
interface Statistic {
  /** Asked once a second. Nil: not known now. */
  get: (this: void) => number | undefined;
  /** How it is shown, or a format of `string.format`. The collector itself does not look at it. */
  tostring?: string | ((this: void, value: number | undefined) => string);
}

/**
 * Numbers to be watched, for `module.provides("statistics", …)`. Prosody collects none of them: only mod_statistics of the community
 * modules does, where that is installed and loaded. For Prosody's own statistics see `module.metric`.
 */
interface StatisticsProvider {
  /** Left out: the module's name without `statistics_`. The collector does not look at it. */
  name?: string;
  /** By the name they are shown under, of a host's module after the host and `/`. None of them can be called `name`. */
  statistics: Record<string, Statistic> & { name?: undefined };
}

/**
 * Kinds of `module.provides`. Open: a module can add its own by declaring the interface again.
 */
interface ProvidedItems {
  /** Paths of Prosody's HTTP server. @see modules/mod_http.lua */
  http: HttpApp;
  /** Who may log in, where `authentication` names it. @see modules/mod_auth_internal_hashed.lua */
  auth: AuthProvider;
  /** A driver, where `storage` names it. @see modules/mod_storage_internal.lua */
  storage: StorageProvider;
  /** A command that clients can list and run. @see modules/adhoc/mod_adhoc.lua */
  adhoc: AdhocCommand;
  /** Ports to listen on. @see modules/mod_http.lua */
  net: NetProvider;
  /** Numbers to be watched. Only mod_statistics of the community modules collects them. */
  statistics: StatisticsProvider;
}
