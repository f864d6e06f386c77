import * as json from "util.json";
import { without_half_surrogates } from "./half_surrogates";
import { string_end } from "./json_scan";
import { type JsonArray, type JsonObject, type JsonValue } from "./json_value";
import { MAX_DEPTH } from "./lua_cjson";

// Reads JSON as it is mostly written, in a third of what `util.json` takes: each pattern steps over all that stands between
// two values. Whatever else a text may hold is left to `util.json`, so that it alone says what JSON is.

const { find } = string;

const BLANK = "[ \t\r\n]*";
const FIRST = `^${BLANK}`;
const NEXT = `^${BLANK},${BLANK}`;
const NAME = `"([^"\\]*)"${BLANK}:${BLANK}`;
const FIRST_NAME = FIRST + NAME;
const NEXT_NAME = NEXT + NAME;
const STRING = '^"([^"\\]*)"';
const COLON = `^${BLANK}:${BLANK}`;
const OBJECT_END = `^${BLANK}}`;
const ARRAY_END = `^${BLANK}%]`;
const TEXT_END = `^${BLANK}$`;

const LITERALS = new LuaMap<string, JsonValue>();
LITERALS.set("true", true);
LITERALS.set("false", false);
LITERALS.set("null", json.null);

/** What was read and the position of its last character; nothing where it can't be read. */
type Read<T> = LuaMultiReturn<[value: T, last: number] | []>;

/** {@link read_value}, for what comes before it. */
type ReadValue = (this: void, text: string, at: number, depth: number) => Read<JsonValue>;

/** Reads a string that has escapes. */
function read_escaped_string(text: string, opening: number): Read<string> {
  const closing = string_end(text, opening);
  if (closing === undefined) return $multi();
  const [value] = json.decode(without_half_surrogates(string.sub(text, opening, closing)));
  if (typeof value === "string") return $multi(value, closing);
  return $multi();
}

/** Reads a member's name that has escapes, and the colon behind it. */
function read_escaped_name(text: string, at: number, before: string): Read<string> {
  const [, last] = find(text, before, at);
  if (last === undefined || string.byte(text, last + 1) !== 0x22) return $multi();
  const [name, closing] = read_escaped_string(text, last + 1);
  if (name === undefined) return $multi();
  const [, colon] = find(text, COLON, closing + 1);
  if (colon === undefined) return $multi();
  return $multi(name, colon);
}

/** Reads `true`, `false`, `null` or a number. */
function read_literal(text: string, at: number): Read<JsonValue> {
  const [, end_of_word, word] = find<[word: string]>(text, "^(%a+)", at);
  if (end_of_word !== undefined) {
    const value = LITERALS.get(word);
    if (value === undefined) return $multi();
    return $multi(value, end_of_word);
  }
  const [, end_of_number, digits] = find<[digits: string]>(text, "^(-?%d[%d.eE+-]*)", at);
  if (end_of_number === undefined) return $multi();
  const value = tonumber(digits);
  if (value === undefined) return $multi();
  return $multi(value, end_of_number);
}

/** Reads the members of an object from behind its opening bracket. */
function read_object(text: string, start: number, depth: number, read_member: ReadValue): Read<JsonObject> {
  const object = new LuaTable<string, JsonValue>();
  let at = start;
  let is_first = true;
  while (true) {
    let [, colon, name] = find<[name: string]>(text, is_first ? FIRST_NAME : NEXT_NAME, at);
    if (colon === undefined) {
      const [, bracket] = find(text, OBJECT_END, at);
      if (bracket !== undefined) return $multi(object, bracket);
      [name, colon] = read_escaped_name(text, at, is_first ? FIRST : NEXT);
      if (colon === undefined || name === undefined) return $multi();
    }
    const [value, last] = read_member(text, colon + 1, depth);
    if (value === undefined) return $multi();
    object.set(name, value);
    at = last + 1;
    is_first = false;
  }
}

/** Reads the values of an array from behind its opening bracket. */
function read_array(text: string, start: number, depth: number, read_element: ReadValue): Read<JsonArray> {
  const values = new LuaTable<number, JsonValue>();
  let at = start;
  let count = 0;
  while (true) {
    const [, before] = find(text, count === 0 ? FIRST : NEXT, at);
    if (before === undefined) break;
    const [value, last] = read_element(text, before + 1, depth);
    if (value === undefined) break;
    count++;
    values.set(count, value);
    at = last + 1;
  }
  const [, bracket] = find(text, ARRAY_END, at);
  if (bracket === undefined) return $multi();
  return $multi(values, bracket);
}

/** Reads any value that begins at a position, inside so many brackets. */
function read_value(text: string, at: number, depth: number): Read<JsonValue> {
  const [, last, value] = find<[value: string]>(text, STRING, at);
  if (last !== undefined) return $multi(value, last);
  const char = string.byte(text, at);
  if (char === 0x22) return read_escaped_string(text, at);
  if (char !== 0x7b && char !== 0x5b) return read_literal(text, at);
  if (depth === MAX_DEPTH) return $multi();
  if (char === 0x7b) return read_object(text, at + 1, depth + 1, read_value);
  return read_array(text, at + 1, depth + 1, read_value);
}

/** Decodes JSON, `[]` as `{}`; nil for what `util.json` must look at. */
function read_json(text: string): JsonValue | undefined {
  const [, before] = find(text, FIRST);
  const [value, last] = read_value(text, (before ?? 0) + 1, 0);
  if (value === undefined || find(text, TEXT_END, last + 1)[0] === undefined) return undefined;
  return value;
}

export { read_json };
