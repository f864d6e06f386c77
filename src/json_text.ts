import type { Cjson } from "cjson";
import array = require("util.array");
import * as json from "util.json";

/** Decoded JSON. Objects and arrays are plain tables: {@link is_object} and {@link is_array} tell. */
export type JsonValue = string | number | boolean | JsonObject | JsonArray | json.JsonNull;
export type JsonObject = LuaTable<string, JsonValue>;
export type JsonArray = LuaTable<number, JsonValue>;

const MAX_DEPTH = 32;
const TOO_MANY_OPEN = string.rep("[%[{]", MAX_DEPTH + 1);
const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;

/**
 * What is wrong with the nesting of a JSON text, found before a recursive decoder sees it. Strings are cut out first, so that only
 * brackets are left; then each pass takes away the innermost level.
 */
function nesting_problem(text: string): string | undefined {
  let brackets = text;
  if (string.find(text, "\\", 1, true)[0] !== undefined) [brackets] = string.gsub(brackets, "\\.", "");
  [brackets] = string.gsub(brackets, '"[^"]*"', "");
  [brackets] = string.gsub(brackets, "[^%[%]{}]+", "");
  for (const _ of $range(1, MAX_DEPTH)) {
    if (brackets === "") return undefined;
    if (string.find(brackets, TOO_MANY_OPEN)[0] !== undefined) return TOO_DEEP;
    const [shorter, pairs] = string.gsub(brackets, "[%[{][%]}]", "");
    if (pairs === 0) return "brackets that do not match";
    brackets = shorter;
  }
  return brackets === "" ? undefined : TOO_DEEP;
}

/**
 * Lets half a surrogate pair, which JSON allows and `util.json` does not, stand for a character that XML can't carry: it spoils one
 * contact, not the roster.
 */
function without_half_surrogates(text: string): string {
  // A plain search is many times as fast as one for a pattern, and mostly finds nothing.
  if (string.find(text, "\\u", 1, true)[0] === undefined) return text;
  if (string.find(text, "\\u[dD][89a-fA-F]")[0] === undefined) return text;
  let plain = text;
  [plain] = string.gsub(plain, "\\\\", "\\u005c");
  [plain] = string.gsub(plain, "\\u([dD][89abAB]%x%x)\\u([dD][c-fC-F]%x%x)", "\\U%1\\U%2");
  [plain] = string.gsub(plain, "\\u[dD][89a-fA-F]%x%x", "\\uffff");
  [plain] = string.gsub(plain, "\\U", "\\u");
  return plain;
}

/** The letter or underscore that `\u00HEX` stands for; anything else stays escaped. */
function plain_letter(hex: string): string {
  const char = string.char(tonumber(hex, 16) ?? 0);
  return string.find(char, "^[%a_]")[0] === undefined ? `\\u00${hex}` : char;
}

/**
 * Takes the magic out of the keys `__array` and `__hash`, with which `util.json` lets a text plant any key in a table. They become
 * keys that are no JID.
 */
function without_magic_keys(text: string): string {
  let plain = text;
  if (string.find(plain, "\\u00", 1, true)[0] !== undefined && string.find(plain, "\\u00[4-7]")[0] !== undefined) {
    [plain] = string.gsub(plain, "\\\\", "\\u005c");
    [plain] = string.gsub(plain, "\\u00([4-7]%x)", plain_letter);
  }
  if (string.find(plain, "__array", 1, true)[0] !== undefined) {
    [plain] = string.gsub(plain, '"__array"(%s*:)', '"__array/"%1');
  }
  if (string.find(plain, "__hash", 1, true)[0] !== undefined) {
    [plain] = string.gsub(plain, '"__hash"(%s*:)', '"__hash/"%1');
  }
  return plain;
}

/** What `util.json` makes of a text. Throws what is wrong with it. */
function decode_or_throw(text: string): JsonValue {
  const [value, problem] = json.decode(text);
  return value === undefined ? error(tostring(problem), 0) : (value as JsonValue);
}

/** lua-cjson, many times as fast, where the admin has installed it. */
function load_cjson(): Cjson | undefined {
  const [ok, library] = pcall(require, "cjson.safe");
  if (!ok) return undefined;
  const cjson = (library as Cjson).new();
  cjson.decode_max_depth(MAX_DEPTH);
  cjson.decode_invalid_numbers(false);
  return cjson;
}

const cjson = load_cjson();
const CJSON_NULL: unknown = cjson === undefined ? undefined : cjson.null;
const ARRAY = getmetatable(array());

/**
 * Decodes JSON from outside: the value, or nil and what is wrong with the text. Never throws. Tells `[]` from `{}`.
 */
function decode_exactly(text: string): LuaMultiReturn<[value: JsonValue] | [value: undefined, problem: string]> {
  const problem = nesting_problem(text);
  if (problem !== undefined) return $multi(undefined, `not JSON that can be read (${problem})`);
  const [ok, value] = pcall(decode_or_throw, without_magic_keys(without_half_surrogates(text)));
  if (!ok) return $multi(undefined, `not JSON (${value})`);
  return $multi(value);
}

/** The same, faster where it can be. May take `[]` for `{}`. */
function decode(text: string): LuaMultiReturn<[value: JsonValue] | [value: undefined, problem: string]> {
  // For lua-cjson, NUL ends the text.
  if (cjson !== undefined && string.find(text, "\0", 1, true)[0] === undefined) {
    const [value] = cjson.decode(without_magic_keys(text));
    // What it refuses, util.json may still read: what a text means must not depend on what is installed.
    if (value !== undefined) return $multi(value as JsonValue);
  }
  return decode_exactly(text);
}

/** `true` for JSON null. */
function is_null(value: JsonValue | undefined): boolean {
  return value === json.null || (value !== undefined && value === CJSON_NULL);
}

/** `true` for a field that is left out or set to `null`, which means the same. */
function is_absent(value: JsonValue | undefined): boolean {
  return value === undefined || is_null(value);
}

/** `true` for a JSON object. An empty array passes for one: PHP encodes an empty object so. */
function is_object(value: JsonValue | undefined): value is JsonObject {
  return type(value) === "table" && value !== json.null && (value as JsonArray).get(1) === undefined;
}

/** `true` for a JSON array; for an empty one only if it was decoded exactly. */
function is_array(value: JsonValue | undefined): value is JsonArray {
  if (type(value) !== "table" || value === json.null) return false;
  return (value as JsonArray).get(1) !== undefined || getmetatable(value) === ARRAY;
}

/** What a JSON value is, in words for whoever sent it. */
function kind_of(value: JsonValue | undefined): string {
  if (is_absent(value)) return "null";
  if (is_array(value)) return "an array";
  if (is_object(value)) return "an object";
  const lua_type = type(value);
  return lua_type === "boolean" ? "true or false" : `a ${lua_type}`;
}

export { decode, decode_exactly, is_absent, is_array, is_null, is_object, kind_of };
