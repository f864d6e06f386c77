/** @noSelfInFile */

/**
 * Something to be done again and again. mod_cron looks for what is due once an hour, on 13.0 unless configured otherwise. A new one is
 * due at once on 13.0; on 0.12 once the hour (the day, the week, as counted from the Unix epoch) that has begun is over.
 * @see modules/mod_cron.lua
 */
interface CronTask {
  /** Left out: `when`. */
  name?: string;
  /**
   * What its last run is stored under, and so to be another for each task of the host. Left out: made of the module's name and `name`.
   * An item without it that is there before mod_cron keeps that of 0.12 from loading: `module.cron` loads it first.
   */
  id?: string;
  /**
   * Least time between two runs, but for half a percent. On 13.0 the option `ID_period`, with `_` for `/`, goes before it.
   */
  when: "hourly" | "daily" | "weekly";
  /** May wait. Not stored as run where it throws. */
  run: (this: void, task: CronTask, started_at: number) => void;
  /** When it was last run, Unix time; set by mod_cron. On 0.12, for one that never was, when the hour, day or week began. */
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
  /** `udp` or `tcp`, mostly. Left out: a warning in the log; it is sent without. */
  transport?: string;
  /** Left out: `external_service_host`, which is the host itself by default. */
  host?: string;
  /** Left out: `external_service_port`; a warning where there is none either. */
  port?: number;
  /** Goes into the name made of `secret`, too. */
  username?: string;
  /** A fixed one; makes it `restricted`. */
  password?: string;
  /** That credentials are needed: only such services are given to who asks for credentials. */
  restricted?: boolean;
  /** Unix time. */
  expires?: number;
  /** Seconds, from when it is asked for; where there is no `expires`. */
  ttl?: number;
  /** What credentials are made with, which makes it `restricted`. `true`: the option `external_service_secret`. */
  secret?: string | true;
  /** How credentials are made of `secret`. Left out: by `type`; for another than these none are made. 0.12 has no `turns`. */
  algorithm?: "turn" | NameSince13<"turns">;
  /** In place of `algorithm`: puts username and password into `service`, which is what is sent. */
  credentials_cb?: (this: void, service: ExternalService, item: ExternalService, secret: string) => void;
}

/** A field of mod_muc's registration form; removed by its `name`. @see modules/muc/register.lib.lua */
type MucRegistrationField = import("util.dataforms").FormField;

/** An item was added or removed. @see core/moduleapi.lua */
interface ItemEvent<T> {
  /** The API of the module it belongs to. 0.12 leaves it out for items that were there before. */
  source?: ProsodyModule;
  /** The very item that was added. */
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
   * Next to those of the option `external_services`. Left out, with an error in the log, without a type.
   * @see modules/mod_external_services.lua
   */
  external_service: ExternalService;
  /**
   * In the form of all rooms of the component; what is filled in comes with `muc-registration-submitted`.
   * @see modules/muc/register.lib.lua
   */
  "muc-registration-field": MucRegistrationField;
  /** Put there by mod_pep for each account whose PEP was asked for. @see modules/mod_pep.lua */
  "pep-service": {
    /** Of the account. */
    service: import("util.pubsub").PubsubService;
    /** The account's, bare. */
    jid: string;
  };
  /** Put there by `module.measure`. @see core/moduleapi.lua */
  measure: {
    /** As given to `module.measure`, without a prefix. */
    name: string;
    /** One of {@link Measures}. */
    type: string;
    /** What was given as options; nil if nothing was. */
    conf?: unknown;
  };
  /** Put there by `module.metric`. @see core/moduleapi.lua */
  metric: {
    /** Without `prosody_mod_NAME/`. */
    name: string;
    /** The family of all hosts: of a host's module `host` is its first label still, which is fixed in what `module.metric` gives. */
    mf: MetricFamily<MetricTypes[keyof MetricTypes]>;
  };
  /**
   * A command of `prosodyctl shell`. Ignored by 0.12, and with a warning in the log where something lacks.
   * @since 13.0
   * @see modules/mod_admin_shell.lua
   */
  "shell-command": ShellCommand;
  /**
   * Fields of the host's form with information on the server (XEP-0128). Ignored by 0.12, and without mod_server_info.
   * @since 13.0
   * @see modules/mod_server_info.lua, modules/mod_server_contact_info.lua
   */
  "server-info-fields": import("util.dataforms").FormField[];
}

/** All kinds of items: what is provided is one of the kind `NAME-provider`. */
type ItemKinds = ModuleItems & { [K in keyof ProvidedItems as `${K}-provider`]: ProvidedItems[K] };
