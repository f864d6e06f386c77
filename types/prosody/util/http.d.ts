/** @noSelfInFile */

/** Strings of HTTP. @see util/http.lua */
declare module "util.http" {
  /** Encodes all but letters, digits and `.~_-`, with lowercase hexadecimal digits. */
  function urlencode(text: string): string;
  /** `+` stays as it is. */
  function urldecode(text: string): string;
  /** A form body or query. */
  function formencode(form: Record<string, string> | readonly { name: string; value: string }[]): string;
  /**
   * What a form body or query says, by name; also all pairs in their order as a list. Where there is no `=` in it the text itself,
   * decoded as by {@link urldecode}.
   */
  function formdecode(text: string): ({ name: string; value: string }[] & Record<string, string | undefined>) | string;
  /** Whether a header with a comma-separated list has that token, whatever its case. */
  function contains_token(field: string, token: string): boolean;
  /** With one leading slash, and a trailing one only if `is_dir`. */
  function normalize_path(path: string, is_dir?: boolean): string;
  /**
   * The header `Forwarded`, one table for each proxy.
   * @since 13.0
   */
  const parse_forwarded: Since13<
    (
      this: void,
      header: string | undefined,
    ) => LuaMultiReturn<[proxies: Record<string, string>[] | undefined, err?: string]>
  >;
}
