/**
 * Text to tables, and the way into this folder: decoding, the blocks of a text, what a text is recognised by. Nothing behind it sees raw JSON.
 * Everyone may import from here; here nothing is imported but the ground.
 */
import { type Breathe } from "../time_slices";
import { LONG, type Read, read_json } from "./json_reader";
import { cjson, type JsonValue } from "./json_value";

/** Decoded JSON; or what is wrong with the text. */
type Decoded = LuaMultiReturn<[value: JsonValue] | [value: undefined, problem: string]>;

/**
 * Decodes JSON from outside: the value, or nil and what is wrong with the text. Never throws. Tells `[]` from `{}`. A long text is read
 * in slices, if there is a `breathe`.
 */
function decode_exactly(text: string, breathe?: Breathe): Decoded {
  const [value, problem] = read_json(text, breathe);
  if (value === undefined) return $multi(undefined, `not JSON (${problem})`);
  return $multi(value);
}

/** The value that lua-cjson finds in a text, where it is installed; nil for what must be read by {@link decode_exactly}. */
function decode_fast(text: string): JsonValue | undefined {
  // For lua-cjson, NUL ends the text.
  if (cjson === undefined || string.find(text, "\0", 1, true)[0] !== undefined) return undefined;
  const [value] = cjson.decode(text);
  return value as JsonValue | undefined;
}

/** The same as {@link decode_exactly}, faster where it can be. May take `[]` for `{}`. */
function decode(text: string, breathe?: Breathe): Decoded {
  if (breathe !== undefined && text.length > LONG) return decode_exactly(text, breathe);
  const value = decode_fast(text);
  // What a text means must not depend on what is installed.
  if (value === undefined) return decode_exactly(text, breathe);
  return $multi(value);
}

/**
 * For the members of an object, the values of which are objects: has the text read of the one at a position, `context` being what else there
 * is to know. Gives its last position, too; nothing where it is long, or can't be read so.
 */
function new_member_reader<Context, Value>(
  text: string,
  read_member: (this: void, member: string, context: Context) => Value | undefined,
): (this: void, at: number, context: Context) => LuaMultiReturn<[value: Value, last: number] | []> {
  // How much more may be searched in vain for a bracket: the search may go to the end of the text each time.
  let in_vain = text.length;
  return (at, context) => {
    if (in_vain <= 0) return $multi();
    // Takes brackets in strings for real ones. Then it ends within a string, or beyond the value, which both is no JSON.
    const [, last] = string.find(text, "^%b{}", at);
    if (last !== undefined && last - at < LONG) {
      const value = read_member(string.sub(text, at, last), context);
      if (value !== undefined) return $multi(value, last);
    }
    in_vain -= (last ?? text.length) - at + 1;
    return $multi();
  };
}

/**
 * For the members of an object, the values of which are rosters: decodes the one at a position, as {@link decode} does. `read` is what
 * else reads it.
 */
function new_member_decoder(
  text: string,
): (this: void, at: number, read: (this: void, at: number) => Read<JsonValue>) => Read<JsonValue> {
  if (cjson === undefined) return (at, read) => read(at);
  const read_member = new_member_reader<undefined, JsonValue>(text, decode_fast);
  return (at, read) => {
    const [value, last] = read_member(at, undefined);
    if (value !== undefined) return $multi(value, last);
    return read(at);
  };
}

export { decode, decode_exactly, new_member_decoder, new_member_reader };
