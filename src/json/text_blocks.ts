import { decode } from "./json_text";
import { is_object, type JsonObject, type JsonValue } from "./json_value";

/** Some members of the text of an object, without the comma between this block and the next. */
interface Block {
  text: string;
  names: string[];
}

/**
 * A text of an object by its blocks, one behind the other, so that the part can be found in which another text differs from it. Never
 * changed in place. `scattered`: the members have another order each time.
 */
export type TextBlocks = Block[] | "scattered";

/** The part of a text that is not what it was. */
export interface ChangedPart {
  blocks: TextBlocks;
  document: JsonObject;
  /** The names that the part had before. */
  names: LuaSet<string>;
  /** The text as it is now. */
  changed: Block[];
}

const SHORTEST = 1024;
const BLOCKS = 16;
const SHORTEST_BLOCK = 512;
const LONGEST_BLOCK = 4096;
// Of such a text, to read all would take too long even once.
const LONG = 64 * 1024;

function names_of(document: JsonObject): string[] {
  const names: string[] = [];
  for (const [name] of document) names.push(name);
  return names;
}

/** A block of members and what they decode to; nothing where they are none. */
function read_block(
  text: string,
  is_first: boolean,
  is_last: boolean,
): LuaMultiReturn<[block: Block, document: JsonObject] | []> {
  // Behind a comma decoders may let the object end.
  if (!is_last && string.byte(text, -1) !== 0x7d) return $multi();
  const [document] = decode((is_first ? "" : "{") + (text + (is_last ? "" : "}")));
  if (!is_object(document)) return $multi();
  return $multi({ text, names: names_of(document) }, document);
}

/**
 * Decodes an object block by block. Blocks end where a member seems to: each is an object when taken by itself, so together they are one,
 * too. Nothing for a text that is short or no such object, or has a name twice.
 */
function decode_blocks(text: string): LuaMultiReturn<[document: JsonObject, blocks: TextBlocks] | []> {
  if (text.length < SHORTEST) return $multi();
  const length = math.min(LONGEST_BLOCK, math.max(SHORTEST_BLOCK, math.ceil(text.length / BLOCKS)));
  const blocks: Block[] = [];
  const whole: JsonObject = new LuaTable();
  let start = 1;
  while (start <= text.length) {
    const [border] = string.find(text, '},[ \t\r\n]*"', start + length);
    const last = border ?? text.length;
    const [block, document] = read_block(string.sub(text, start, last), start === 1, border === undefined);
    if (block === undefined) return $multi();
    blocks.push(block);
    for (const [name, value] of document) {
      if (whole.has(name)) return $multi();
      whole.set(name, value);
    }
    start = last + 2;
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
): LuaMultiReturn<
  [value: JsonValue, problem?: undefined, blocks?: TextBlocks] | [value: undefined, problem: string, blocks?: undefined]
> {
  const was_known = known?.fingerprint !== undefined || known?.blocks !== undefined;
  if (known?.blocks !== "scattered" && (was_known || text.length > LONG)) {
    const [document, blocks] = decode_blocks(text);
    if (document !== undefined) return $multi(document, undefined, blocks);
  }
  return decode(text);
}

/** `true` where a block stands at a position of a text. Makes no string to compare, as cutting it out would. */
function is_at(block: Block, text: string, start: number): boolean {
  return string.find(text, block.text, start, true)[0] === start;
}

/** How many blocks stand at the beginning of a text, each with a comma behind it, and where the next member begins. */
function common_beginning(blocks: Block[], text: string): LuaMultiReturn<[count: number, start: number]> {
  let start = 1;
  for (const [position, block] of ipairs(blocks)) {
    if (string.byte(text, start + block.text.length) !== 0x2c || !is_at(block, text, start)) {
      return $multi(position - 1, start);
    }
    start += block.text.length + 1;
  }
  return $multi(blocks.length, start);
}

/** How many of these blocks stand at the end of a text, behind a member that begins at `start` or later, and where that one ends. */
function common_end(blocks: Block[], text: string, start: number): LuaMultiReturn<[count: number, last: number]> {
  let count = 0;
  let last = text.length;
  for (const position of $range(blocks.length, 1, -1)) {
    const block = blocks[position - 1];
    if (block === undefined) break;
    const comma = last - block.text.length;
    if (comma <= start || string.byte(text, comma) !== 0x2c || !is_at(block, text, comma + 1)) break;
    last = comma - 1;
    count++;
  }
  return $multi(count, last);
}

/** `true` where one of these names is in a block other than the one they are from. Each block is looked through once, however many they are. */
function are_elsewhere(names: LuaSet<string>, blocks: Block[], from: Block): boolean {
  if (next(names)[0] === undefined) return false;
  for (const block of blocks) {
    if (block !== from) {
      for (const name of block.names) {
        if (names.has(name)) return true;
      }
    }
  }
  return false;
}

/**
 * Finds the part in which a text is not that of the blocks. `same`: there is none; `scattered`: most of it is not; `large`: it is not worth
 * while, or can't be read by itself.
 */
function changed_part(blocks: TextBlocks, text: string): ChangedPart | "same" | "scattered" | "large" {
  if (blocks === "scattered") return blocks;
  const [before, start] = common_beginning(blocks, text);
  const [after, last] = common_end(blocks, text, start);
  const replaced = blocks.length - before - after;
  const part = string.sub(text, start, last);
  if (replaced === 1 && part === blocks[before]?.text) return "same";
  if (replaced * 2 > blocks.length + 1) return "scattered";
  if ((last - start) * 4 > math.max(text.length, 4 * SHORTEST)) return "large";
  const [block, document] = read_block(part, before === 0, after === 0);
  if (block === undefined) return "large";

  const names = new LuaSet<string>();
  const changed: Block[] = [];
  for (const [position, known] of ipairs(blocks)) {
    if (position <= before || position > before + replaced) changed.push(known);
    else for (const name of known.names) names.add(name);
    if (position === before + replaced) changed.push(block);
  }
  const new_names = new LuaSet<string>();
  for (const name of block.names) {
    if (!names.has(name)) new_names.add(name);
  }
  if (are_elsewhere(new_names, changed, block)) return "large";
  return { blocks, document, names, changed };
}

export { changed_part, decode_text };
