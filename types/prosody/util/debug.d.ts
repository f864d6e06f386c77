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

  /**
   * With values of local variables, in colours for a terminal. Of a suspended coroutine only that it can't be told, without `message`; of
   * one that has not begun, or has ended, `message` and a heading.
   */
  function traceback(thread: LuaThread, message?: string, level?: number): string;
  /** Of the coroutine that runs, from this library's own functions on. */
  function traceback(message?: string, level?: number): string;
  /** Replaces `debug.traceback`. */
  function use(): void;
  /**
   * Of the function at that level of the stack, 1 is the caller; of a coroutine that level of its own stack. Parameters, too.
   * Throws for a level that there is not.
   */
  function get_locals_table(thread: LuaThread | undefined, level: number): Variable[];
  /** In the order of Lua; those without a name are called by their number, `[1]`. */
  function get_upvalues_table(func: ((this: void, ...args: never[]) => unknown) | undefined): Variable[];
  /** The stack from that level upwards, 1 is the caller. Throws for a coroutine that does not run. */
  function get_traceback_table(thread: LuaThread | undefined, start: number): TracebackLevel[];
  /**
   * `{ name = value, … }` without Lua's own temporaries, or nil where none is left. What is longer than `max_length` is cut, if it is
   * a value, and if it is a line broken, with `indent` before the next. Texts are hidden where the last word of the name, `new_password`,
   * is `password`, `passwd`, `pass` or `pwd`.
   */
  function string_from_var_table(
    variables: readonly Variable[],
    max_length?: number,
    indent?: string,
  ): string | undefined;
}
