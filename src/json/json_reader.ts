import array = require("util.array");
import * as json from "util.json";
import { type Breathe } from "../slices";
import { string_end, unescape } from "./json_string";
import { type JsonArray, type JsonObject, type JsonValue } from "./json_value";
import { MAX_DEPTH } from "./lua_cjson";

// Says what is JSON, where lua-cjson is installed and where it is not. Each pattern steps over all that stands between two values, which
// is the fastest that Lua can read. Two liberties are lua-cjson's: control characters in strings, and numbers like `1.` and `-.5`.

const { byte, find, sub } = string;

const BLANK = "[ \t\r\n]*";
const FIRST = `^${BLANK}`;
const NEXT = `^${BLANK},${BLANK}`;
const NAME = `"([^"\\]*)"${BLANK}:${BLANK}`;
const FIRST_NAME = FIRST + NAME;
const NEXT_NAME = NEXT + NAME;
const STRING = '^"([^"\\]*)"';
const NUMBER = "^[%d.eE+-]*";
const NOTHING = "^[^%w%W]";
const OPENING = 0x7b;
const CLOSING = 0x7d;

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

/** Reads a member's name of any kind, and all up to its value, from what is no blank behind the opening bracket or the last value. */
function read_name(text: string, start: number, is_first: boolean, pace: Pace | undefined): Read<string> {
  let at = start;
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
  const is_wild = pace?.is_wild === true;
  const first_name = is_wild ? NOTHING : FIRST_NAME;
  const next_name = is_wild ? NOTHING : NEXT_NAME;
  let at = start;
  let is_first = true;
  while (true) {
    if (byte(text, at) === CLOSING) return $multi(object, at);
    let [, before, name] = find<[name: string]>(text, is_first ? first_name : next_name, at);
    if (name === undefined || before === undefined) {
      at = skip_blanks(text, at, pace);
      if (byte(text, at) === CLOSING) return $multi(object, at);
      const [any_name, last] = read_name(text, at, is_first, pace);
      if (any_name === undefined) return $multi(undefined, last);
      name = any_name;
      before = last;
    }
    const [value, last] = read_member(text, before + 1, depth, pace);
    if (value === undefined) return $multi(undefined, last);
    object.set(name, value);
    at = last + 1;
    is_first = false;
    if (pace !== undefined) pace.breathe();
  }
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
  at = skip_blanks(text, at + 1, pace);
  let is_first = true;
  while (byte(text, at) !== CLOSING) {
    const [name, before] = read_name(text, at, is_first, pace);
    if (name === undefined) return before;
    const [last, problem] = take(name, before + 1, read);
    if (last === undefined) return problem;
    at = skip_blanks(text, last + 1, pace);
    is_first = false;
    breathe();
  }
  return end_problem(text, at, pace);
}

export { LONG, type Read, read_json, step_over };
