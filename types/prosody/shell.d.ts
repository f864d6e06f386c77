/** @noSelfInFile */

/** What a shell command's handler gets as `this`. @see modules/mod_admin_shell.lua */
interface ShellCommandContext {
  /** The administrator's. */
  session: {
    /** A line of output at once, its values as text with tabs between them. */
    print: (this: void, ...values: unknown[]) => void;
    /** Output at once, without the end of a line. */
    write: (this: void, text: unknown) => void;
    /** How many columns there are for output. */
    width: number;
    /** Asks for a password; rejected where none is given. Go on by `next`: to wait in the handler keeps the answer from being read. */
    request_input: (this: void, type: "password") => import("util.promise").Promise<string>;
  };
}

/**
 * What all commands of the shell have. `help SECTION` of 13.0.1 can't show a section with `_` in its name.
 * @since 13.0
 * @see modules/mod_admin_shell.lua
 */
interface ShellCommandBase {
  /** What stands before the colon: `SECTION:NAME(…)`; a name as in Lua, so without `-`. One of Prosody's own can be added to. */
  section: string;
  /** For `help`; that of the first command of a new section counts. */
  section_desc?: string;
  /** What stands after the colon; a name as in Lua, too. */
  name: string;
  /** What it does, in one line of `help`. */
  desc: string;
  /** In the order of the handler's parameters. Nothing sees to it that they are given. */
  args: {
    /** Shown in the help; `host_selector` says one of them. */
    name: string;
    /** `string`, mostly. Of no consequence: nothing is converted. */
    type?: string;
  }[];
  /**
   * The name of the argument (a host or a JID) that says which host is meant. Required from a module on a host; there 13.0.1 keeps the
   * handler when the item is removed.
   */
  host_selector?: string;
}

/**
 * A command without options.
 * @since 13.0
 * @see modules/mod_admin_shell.lua
 */
interface PlainShellCommand extends ShellCommandBase {
  /** With options it is a {@link FlaggedShellCommand}. */
  flags?: undefined;
  /**
   * Write it as a method: an arrow function would get the context for its first argument. Arguments are texts from the command line;
   * in the shell itself, where they are written in Lua, they can be anything. Without a text, what it returns first is shown; with
   * one, false or nil makes it an error. A promise is waited for.
   */
  handler(this: ShellCommandContext, ...args: (string | undefined)[]): ShellCommandResult;
}

/**
 * A command with options.
 * @since 13.0
 * @see modules/mod_admin_shell.lua
 */
interface FlaggedShellCommand extends ShellCommandBase {
  /**
   * Options of `prosodyctl shell SECTION NAME --OPTION …`. Unknown ones are refused. In the shell itself they are written as a table,
   * or left out.
   */
  flags: import("util.argparse").ArgumentConfig;
  /**
   * As that of a {@link PlainShellCommand}, with the table of options after the arguments of `args`: `handler(jid: string | undefined,
   * options: ShellOptions | undefined)`.
   */
  handler(this: ShellCommandContext, ...args: (string | ShellOptions | undefined)[]): ShellCommandResult;
}

/** Options of a command by name, `_` for `-`; their list are the arguments. */
type ShellOptions = import("util.argparse").ParsedArguments;

/** A command of `prosodyctl shell`, added by `module.add_item("shell-command", …)`. Items are ignored by 0.12. */
type ShellCommand = PlainShellCommand | FlaggedShellCommand;

/** Success or failure, with a text; a promise of a text, rejected with one. */
type ShellCommandResult =
  LuaMultiReturn<[ok: boolean | undefined, message?: string]> | string | import("util.promise").Promise<string>;
