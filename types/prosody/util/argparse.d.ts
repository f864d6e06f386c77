/** @noSelfInFile */

/** Arguments of commands. @see util/argparse.lua */
declare module "util.argparse" {
  /** @see util/argparse.lua */
  interface ArgumentConfig {
    /** `{ s: "something" }`: `-s` for `--something`. */
    short_params?: Record<string, string>;
    /** Those that have a value, which is the next argument, or follows a `=`. */
    value_params?: Record<string, true>;
    /** Those that have a value and may be there several times: their values come as a list. @since 13.0 */
    array_params?: Record<string, true>;
    /** With `strict`, the other ones that may be there. @since 13.0 */
    kv_params?: Record<string, true>;
    /** Only options that are named in this table. @since 13.0 */
    strict?: boolean;
    /** False: options are also taken behind other arguments, and what stands behind `--` stays in the list given. @since 13.0 */
    stop_on_positional?: boolean;
  }

  /** What {@link parse} gives: options by name, the other arguments as a list. */
  type ParsedArguments = string[] & Record<string, string | string[] | boolean | undefined>;

  /**
   * Options by name (`--name=y` is `y`, `--name` true, `--no-name` false), and from the first argument that is none on the others, as
   * a list. `--` is the end of options, `-` an option without a name. 13.0 makes `-` in names `_`, here and in `config`; 0.12 does
   * not. Nil, why, and which it was for what is wrong, as an option of one letter, behind `--` too, that `short_params` does not have.
   * A `=` with nothing behind it is part of the name, but on 13.0 of one that has a value. Takes options out of the list given.
   */
  function parse(
    args: string[],
    config?: ArgumentConfig,
  ): LuaMultiReturn<
    | [options: ParsedArguments, err?: undefined, argument?: undefined]
    | [options: undefined, err: "param-not-found" | "missing-value", argument: string]
  >;
}
