import { string_end } from "./json_scan";

/** Where two texts of JSON objects differ, widened to whole members of the objects. */
export interface Difference {
  /** The members in question as they were, and as they are now, without the comma before and after them. */
  before: string;
  after: string;
  /** Where `after` stands in the new text: its first character, and the one behind its last. */
  first: number;
  behind: number;
}

/** Where a text is being read, outside of strings. */
interface Place {
  /** Of the character read last. */
  position: number;
  /** How many objects and arrays are open behind it. */
  depth: number;
}

const BLOCK = 16 * 1024;
const WINDOW = 4 * 1024;
const LARGEST = 64 * 1024;

/** How many characters two texts have in common at their beginning. */
function common_prefix(a: string, b: string): number {
  const limit = math.min(a.length, b.length);
  let same = 0;
  while (same < limit && string.sub(a, same + 1, same + BLOCK) === string.sub(b, same + 1, same + BLOCK)) same += BLOCK;
  let low = math.min(same, limit);
  let high = math.min(same + BLOCK, limit);
  const from = low + 1;
  while (low < high) {
    const middle = math.floor((low + high + 1) / 2);
    if (string.sub(a, from, middle) === string.sub(b, from, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many characters two texts have in common at their end, at most `limit`. */
function common_suffix(a: string, b: string, limit: number): number {
  const tail_of = (text: string, longest: number, shortest: number): string =>
    string.sub(text, text.length - longest + 1, text.length - shortest);
  let same = 0;
  while (same + BLOCK <= limit && tail_of(a, same + BLOCK, same) === tail_of(b, same + BLOCK, same)) same += BLOCK;
  let low = same;
  let high = math.min(same + BLOCK, limit);
  while (low < high) {
    const middle = math.floor((low + high + 1) / 2);
    if (tail_of(a, middle, same) === tail_of(b, middle, same)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The place behind `length` characters of a text, or behind the string that goes on there. */
function place_behind(text: string, length: number): Place | undefined {
  let start = string.sub(text, 1, length);
  if (string.find(start, "\\", 1, true)[0] !== undefined) [start] = string.gsub(start, "\\.", "");
  [start] = string.gsub(start, '"[^"]*"', "");
  let position = length;
  const [open_string] = string.find(start, '"', 1, true);
  if (open_string !== undefined) {
    start = string.sub(start, 1, open_string - 1);
    // The cut may have split an escape.
    let escapes = 0;
    while (string.byte(text, length - escapes) === 0x5c) escapes++;
    const end = string_end(text, length + (escapes % 2));
    if (end === undefined) return undefined;
    position = end;
  }
  const [, opened] = string.gsub(start, "[%[{]", "");
  const [, closed] = string.gsub(start, "[%]}]", "");
  return { position, depth: opened - closed };
}

/**
 * Reads on to the next place where one member of the outermost object ends and another may begin; nil where there is none before
 * `last`.
 */
function next_border(text: string, place: Place, last: number): number | undefined {
  let [at] = string.find(text, '["%[%]{},]', place.position + 1);
  while (at !== undefined && at <= last) {
    const char = string.byte(text, at);
    place.position = at;
    if (char === 0x22) {
      const end = string_end(text, at);
      if (end === undefined) return undefined;
      place.position = end;
    } else if (char === 0x2c) {
      if (place.depth === 1) return at;
    } else if (char === 0x7b || char === 0x5b) {
      place.depth++;
      if (place.depth === 1) return at;
    } else {
      place.depth--;
      if (place.depth === 0) return at;
    }
    [at] = string.find(text, '["%[%]{},]', place.position + 1);
  }
  return undefined;
}

/** The last border of members within what both texts begin with. */
function last_border(text: string, prefix: number): number | undefined {
  const place = place_behind(text, math.max(0, prefix - WINDOW));
  if (place === undefined) return undefined;
  let border: number | undefined;
  let next = next_border(text, place, prefix);
  while (next !== undefined && place.depth > 0) {
    border = next;
    next = next_border(text, place, prefix);
  }
  return border;
}

/** The first border at or behind a position, from a border on; nil where that is far. */
function border_from(text: string, start: number, position: number): number | undefined {
  const place: Place = { position: start, depth: 1 };
  const last = start + LARGEST;
  let border = next_border(text, place, last);
  while (border !== undefined && border < position && place.depth > 0) border = next_border(text, place, last);
  return border !== undefined && border >= position ? border : undefined;
}

/**
 * Finds where two texts of JSON objects differ. What is the same at their beginning and end is compared, not read, so a long roster
 * in which little changed costs little. Nil where they differ too much for that. Only for texts known to be JSON objects: the new
 * one is as good as the old one but for the part that is given.
 */
function text_difference(before: string, after: string): Difference | undefined {
  const prefix = common_prefix(before, after);
  const suffix = common_suffix(before, after, math.min(before.length, after.length) - prefix);
  const start = last_border(after, prefix);
  if (start === undefined) return undefined;
  const shift = after.length - before.length;
  const end_after = border_from(after, start, math.max(after.length - suffix, start) + 1);
  if (end_after === undefined) return undefined;
  const end_before = end_after - shift;
  if (border_from(before, start, end_before) !== end_before) return undefined;
  return {
    before: string.sub(before, start + 1, end_before - 1),
    after: string.sub(after, start + 1, end_after - 1),
    first: start + 1,
    behind: end_after,
  };
}

export { text_difference };
