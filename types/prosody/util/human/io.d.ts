/** @noSelfInFile */

/** People at a terminal, and durations. @see util/human/io.lua */
declare module "util.human.io" {
  /** A column. @see util/human/io.lua */
  interface Column {
    /** Left out: none. */
    title?: string;
    /** Where the value is in a row. Left out: at the place of the column. */
    key?: string;
    /**
     * In characters, but not narrower than the title. Or what is left: on 0.12 so much of it, `25%`; on 13.0 by the proportion of
     * all that are told so, `25%` or `2p`. Left out: as the title.
     */
    width?: number | string;
    /** Left out: `left`. */
    align?: "left" | "right";
    /** What is shown where the value is nil, or the mapper gives nil. Left out: nothing. */
    default?: string;
    /** What cuts a text that is too long. Left out: {@link ellipsis}. @since 13.0 */
    ellipsis?: (this: void, text: string, width: number) => string;
    /** What is shown, by the value, which may be nil, and the whole row. */
    mapper?: (
      this: void,
      value: never,
      row: never,
      ...more: ParametersSince13<[width: number, column: Column]>
    ) => unknown;
  }

  /**
   * A function that gives a row as text, without one the titles; since 13.0 also the width of all. That is the terminal's (on 0.12
   * only as `COLUMNS` says), or 80, unless given.
   */
  function table(
    columns: readonly Column[],
    width?: number,
  ): LuaMultiReturn<[row: (this: void, values?: object) => string, width: number | undefined]>;
  /** Waits for a key, or so many; of input that is no terminal for a line, and throws at its end. */
  function getchar(count?: number): string | undefined;
  /** What was typed, without the line's end. Nil at the end of input. */
  function getline(): string | undefined;
  /** As {@link getline}, but not shown while it is typed. */
  function getpass(): string | undefined;
  /**
   * Whether the key pressed was `y` or `Y`; any other letter is false. Another key is true where the question ends in `[y/N]`, the
   * contrary of what people expect, false for `[Y/n]` and the like, nil where it does not end in brackets. Throws where there is no
   * input.
   */
  function show_yesno(question: string): boolean | undefined;
  /** Asks twice, and again where they differ. Nil if there is none, or whoever was asked gives up. */
  function read_password(): string | undefined;
  /** What was typed. Nil for an empty line, and at the end of input. */
  function show_prompt(question: string): string | undefined;
  /** To standard output, with a line's end. Formats are Lua's. */
  function printf(format: string, ...values: unknown[]): void;
  /** Spaces before it, up to so many characters; a longer text stays. */
  function padleft(text: string, width: number): string;
  /** Spaces behind it, up to so many characters; a longer text stays. */
  function padright(text: string, width: number): string;
  /** In so many characters, if longer cut, with `…` at the end. Throws for invalid UTF-8, as the padding does. */
  function ellipsis(text: string, width: number): string;
  /**
   * Of the terminal, or as the environment's `COLUMNS` says; else the default.
   * @since 13.0
   */
  const term_width: Since13<(this: void, default_width?: number) => number | undefined>;
  /**
   * Seconds from `2 days`, `1h` …, whatever stands around it; nil for what can't be read, as without a unit. Only whole numbers.
   * Minutes must be spelled `min` and months `mon`, which are 31 days.
   * @since 13.0
   */
  const parse_duration: Since13<(this: void, text: string) => number | undefined>;
  /**
   * The same, but `m` and `mo` are months, too, `mi` minutes, and what has no known unit is seconds.
   * @since 13.0
   */
  const parse_duration_lax: Since13<(this: void, text: string) => number | undefined>;
}
