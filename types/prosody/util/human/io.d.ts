/** @noSelfInFile */

/** People at a terminal, and durations. @see util/human/io.lua */
declare module "util.human.io" {
  /** A column. @see util/human/io.lua */
  interface Column {
    /** Left out: none. */
    title?: string;
    /** Where the value is in a row. Left out it is always empty. */
    key?: string;
    /** In characters, or a share: `25%`, since 13.0 also in parts (`2p`). */
    width: number | string;
    /** Left out: `left`. */
    align?: "left" | "right";
    /** What is shown, by the value, which may be nil, and the whole row. */
    mapper?: (
      this: void,
      value: never,
      row: never,
      ...more: ParametersSince13<[width: number, column: Column]>
    ) => unknown;
  }

  /** A function that gives a row as text, without one the titles; since 13.0 also the width of all. */
  function table(
    columns: readonly Column[],
    width?: number,
  ): LuaMultiReturn<[row: (this: void, values?: object) => string, width: number | undefined]>;
  /** Waits for a key. */
  function getchar(count?: number): string | undefined;
  /** What was typed, without the line's end. Nil at the end of input. */
  function getline(): string | undefined;
  /** As {@link getline}, but not shown while it is typed. */
  function getpass(): string | undefined;
  /**
   * Whether the key pressed was `y`; any other letter is false. For other keys the capital in the question decides, `[Y/n]`,
   * and without one it is nil. Throws where there is no input.
   */
  function show_yesno(question: string): boolean | undefined;
  /** Twice. */
  function read_password(): string | undefined;
  /** What was typed. Nil for an empty line. */
  function show_prompt(question: string): string | undefined;
  /** To standard output, with a line's end. Formats are Lua's. */
  function printf(format: string, ...values: unknown[]): void;
  /** Spaces before it, up to so many characters; a longer text stays. */
  function padleft(text: string, width: number): string;
  /** Spaces behind it, up to so many characters; a longer text stays. */
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
