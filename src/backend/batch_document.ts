import { fingerprint } from "../json/fingerprint";
import { string_end } from "../json/json_scan";
import { decode } from "../json/json_text";
import { type JsonValue } from "../json/json_value";
import { changed_part, type ChangedPart, decode_text, type TextBlocks } from "../json/text_blocks";
import { type Known } from "./wish";

/** Steps through a JSON object of usernames and rosters, so that rosters which did not change need not be decoded. */
export interface BatchReader {
  text: string;
  /** Of the next character to read. */
  position: number;
  /** Brackets in strings have been met: from now on strings are looked at. */
  careful: boolean;
}

/** Begins to read a batch answer; nil where it is no object. */
function new_batch_reader(text: string): BatchReader | undefined {
  // An empty array is PHP's empty object.
  if (string.find(text, "^%s*%[%s*%]%s*$")[0] !== undefined) return { text: "{}", position: 2, careful: false };
  const [, opening] = string.find(text, "^%s*{");
  return opening === undefined ? undefined : { text, position: opening + 1, careful: false };
}

/** Position of the last character of an object or array that begins at `first`, read with an eye for strings. */
function brackets_end(text: string, first: number): number | undefined {
  let depth = 0;
  let [at] = string.find(text, '["%[%]{}]', first);
  while (at !== undefined) {
    const char = string.byte(text, at);
    if (char === 0x22) {
      const end = string_end(text, at);
      if (end === undefined) return undefined;
      at = end;
    } else {
      depth += char === 0x7b || char === 0x5b ? 1 : -1;
      if (depth === 0) return at;
    }
    [at] = string.find(text, '["%[%]{}]', at + 1);
  }
  return undefined;
}

/**
 * The name of the next member, with the reader left at its value; nil at the end of the object, or, with a problem, where it is
 * broken.
 */
function next_name(
  reader: BatchReader,
): LuaMultiReturn<[name: string] | [name: undefined, problem: string | undefined]> {
  const { text } = reader;
  const [, before] = string.find(text, "^[%s,]*", reader.position);
  const opening = (before ?? reader.position) + 1;
  if (string.byte(text, opening) === 0x7d) {
    const [end] = string.find(text, "^%s*$", opening + 1);
    return $multi(undefined, end === undefined ? "text after its end" : undefined);
  }
  const closing = string.byte(text, opening) === 0x22 ? string_end(text, opening) : undefined;
  const [, colon] = string.find(text, "^%s*:%s*", (closing ?? 0) + 1);
  if (closing === undefined || colon === undefined) return $multi(undefined, "a username expected");
  reader.position = colon + 1;
  const raw = string.sub(text, opening + 1, closing - 1);
  if (string.find(raw, "\\", 1, true)[0] === undefined) return $multi(raw);
  const [name] = decode(string.sub(text, opening, closing));
  if (typeof name === "string") return $multi(name);
  return $multi(undefined, "a username that can't be read");
}

/** Skips the value ahead if its text is the known one, by length and fingerprint. Nothing of it is read. */
function skip_known(reader: BatchReader, size: number, known: string): boolean {
  const { text, position } = reader;
  const last = position + size - 1;
  if (string.find(text, "^%s*[,}]", last + 1)[0] === undefined) return false;
  if (fingerprint(string.sub(text, position, last)) !== known) return false;
  reader.position = last + 1;
  return true;
}

/** A value: its text, what that decodes to, and its blocks if it was decoded so; nothing where it is broken. */
type Value = LuaMultiReturn<[text: string, value: JsonValue, blocks?: TextBlocks] | []>;

/** Decodes what stands between two positions, and steps over it if that is a value. */
function take_until(reader: BatchReader, last: number | undefined, known: Known | undefined): Value {
  if (last === undefined) return $multi();
  const text = string.sub(reader.text, reader.position, last);
  const [value, , blocks] = decode_text(text, known);
  if (value === undefined) return $multi();
  reader.position = last + 1;
  return $multi(text, value, blocks);
}

/** Reads the value ahead, in whose place `known` was. */
function take_value(reader: BatchReader, known: Known | undefined): Value {
  const { text, position } = reader;
  const first = string.byte(text, position);
  if (first === 0x22) return take_until(reader, string_end(text, position), known);
  if (first !== 0x7b && first !== 0x5b) return take_until(reader, string.find(text, "^[^,}%s]+", position)[1], known);
  // Lua's own search for the matching bracket is fast but takes brackets in strings for real ones. Then it ends within a string, or
  // beyond the value, which both is no JSON.
  if (!reader.careful) {
    const [, quick] = string.find(text, first === 0x7b ? "^%b{}" : "^%b[]", position);
    const [quick_text, quick_value, blocks] = take_until(reader, quick, known);
    if (quick_text !== undefined) return $multi(quick_text, quick_value, blocks);
    reader.careful = true;
  }
  return take_until(reader, brackets_end(text, position), known);
}

/** Reads of the object ahead only the part in which it is not what the blocks are of, if any; nothing where all must be read. */
function take_part(
  reader: BatchReader,
  blocks: TextBlocks,
): LuaMultiReturn<[text: string, part: ChangedPart | "same"] | []> {
  const [first, last] = string.find(reader.text, "^%b{}", reader.position);
  if (first === undefined) return $multi();
  const text = string.sub(reader.text, first, last);
  const part = changed_part(blocks, text);
  if (part === "large" || part === "scattered") return $multi();
  reader.position = last + 1;
  return $multi(text, part);
}

export { new_batch_reader, next_name, skip_known, take_part, take_value };
