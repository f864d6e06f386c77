/** @noSelfInFile */

/** Where the log goes. @see core/loggingmanager.lua */
declare module "core.loggingmanager" {
  import type { Sink } from "util.logger";

  /** An entry of the option `log`: what it has is up to its type. @see core/loggingmanager.lua */
  interface SinkConfig {
    /** The type. */
    to: string;
    /** One level, a list of them, or a range as `{ min: "info", max: "error" }`. Left out: all. */
    levels?: unknown;
    /** Of type `file`: appended to. */
    filename?: string;
  }

  /** A type of entry of `log`. Gives the one there was. Reload the log afterwards. */
  function register_sink_type(
    name: string,
    make: (this: void, config: SinkConfig) => Sink | undefined,
  ): ((this: void, config: SinkConfig) => Sink | undefined) | undefined;
  /** Reads the option `log` again. */
  function reload_logging(): void;
}
