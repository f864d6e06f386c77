/** @noSelfInFile */

/** Logs. Modules mostly want `module.log`. @see util/logger.lua */
declare module "util.logger" {
  /** Gets what is logged. */
  type Sink = (this: void, name: string, level: LogLevel, format: string, ...args: unknown[]) => void;
  /** The same, put together. */
  type SimpleSink = (this: void, name: string, level: LogLevel, message: string) => void;

  /** A log of that name. Drops levels other than the four. */
  function init(name: string): Logger;
  /** A log of that name for one level. */
  function make_logger(name: string, level: LogLevel): (this: void, format: string, ...args: unknown[]) => void;
  /** For all that is logged at that level. */
  function add_level_sink(level: LogLevel, sink: Sink): void;
  /** For all levels unless told otherwise. 13.0 gives what was added, for {@link remove_sink}. */
  function add_simple_sink(sink: SimpleSink, levels?: readonly LogLevel[]): Since13<Sink>;
  /** Takes away all sinks, the server's own too. */
  function reset(): void;
  /**
   * From all levels. Nil where it was not there.
   * @since 13.0
   */
  const remove_sink: Since13<(this: void, sink: Sink) => true | undefined>;

  /** {@link make_logger} itself. */
  const new_: typeof make_logger;
  export { add_level_sink, add_simple_sink, init, make_logger, new_ as new, remove_sink, reset };
  export type { SimpleSink, Sink };
}
