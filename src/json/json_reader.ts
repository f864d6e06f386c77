import * as json from "util.json";
import { type Breathe } from "../time_slices";
import { type JsonArray, type JsonObject, type JsonValue, MAX_DEPTH } from "./json_value";
import array = require("util.array");

const byte = string.byte;
const char = string.char;
const find = string.find;
const sub = string.sub;

const MOST_PARTS = 1024;
// Stands for half a surrogate pair: JSON allows that, XML can't carry this. So it spoils one contact, not the roster.
const NO_CHARACTER = char(0xef, 0xbf, 0xbf);

const ESCAPES = new LuaTable<number, string>();
ESCAPES.set(0x22, '"');
ESCAPES.set(0x5c, "\\");
ESCAPES.set(0x2f, "/");
ESCAPES.set(0x62, "\b");
ESCAPES.set(0x66, "\f");
ESCAPES.set(0x6e, "\n");
ESCAPES.set(0x72, "\r");
ESCAPES.set(0x74, "\t");

/** Position of the quote that ends a string which begins at `opening`. */
function string_end(text: string, opening: number, breathe?: Breathe): number | undefined {
  let [quote] = find(text, '"', opening + 1, true);
  while (quote !== undefined) {
    let before = quote - 1;
    while (byte(text, before) === 0x5c) {
      before--;
      if (breathe !== undefined) breathe();
    }
    if ((quote - before) % 2 === 1) return quote;
    if (breathe !== undefined) breathe();
    [quote] = find(text, '"', quote + 1, true);
  }
  return undefined;
}

/** A character in UTF-8. Not every Lua has a function for that. */
function utf8_char(code: number): string {
  if (code < 0x80) return char(code);
  const last = 0x80 + (code % 0x40);
  const upper = math.floor(code / 0x40);
  if (code < 0x800) return char(0xc0 + upper, last);
  const middle = 0x80 + (upper % 0x40);
  const top = math.floor(upper / 0x40);
  if (code < 0x10000) return char(0xe0 + top, middle, last);
  return char(0xf0 + math.floor(top / 0x40), 0x80 + (top % 0x40), middle, last);
}

/** The character that `\u` and four digits stand for, or two of those, and the last position of them; nothing where that is none. */
function read_code(raw: string, backslash: number): LuaMultiReturn<[text: string, last: number] | []> {
  const [, last, digits] = find<[digits: string]>(raw, "^\\u(%x%x%x%x)", backslash);
  if (last === undefined) return $multi();
  const code = tonumber(digits, 16) ?? 0;
  if (code < 0xd800 || code > 0xdfff) return $multi(utf8_char(code), last);
  const [, last_of_pair, low_digits] = find<[digits: string]>(raw, "^\\u([dD][c-fC-F]%x%x)", last + 1);
  if (code > 0xdbff || last_of_pair === undefined) return $multi(NO_CHARACTER, last);
  const low = tonumber(low_digits, 16) ?? 0;
  return $multi(utf8_char(0x10000 + (code - 0xd800) * 0x400 + (low - 0xdc00)), last_of_pair);
}

/** What stands between the quotes of a string, its escapes replaced; nil where one of them is none. */
function unescape(raw: string, breathe?: Breathe): string | undefined {
  let whole: string[] | undefined;
  let parts: string[] = [];
  let at = 1;
  let [backslash] = find(raw, "\\", 1, true);
  while (backslash !== undefined) {
    if (backslash > at) parts.push(sub(raw, at, backslash - 1));
    const plain = ESCAPES.get(byte(raw, backslash + 1) ?? 0);
    if (plain !== undefined) {
      parts.push(plain);
      at = backslash + 2;
    } else {
      const [text, last] = read_code(raw, backslash);
      if (text === undefined) return undefined;
      parts.push(text);
      at = last + 1;
    }
    if (breathe !== undefined) {
      breathe();
      if (parts.length >= MOST_PARTS) {
        whole ??= [];
        whole.push(table.concat(parts));
        parts = [];
      }
    }
    [backslash] = find(raw, "\\", at, true);
  }
  parts.push(sub(raw, at));
  if (whole === undefined) return table.concat(parts);
  whole.push(table.concat(parts));
  return table.concat(whole);
}

// Says what is JSON, where lua-cjson is installed and where it is not. Each pattern steps over all that stands between two values, which
// is the fastest that Lua can read. Two liberties are lua-cjson's: control characters in strings, and numbers like `1.` and `-.5`.

const BLANK = "[ \t\r\n]*";
const FIRST = `^${BLANK}`;
const NEXT = `^${BLANK},${BLANK}`;
const NAME = `"([^"\\]*)"${BLANK}:${BLANK}`;
const FIRST_NAME = FIRST + NAME;
const NEXT_NAME = NEXT + NAME;
const STRING = '^"([^"\\]*)"';
const NUMBER = "^[%d.eE+-]*";
const OPENING = 0x7b;
const CLOSING = 0x7d;
const SPACE = 0x20;

