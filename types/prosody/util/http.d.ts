/** @noSelfInFile */

/** Strings of HTTP. @see util/http.lua */
declare module "util.http" {
  /** Encodes all but letters, digits and `.~_-`, with lowercase hexadecimal digits. */
  function urlencode(text: string): string;
  /** `+` stays as it is. */
  function urldecode(text: string): string;
  /** A form body or query. */
  function formencode(form: Record<string, string>): string;
  /** Whether a header with a comma-separated list has that token, whatever its case. */
  function contains_token(field: string, token: string): boolean;
  /** With one leading slash, and a trailing one only if `is_dir`. */
  function normalize_path(path: string, is_dir?: boolean): string;
}
