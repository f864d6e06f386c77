/** @noSelfInFile */

/** Arguments of commands. @see util/argparse.lua */
declare module "util.argparse" {
  /** @see util/argparse.lua */
  interface ArgumentConfig {
    /** `-s` for `--something`. */
    short_params?: Record<string, string>;
    /** Those that have a value. */
    value_params?: Record<string, true>;
  }

  /**
   * Options by name (`--no-x` is false), others as a list. Nil, why, and which it was for what is wrong. Takes options out of
   * the list given.
   */
  function parse(
    args: string[],
    config?: ArgumentConfig,
  ): LuaMultiReturn<
    | [options: string[] & Record<string, string | boolean | undefined>, err?: undefined, argument?: undefined]
    | [options: undefined, err: "param-not-found" | "missing-value", argument: string]
  >;
}
