import * as json from "util.json";
import { without_half_surrogates } from "./half_surrogates";
import { read_json } from "./json_reader";
import { type JsonValue } from "./json_value";
import { cjson, MAX_DEPTH } from "./lua_cjson";

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

/** Decodes most JSON in less time, with lua-cjson where that is installed; nil for what `util.json` must look at. */
function decode_fast(text: string): JsonValue | undefined {
  const plain = without_magic_keys(text);
  // For lua-cjson, NUL ends the text.
  if (cjson === undefined || string.find(plain, "\0", 1, true)[0] !== undefined) return read_json(plain);
  const [value] = cjson.decode(plain);
  return value as JsonValue | undefined;
}

/** The same as {@link decode_exactly}, faster where it can be. May take `[]` for `{}`. */
function decode(text: string): LuaMultiReturn<[value: JsonValue] | [value: undefined, problem: string]> {
  const value = decode_fast(text);
  // What a text means must not depend on what is installed.
  if (value === undefined) return decode_exactly(text);
  return $multi(value);
}

export { decode, decode_exactly };
