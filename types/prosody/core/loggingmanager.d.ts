/** @noSelfInFile */

/** Where the log goes. @see core/loggingmanager.lua */
declare module "core.loggingmanager" {
  import type { Sink } from "util.logger";

  /** An entry of the option `log`: what it has is up to its type. @see core/loggingmanager.lua */
  interface SinkConfig {
    /** The type. */
    to: string;
    /** One level, a list of them, or from `min` on, up to `max` if that is there, too. Left out: all. */
    levels?: LogLevel | readonly LogLevel[] | { min: LogLevel; max?: LogLevel };
    /** Of type `file`: appended to. */
    filename?: string;
    /** A format of `os.date`, or whether there is a time at all. Left out: yes for a file, no for `stdout` and `console`. */
    timestamps?: boolean | string;
  }

  /**
   * A type of entry of `log`. Gives the one there was. Entries of a new type are put to work at once; where there was one, only
   * after {@link reload_logging}.
   */
  function register_sink_type(
    name: string,
    make: (this: void, config: SinkConfig) => Sink | undefined,
  ): ((this: void, config: SinkConfig) => Sink | undefined) | undefined;
  /** Reads the options `log` and `debug` again, and opens files anew. All other sinks of `util.logger` are gone. */
  function reload_logging(): void;
}
