/** @noSelfInFile */

/** People at a terminal, and durations. @see util/human/io.lua */
declare module "util.human.io" {
  /** A column. @see util/human/io.lua */
  interface Column {
    title?: string;
    key?: string;
    /** In characters, or a share (`2p`). */
    width: number | string;
    align?: "left" | "right";
    mapper?: (this: void, value: never, row: never) => unknown;
  }

  /** A function that gives a row as text; without one the titles. */
  function table(
    columns: readonly Column[],
    width?: number,
  ): LuaMultiReturn<[row: (this: void, values?: object) => string, width: number]>;
  /** Waits for a key. */
  function getchar(count?: number): string | undefined;
  function getline(): string | undefined;
  function getpass(): string | undefined;
  /** True, false, or nil for anything else. */
  function show_yesno(question: string): boolean | undefined;
  /** Twice. */
  function read_password(): string | undefined;
  function show_prompt(question: string): string | undefined;
  function printf(format: string, ...values: unknown[]): void;
  function padleft(text: string, width: number): string;
  function padright(text: string, width: number): string;
  /** Cut, with `…` at the end. */
  function ellipsis(text: string, width: number): string;
  /**
   * Of the terminal.
   * @since 13.0
   */
  const term_width: Since13<(this: void, default_width?: number) => number | undefined>;
  /**
   * Seconds from `2 days`, `1h` …; nil for what can't be read. Months must be spelled `mon`.
   * @since 13.0
   */
  const parse_duration: Since13<(this: void, text: string) => number | undefined>;
  /**
   * The same, with any first letters: `m` is minutes.
   * @since 13.0
   */
  const parse_duration_lax: Since13<(this: void, text: string) => number | undefined>;
}
