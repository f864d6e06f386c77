/** @noSelfInFile */

/** Tracebacks that tell more. @see util/debug.lua */
declare module "util.debug" {
  /** A local variable or an upvalue. @see util/debug.lua */
  interface Variable {
    /** Lua's own temporaries begin with `(`. */
    name: string;
    /** What it holds; left out for nil. */
    value?: unknown;
  }

  /** A call on the stack. @see util/debug.lua */
  interface TracebackLevel {
    /** As `debug.getinfo` counts. */
    level: number;
    /** What `debug.getinfo` tells. */
    info: object;
    /** In the order in which they were declared. */
    locals: Variable[];
    /** Of the function called. */
    upvalues: Variable[];
  }

  /** With values of local variables. */
  function traceback(thread: LuaThread, message?: string, level?: number): string;
  function traceback(message?: string, level?: number): string;
  /** Replaces `debug.traceback`. */
  function use(): void;
  /** Of the function at that level of the stack, 1 is the caller. Parameters, too. */
  function get_locals_table(thread: LuaThread | undefined, level: number): Variable[];
  /** In the order of Lua; those without a name are called by their number, `[1]`. */
  function get_upvalues_table(func: (this: void) => unknown): Variable[];
  /** The stack from that level upwards, as {@link traceback} shows it. */
  function get_traceback_table(thread: LuaThread | undefined, start: number): TracebackLevel[];
  /** `{ name = value, … }`, or nil where there is none. Values of names that end in `password` or the like are hidden. */
  function string_from_var_table(
    variables: readonly Variable[],
    max_length?: number,
    indent?: string,
  ): string | undefined;
}