/** A text that takes so long to decode that others should have their turn meanwhile. */
const LONG = 64 * 1024;
const LONGEST_NUMBER = 64 * 1024;
const SHORT_WINDOW = 64;
const LONG_WINDOW = 4096;

const LITERALS = new LuaTable<number, [word: string, value: JsonValue]>();
LITERALS.set(0x74, ["true", true]);
LITERALS.set(0x66, ["false", false]);
LITERALS.set(0x6e, ["null", json.null]);

/** How to read a text that is too long to be read at once. */
interface Pace {
  breathe: Breathe;
  /** A pattern may run on for long in it: blanks, digits or a string without an end in sight. */
  is_wild: boolean;
}

/** What was read and the position of its last character; or what is wrong, and where. */
type Read<T> = LuaMultiReturn<[value: T, last: number] | [value: undefined, problem: string]>;

/** {@link read_value}, for what comes before it. */
type ReadValue = (this: void, text: string, at: number, depth: number, pace: Pace | undefined) => Read<JsonValue>;

/**
 * Takes the value of a member, which begins at a position, with or without the help of `read`. Gives the value's last position, or what
 * is wrong with it.
 */
type Take = (
  this: void,
  name: string,
  at: number,
  read: (this: void, at: number) => Read<JsonValue>,
) => LuaMultiReturn<[last: number] | [last: undefined, problem: string]>;

function expected(what: string, at: number): string {
  return string.format("%s expected at byte %d", what, at);
}

/** `true` where there is much without a quote, at the next of which every pattern ends. */
function is_wild(text: string): boolean {
  let at = 1;
  while (true) {
    const [quote] = find(text, '"', at, true);
    if ((quote ?? text.length) - at > LONG_WINDOW) return true;
    if (quote === undefined) return false;
    at = quote + LONG_WINDOW;
  }
}

function new_pace(text: string, breathe: Breathe): Pace {
  return { breathe, is_wild: is_wild(text) };
}

/** How far what matches a pattern goes from a position, in steps. */
function long_run(text: string, pattern: string, start: number, breathe: Breathe): number {
  let at = start;
  let window = SHORT_WINDOW;
  while (true) {
    const [, last] = find(sub(text, at, at + window - 1), pattern);
    at += last ?? 0;
    if (last !== window) return at - 1;
    window = LONG_WINDOW;
    breathe();
  }
}

/** How far what matches a pattern goes from a position. */
function run(text: string, pattern: string, at: number, pace: Pace | undefined): number {
  if (pace?.is_wild === true) return long_run(text, pattern, at, pace.breathe);
  const [, last] = find(text, pattern, at);
  return last ?? at - 1;
}

/** Position of the next character that is not blank. */
function skip_blanks(text: string, at: number, pace: Pace | undefined): number {
  if ((byte(text, at) ?? SPACE) > SPACE) return at;
  return run(text, FIRST, at, pace) + 1;
}

/** Reads a string of any kind. */
function read_string(text: string, opening: number, pace: Pace | undefined): Read<string> {
  const closing = string_end(text, opening, pace?.breathe);
  if (closing === undefined) return $multi(undefined, string.format("the string at byte %d does not end", opening));
  const raw = sub(text, opening + 1, closing - 1);
  if (find(raw, "\\", 1, true)[0] === undefined) return $multi(raw, closing);
  const value = unescape(raw, pace?.breathe);
  if (value === undefined) return $multi(undefined, string.format("a wrong escape in the string at byte %d", opening));
  return $multi(value, closing);
}

/** Reads a member's name, and all up to its value, from behind the opening bracket or the last value. Gives the position before the value. */
function read_name(text: string, start: number, is_first: boolean, pace: Pace | undefined): Read<string> {
  if (pace?.is_wild !== true) {
    const [, before, plain_name] = find<[name: string]>(text, is_first ? FIRST_NAME : NEXT_NAME, start);
    if (before !== undefined) return $multi(plain_name, before);
  }
  let at = skip_blanks(text, start, pace);
  if (!is_first) {
    if (byte(text, at) !== 0x2c) return $multi(undefined, expected('"," or "}"', at));
    at = skip_blanks(text, at + 1, pace);
  }
  if (byte(text, at) !== 0x22) return $multi(undefined, expected("a name", at));
  const [name, last] = read_string(text, at, pace);
  if (name === undefined) return $multi(undefined, last);
  at = skip_blanks(text, last + 1, pace);
  if (byte(text, at) !== 0x3a) return $multi(undefined, expected('":"', at));
  return $multi(name, skip_blanks(text, at + 1, pace) - 1);
}

