/** @noSelfInFile */

/**
 * Something to be done again and again, at most once in each `when`. Written as a table with a method, or with an arrow function
 * that takes the task first.
 * @see modules/mod_cron.lua
 */
interface CronTask {
  /** Left out: `when`. Together with the module's name it tells tasks apart, from one start of the server to the next. */
  name?: string;
  /** Left out: made of both. */
  id?: string;
  when: "hourly" | "daily" | "weekly";
  /** May wait. */
  run: (this: void, task: CronTask, started_at: number) => void;
  /** When it was last run, Unix time. */
  last?: number;
}

/** A disco identity. @see modules/mod_disco.lua */
interface DiscoIdentity {
  category: string;
  type: string;
  name?: string;
}

/** A service that clients are told of (XEP-0215), a TURN server mostly. @see modules/mod_external_services.lua */
interface ExternalService {
  /** `turn`, `stun` … */
  type: string;
  transport?: "udp" | "tcp";
  host?: string;
  port?: number;
  username?: string;
  password?: string;
  restricted?: boolean;
  /** Unix time. */
  expires?: number;
  /** Seconds. */
  ttl?: number;
  /** `true`: the one of the configuration. */
  secret?: string | true;
  algorithm?: "turn" | "turns";
  /** Puts username and password into what is sent. */
  credentials_cb?: (this: void, service: ExternalService, item: ExternalService, secret: string) => void;
}

/** A field of mod_muc's registration form. @see modules/muc/register.lib.lua */
type MucRegistrationField = import("util.dataforms").FormField;

/** An item was added or removed. @see core/moduleapi.lua */
interface ItemEvent<T> {
  /** The API of the module it belongs to. 0.12 leaves it out for items that were there before. */
  source?: ProsodyModule;
  item: T;
}

/**
 * Kinds of `module.add_item`. Open: a module can add its own by declaring the interface again.
 */
interface ModuleItems {
  /** A disco feature. @see modules/mod_disco.lua */
  feature: string;
  /** @see modules/mod_disco.lua */
  identity: DiscoIdentity;
  /** A form of the host's disco answer (XEP-0128). @see modules/mod_disco.lua */
  extension: import("util.stanza").Stanza;
  /** As `module.provides` does it. @see modules/adhoc/mod_adhoc.lua */
  adhoc: AdhocCommand;
  /** As `module.cron` does it. @see modules/mod_cron.lua */
  task: CronTask;
  /** @see modules/mod_external_services.lua */
  external_service: ExternalService;
  /** @see modules/muc/register.lib.lua */
  "muc-registration-field": MucRegistrationField;
  /** Put there by `module.measure`. @see core/moduleapi.lua */
  measure: { name: string; type: string; conf?: unknown };
  /** Put there by `module.metric`. @see core/moduleapi.lua */
  metric: { name: string; mf: unknown };
  /**
   * A command of `prosodyctl shell`. Ignored by 0.12.
   * @since 13.0
   * @see modules/mod_admin_shell.lua
   */
  "shell-command": ShellCommand;
}

/** All kinds of items: what is provided is one of the kind `NAME-provider`. */
type ItemKinds = ModuleItems & { [K in keyof ProvidedItems as `${K}-provider`]: ProvidedItems[K] };
