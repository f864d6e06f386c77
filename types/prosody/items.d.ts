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
  /** Least time between two runs; mod_cron looks from time to time, so it may be later. */
  when: "hourly" | "daily" | "weekly";
  /** May wait. */
  run: (this: void, task: CronTask, started_at: number) => void;
  /** When it was last run, Unix time. */
  last?: number;
}

/** A disco identity. @see modules/mod_disco.lua */
interface DiscoIdentity {
  /** `server`, `component`, `account` …, as the registry of XEP-0030 has it. */
  category: string;
  /** Within the category: `im`, `text` … */
  type: string;
  /** For people. */
  name?: string;
}

/** A service that clients are told of (XEP-0215), a TURN server mostly. @see modules/mod_external_services.lua */
interface ExternalService {
  /** `turn`, `stun` … */
  type: string;
  /** Left out: a warning in the log; it is sent without. */
  transport?: "udp" | "tcp";
  /** Left out: `external_service_host`, which is the host itself by default. */
  host?: string;
  /** Left out: `external_service_port`; a warning where there is none either. */
  port?: number;
  /** Goes into the name made of `secret`, too. */
  username?: string;
  /** A fixed one; makes it `restricted`. */
  password?: string;
  /** Set where credentials are needed: such services are among those that `credentials` is asked for. */
  restricted?: boolean;
  /** Unix time. */
  expires?: number;
  /** Seconds. */
  ttl?: number;
  /** `true`: the one of the configuration. */
  secret?: string | true;
  /** How credentials are made of `secret`. Left out: by `type`. */
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
  /** The very table that was added. */
  item: T;
}

/**
 * Kinds of `module.add_item`. Open: a module can add its own by declaring the interface again.
 */
interface ModuleItems {
  /** A disco feature. @see modules/mod_disco.lua */
  feature: string;
  /** As `module.add_identity` does it. @see modules/mod_disco.lua */
  identity: DiscoIdentity;
  /** A form of the host's disco answer (XEP-0128). @see modules/mod_disco.lua */
  extension: import("util.stanza").Stanza;
  /** As `module.provides` does it. @see modules/adhoc/mod_adhoc.lua */
  adhoc: AdhocCommand;
  /** As `module.cron` does it. @see modules/mod_cron.lua */
  task: CronTask;
  /**
   * Next to those of the option `external_services`. Ignored, with an error in the log, without a type.
   * @see modules/mod_external_services.lua
   */
  external_service: ExternalService;
  /**
   * Shown by all rooms of the component; what is filled in comes with `muc-registration-submitted`.
   * @see modules/muc/register.lib.lua
   */
  "muc-registration-field": MucRegistrationField;
  /** Put there by `module.measure`. @see core/moduleapi.lua */
  measure: {
    /** As given to `module.measure`, without a prefix. */
    name: string;
    /** One of {@link Measures}. */
    type: string;
    /** What was given as options. */
    conf?: unknown;
  };
  /** Put there by `module.metric`. @see core/moduleapi.lua */
  metric: {
    /** Without `prosody_mod_NAME/`. */
    name: string;
    /** The {@link MetricFamily} itself. */
    mf: unknown;
  };
  /**
   * A command of `prosodyctl shell`. Ignored by 0.12.
   * @since 13.0
   * @see modules/mod_admin_shell.lua
   */
  "shell-command": ShellCommand;
}

/** All kinds of items: what is provided is one of the kind `NAME-provider`. */
type ItemKinds = ModuleItems & { [K in keyof ProvidedItems as `${K}-provider`]: ProvidedItems[K] };
