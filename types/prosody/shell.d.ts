/** @noSelfInFile */

/** What a shell command's handler gets as `this`. @see modules/mod_admin_shell.lua */
interface ShellCommandContext {
  /** The administrator's. */
  session: {
    /** A line of output at once, its values as text with tabs between them. */
    print: (this: void, ...values: unknown[]) => void;
  };
}

/**
 * A command of `prosodyctl shell`, added by `module.add_item("shell-command", …)`. Items are ignored by 0.12. A
 * `section` with `_` breaks `help SECTION` in 13.0.1.
 * @since 13.0
 * @see modules/mod_admin_shell.lua
 */
interface ShellCommand {
  /** What stands before the colon: `SECTION:NAME(…)`. One of Prosody's own can be added to. */
  section: string;
  /** For `help`; the first command of a new section says it. */
  section_desc?: string;
  /** What stands after the colon. */
  name: string;
  /** What it does, in one line of `help`. */
  desc: string;
  /** In the order of the handler's parameters. */
  args: {
    /** Shown in the help; `host_selector` says one of them. */
    name: string;
    /** Shown in the help, `string` mostly; nothing is converted. */
    type?: string;
  }[];
  /** The name of the argument (a host or a JID) that says which host is meant. Required from a module on a host. */
  host_selector?: string;
  /**
   * Write it as a method: an arrow function would get the context for its first argument. Without a text, what it
   * returns first is shown; with one, false or nil makes it an error. A promise is waited for.
   */
  handler(this: ShellCommandContext, ...args: (string | undefined)[]): ShellCommandResult;
}

/** Success or failure, with a text; a promise of a text, rejected with one. */
type ShellCommandResult =
  LuaMultiReturn<[ok: boolean | undefined, message?: string]> | import("util.promise").Promise<string>;
