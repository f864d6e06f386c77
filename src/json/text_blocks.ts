import * as hashes from "util.hashes";
import { type Breathe } from "../time_slices";
import { LONG } from "./json_reader";
import { decode } from "./json_text";
import { is_object, type JsonObject, type JsonValue } from "./json_value";

/** What a text is recognised by, together with its length. */
function fingerprint(text: string): string {
  return hashes.sha1(text);
}

/**
 * A text of an object by its blocks, one behind the other with a comma between two, so that the part can be found in which another text
 * differs from it. Each is some whole members; the first has the opening bracket, too, and the last the closing one. Never changed in
 * place. `scattered`: the members have another order each time.
 */
export type TextBlocks = string[] | "scattered";

/** The part of a text that is not what it was. */
export interface ChangedPart {
  blocks: TextBlocks;
  document: JsonObject;
  /** The names that the part had before. Whoever has another one of the document's already has it from elsewhere in the text. */
  names: LuaSet<string>;
  /** The text as it is now. */
  changed: string[];
}

const SHORTEST = 1024;
const BLOCKS = 16;
const SHORTEST_BLOCK = 160;
const LONGEST_BLOCK = 4096;

/** What a block of members decodes to; nothing where they are none. */
function read_block(block: string, is_first: boolean, is_last: boolean): JsonObject | undefined {
  const [document] = decode((is_first ? "" : "{") + (block + (is_last ? "" : "}")));
  // Of no members there must be no block, or there would be a comma too many.
  if (!is_object(document) || next(document)[0] === undefined) return undefined;
  return document;
}

/**
 * Decodes an object block by block. Blocks end where a member seems to: each is an object when taken by itself, so together they are one,
 * too. Nothing for a text that is short or no such object, or has a name twice.
 */
function decode_blocks(
  text: string,
  breathe: Breathe | undefined,
): LuaMultiReturn<[document: JsonObject, blocks: string[]] | []> {
  if (text.length < SHORTEST) return $multi();
  const length = math.min(LONGEST_BLOCK, math.max(SHORTEST_BLOCK, math.ceil(text.length / BLOCKS)));
  const blocks: string[] = [];
  const whole: JsonObject = new LuaTable();
  let start = 1;
  while (start <= text.length) {
    const [border] = string.find(text, '},[ \t\r\n]*"', start + length);
    const last = border ?? text.length;
    const block = string.sub(text, start, last);
    const document = read_block(block, start === 1, border === undefined);
    if (document === undefined) return $multi();
    blocks.push(block);
    for (const [name, value] of document) {
      if (whole.has(name)) return $multi();
      whole.set(name, value);
    }
    start = last + 2;
    if (breathe !== undefined) breathe();
  }
  return $multi(whole, blocks);
}

/**
 * Decodes JSON: block by block, if that can be, a long text, and one in whose place another was known, since then more
 * may follow.
 */
function decode_text(
  text: string,
  known: { fingerprint?: string; blocks?: TextBlocks } | undefined,
  breathe?: Breathe,
): LuaMultiReturn<
  [value: JsonValue, problem?: undefined, blocks?: TextBlocks] | [value: undefined, problem: string, blocks?: undefined]
> {
  const was_known = known?.fingerprint !== undefined || known?.blocks !== undefined;
  if (known?.blocks !== "scattered" && (was_known || text.length > LONG)) {
    const [document, blocks] = decode_blocks(text, breathe);
    if (document !== undefined) return $multi(document, undefined, blocks);
  }
  return decode(text, breathe);
}

/** `true` where a block stands at a position of a text. Makes no string to compare, as cutting it out would. */
function is_at(block: string, text: string, start: number): boolean {
  return string.find(text, block, start, true)[0] === start;
}

/** How many blocks, of all but the last, stand at this position of a text, each with a comma behind it; and where that ends. */
function common_beginning(
  blocks: string[],
  text: string,
  first: number,
): LuaMultiReturn<[count: number, start: number]> {
  let start = first;
  let count = 0;
  for (const position of $range(1, blocks.length - 1)) {
    const block = blocks[position - 1];
    if (block === undefined) break;
    if (string.byte(text, start + block.length) !== 0x2c || !is_at(block, text, start)) break;
    start += block.length + 1;
    count++;
  }
  return $multi(count, start);
}

/**
 * How many blocks, of all but the first `before`, stand at the end of a text that goes up to `end`, behind a member that begins at `start`
 * or later; and where that one ends.
 */
