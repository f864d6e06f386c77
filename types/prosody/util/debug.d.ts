/** @noSelfInFile */

/** Tracebacks that tell more. @see util/debug.lua */
declare module "util.debug" {
  /** With values of local variables. */
  function traceback(thread: LuaThread, message?: string, level?: number): string;
  function traceback(message?: string, level?: number): string;
  /** Replaces `debug.traceback`. */
  function use(): void;
  function get_locals_table(thread: LuaThread | undefined, level: number): object[];
  function get_upvalues_table(func: (this: void) => unknown): object[];
  function get_traceback_table(thread: LuaThread | undefined, start: number): { info: object }[];
  function string_from_var_table(variables: object, max_length?: number, indent?: string): string | undefined;
}
