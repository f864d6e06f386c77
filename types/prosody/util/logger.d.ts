/** @noSelfInFile */

/** Logs. Modules mostly want `module.log`. @see util/logger.lua */
declare module "util.logger" {
  /** Gets what is logged. */
  type Sink = (this: void, name: string, level: LogLevel, format: string, ...args: unknown[]) => void;
  /** The same, put together. */
  type SimpleSink = (this: void, name: string, level: LogLevel, message: string) => void;

  /** A log of that name. */
  function init(name: string): Logger;
  /** For one level. */
  function make_logger(name: string, level: LogLevel): (this: void, format: string, ...args: unknown[]) => void;
  /** For all that is logged at that level. */
  function add_level_sink(level: LogLevel, sink: Sink): void;
  /** For all levels unless told otherwise. Gives what was added, to be taken away. */
  function add_simple_sink(sink: SimpleSink, levels?: readonly LogLevel[]): Sink;
  /** Takes away all sinks, the server's own too. */
  function reset(): void;
  /**
   * Nil where it was not there.
   * @since 13.0
   */
  const remove_sink: Since13<(this: void, sink: Sink) => true | undefined>;

  /** The old name of {@link make_logger}. */
  const new_: typeof make_logger;
  export { add_level_sink, add_simple_sink, init, make_logger, new_ as new, remove_sink, reset };
  export type { SimpleSink, Sink };
}