function common_end(
  blocks: string[],
  text: string,
  before: number,
  start: number,
  end: number,
): LuaMultiReturn<[count: number, last: number]> {
  let count = 0;
  let last = end;
  for (const position of $range(blocks.length, math.max(before, 1) + 1, -1)) {
    const block = blocks[position - 1];
    if (block === undefined) break;
    const comma = last - block.length;
    if (comma <= start || string.byte(text, comma) !== 0x2c || !is_at(block, text, comma + 1)) break;
    last = comma - 1;
    count++;
  }
  return $multi(count, last);
}

/** Those of the blocks from one position to another, in what they decode to: names. */
function names_of(blocks: string[], first: number, last: number): LuaSet<string> {
  const names = new LuaSet<string>();
  for (const position of $range(first, last)) {
    const block = blocks[position - 1];
    if (block === undefined) break;
    const document = read_block(block, position === 1, position === blocks.length);
    if (document !== undefined) for (const [name] of document) names.add(name);
  }
  return names;
}

/** `true` where a text ends with this block, which begins at `start`. */
function is_rest(block: string, text: string, start: number): boolean {
  return block.length === text.length - start + 1 && is_at(block, text, start);
}

/**
 * The part of a text between the blocks that stand at its beginning and those at its end, where that is worth while: `before` blocks stand
 * from `first` to before `start`, and `end` is where the text ends.
 */
function part_between(
  blocks: string[],
  text: string,
  first: number,
  before: number,
  start: number,
  end: number,
): ChangedPart | "scattered" | "large" {
  const [after, last] = common_end(blocks, text, before, start, end);
  const replaced = blocks.length - before - after;
  if (replaced * 2 > blocks.length + 1) return "scattered";
  if ((last - start) * 4 > math.max(end - first + 1, 4 * SHORTEST)) return "large";
  const part = string.sub(text, start, last);
  const document = read_block(part, before === 0, after === 0);
  if (document === undefined) return "large";

  const changed: string[] = [];
  for (const [position, known] of ipairs(blocks)) {
    if (position === before + 1) changed.push(part);
    if (position <= before || position > before + replaced) changed.push(known);
  }
  return { blocks, document, names: names_of(blocks, before + 1, before + replaced), changed };
}

/**
 * Finds the part in which a text is not that of the blocks. `same`: there is none; `scattered`: most of it is not; `large`: it is not worth
 * while, or can't be read by itself.
 */
function changed_part(blocks: TextBlocks, text: string): ChangedPart | "same" | "scattered" | "large" {
  if (blocks === "scattered") return blocks;
  const [before, start] = common_beginning(blocks, text, 1);
  const next_block = blocks[before];
  if (before === blocks.length - 1 && next_block !== undefined && is_rest(next_block, text, start)) return "same";
  return part_between(blocks, text, 1, before, start, text.length);
}

const MEMBER = '^[ \t\r\n]*"[^"\\]*"[ \t\r\n]*:[ \t\r\n]*%b{}[ \t\r\n]*';

/** Where an object seems to end that has a member, and objects for values, from a position on; nil where that can't be told at a glance. */
function end_of_members(text: string, first: number): number | undefined {
  let at = first;
  while (at - first < LONG) {
    const [, last] = string.find(text, MEMBER, at);
    if (last === undefined) return undefined;
    const char = string.byte(text, last + 1);
    if (char === 0x7d) return last + 1;
    if (char !== 0x2c) return undefined;
    at = last + 2;
  }
  return undefined;
}

/**
 * The same of an object that begins at a position of a text, without cutting it out; and its last position. Nothing where that can't be told
 * so. What seems to be its end is its end, if blocks and part make one object up to there.
 */
function changed_part_at(
  blocks: TextBlocks,
  text: string,
  first: number,
): LuaMultiReturn<[part: ChangedPart | "same", last: number] | []> {
  if (blocks === "scattered") return $multi();
  const [before, start] = common_beginning(blocks, text, first);
  const next_block = blocks[before];
  if (before === blocks.length - 1 && next_block !== undefined) {
    const last = start + next_block.length - 1;
    if (string.byte(text, last) === 0x7d && is_at(next_block, text, start)) return $multi("same", last);
  }
  const end = end_of_members(text, before === 0 ? start + 1 : start);
  if (end === undefined) return $multi();
  const part = part_between(blocks, text, first, before, start, end);
  if (part === "scattered" || part === "large") return $multi();
  return $multi(part, end);
}

export { changed_part, changed_part_at, decode_text, fingerprint };
