/** @noSelfInFile */

/** Strings of HTTP. @see util/http.lua */
declare module "util.http" {
  /** Encodes all but letters, digits and `.~_-`, with lowercase hexadecimal digits. */
  function urlencode(text: string): string;
  /** Nil for nil. */
  function urlencode(text: string | undefined): string | undefined;
  /** `+` stays as it is, as do digits in mixed case (`%aB`). */
  function urldecode(text: string): string;
  /** Nil for nil. */
  function urldecode(text: string | undefined): string | undefined;
  /** A form body or query; of a table by name in any order. Throws for what is no text. */
  function formencode(form: Record<string, string> | readonly { name: string; value: string }[]): string;
  /**
   * What a form body or query says, by name, the last of each; also all pairs in their order as a list. Names without `=` are left
   * out; where there is no `=` at all it is the text itself, decoded as by {@link urldecode}.
   */
  function formdecode(text: string): ({ name: string; value: string }[] & Record<string, string | undefined>) | string;
  /** Whether a header with a comma-separated list has that token, whatever its case. */
  function contains_token(field: string, token: string): boolean;
  /** With a leading slash. With `is_dir` also with a trailing one, else with one of them less, if there is any; `/` stays. */
  function normalize_path(path: string, is_dir?: boolean): string;
  /**
   * The header `Forwarded`, one table for each proxy, names in lower case. Nil for nil. Of what can't be read false, or as much as
   * could be, which may be none.
   * @since 13.0
   */
  const parse_forwarded: Since13<
    (this: void, header: string | undefined) => Record<string, string>[] | undefined | false
  >;
}