/** Reads `true`, `false`, `null` or a number. */
function read_literal(text: string, at: number, pace: Pace | undefined): Read<JsonValue> {
  const literal = LITERALS.get(byte(text, at) ?? 0);
  if (literal !== undefined) {
    const last = at + literal[0].length - 1;
    if (sub(text, at, last) === literal[0]) return $multi(literal[1], last);
    return $multi(undefined, expected("a value", at));
  }
  const last = run(text, NUMBER, at, pace);
  if (last < at || last - at >= LONGEST_NUMBER) return $multi(undefined, expected("a value", at));
  const digits = sub(text, at, last);
  const value = tonumber(digits);
  if (value === undefined || find(digits, "^[.+]")[0] !== undefined || find(digits, "^-?0%d")[0] !== undefined) {
    return $multi(undefined, expected("a value", at));
  }
  return $multi(value, last);
}

/** Reads the members of an object from behind its opening bracket. */
function read_object(
  text: string,
  start: number,
  depth: number,
  pace: Pace | undefined,
  read_member: ReadValue,
): Read<JsonObject> {
  const object = new LuaTable<string, JsonValue>();
  let at = start;
  let is_first = true;
  while (byte(text, at) !== CLOSING) {
    const [name, before] = read_name(text, at, is_first, pace);
    if (name === undefined) {
      at = skip_blanks(text, at, pace);
      if (byte(text, at) === CLOSING) break;
      return $multi(undefined, before);
    }
    const [value, last] = read_member(text, before + 1, depth, pace);
    if (value === undefined) return $multi(undefined, last);
    object.set(name, value);
    at = last + 1;
    is_first = false;
    if (pace !== undefined) pace.breathe();
  }
  return $multi(object, at);
}

/** Reads the values of an array from behind its opening bracket. */
function read_array(
  text: string,
  start: number,
  depth: number,
  pace: Pace | undefined,
  read_element: ReadValue,
): Read<JsonArray> {
  let at = skip_blanks(text, start, pace);
  if (byte(text, at) === 0x5d) return $multi(array() as unknown as JsonArray, at);
  const values = new LuaTable<number, JsonValue>();
  let count = 0;
  while (true) {
    const [value, last] = read_element(text, at, depth, pace);
    if (value === undefined) return $multi(undefined, last);
    count++;
    values.set(count, value);
    at = skip_blanks(text, last + 1, pace);
    const char = byte(text, at);
    if (char === 0x5d) return $multi(values, at);
    if (char !== 0x2c) return $multi(undefined, expected('"," or "]"', at));
    at = skip_blanks(text, at + 1, pace);
    if (pace !== undefined) pace.breathe();
  }
}

/** Reads any value that begins at a position, inside so many brackets. */
function read_value(text: string, at: number, depth: number, pace: Pace | undefined): Read<JsonValue> {
  if (pace?.is_wild !== true) {
    const [, last, value] = find<[value: string]>(text, STRING, at);
    if (last !== undefined) return $multi(value, last);
  }
  const char = byte(text, at);
  if (char === 0x22) return read_string(text, at, pace);
  if (char !== OPENING && char !== 0x5b) return read_literal(text, at, pace);
  if (depth === MAX_DEPTH) {
    return $multi(undefined, string.format("nested deeper than %d levels at byte %d", MAX_DEPTH, at));
  }
  if (char === OPENING) return read_object(text, at + 1, depth + 1, pace, read_value);
  return read_array(text, at + 1, depth + 1, pace, read_value);
}

/** What is wrong with what stands behind the last value; nil where nothing stands there. */
function end_problem(text: string, last: number, pace: Pace | undefined): string | undefined {
  const at = skip_blanks(text, last + 1, pace);
  if (at > text.length) return undefined;
  return expected("the end", at);
}

/** Decodes JSON, a long text in slices: the value, or nil and what is wrong with the text. Tells `[]` from `{}`. */
function read_json(text: string, breathe?: Breathe): LuaMultiReturn<[value: JsonValue] | [undefined, problem: string]> {
  let pace: Pace | undefined;
  if (breathe !== undefined && text.length > LONG) pace = new_pace(text, breathe);
  const [value, last] = read_value(text, skip_blanks(text, 1, pace), 0, pace);
  if (value === undefined) return $multi(undefined, last);
  const problem = end_problem(text, last, pace);
  if (problem !== undefined) return $multi(undefined, problem);
  return $multi(value);
}

/** Steps over the members of an object, and leaves their values to `take`. Returns what is wrong with the text, if anything is. */
function step_over(text: string, take: Take, breathe: Breathe): string | undefined {
  const pace = new_pace(text, breathe);
  const read = (at: number): Read<JsonValue> => read_value(text, at, 0, pace);
  let at = skip_blanks(text, 1, pace);
  if (byte(text, at) !== OPENING) return expected('"{"', at);
  at++;
  let is_first = true;
  while (byte(text, at) !== CLOSING) {
    const [name, before] = read_name(text, at, is_first, pace);
    if (name === undefined) {
      at = skip_blanks(text, at, pace);
      if (byte(text, at) === CLOSING) break;
      return before;
    }
    const [last, problem] = take(name, before + 1, read);
    if (last === undefined) return problem;
    at = last + 1;
    is_first = false;
    breathe();
  }
  return end_problem(text, at, pace);
}

export { LONG, read_json, step_over, string_end, type Read, unescape };
