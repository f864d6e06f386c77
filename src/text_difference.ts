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
const MOST_CANDIDATES = 3;

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

/**
 * The last place within what both texts begin with where a member begins for sure: before the name of a contact that is nowhere else
 * in the old text. Were that name nested in another member, the contact's own would be elsewhere.
 */
function last_border(before: string, prefix: number, is_contact: (name: string) => boolean): number | undefined {
  const from = math.max(1, prefix - WINDOW);
  const candidates: { position: number; name: string }[] = [];
  for (const [position, name] of string.gmatch(string.sub(before, from, prefix), '(),%s*"([^"\\]+)"%s*:')) {
    if (name !== undefined && is_contact(name))
      candidates.push({ position: from - 1 + (tonumber(position) ?? 0), name });
  }
  for (const back of $range(candidates.length - 1, math.max(0, candidates.length - MOST_CANDIDATES), -1)) {
    const candidate = candidates[back];
    if (candidate !== undefined) {
      const { position, name } = candidate;
      const quoted_name = `"${name}"`;
      const [first, last] = string.find(before, quoted_name, 1, true);
      const is_only_one = last !== undefined && string.find(before, quoted_name, last, true)[0] === undefined;
      if (is_only_one && first >= position) return position;
    }
  }
  return from === 1 ? string.find(before, "^%s*{")[1] : undefined;
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
 * in which little changed costs little. Nil where they differ too much for that. `is_contact` tells what names are in the roster that was
 * read from the old text, which must be a JSON object; the new one is as good but for the part that is given.
 */
function text_difference(before: string, after: string, is_contact: (name: string) => boolean): Difference | undefined {
  const prefix = common_prefix(before, after);
  const suffix = common_suffix(before, after, math.min(before.length, after.length) - prefix);
  const start = last_border(before, prefix, is_contact);
  if (start === undefined || start > prefix) return undefined;
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

/** `true` where some name may be spelled with escapes, and so be there a second time without being found. */
function has_escaped_name(text: string): boolean {
  if (string.find(text, "\\", 1, true)[0] === undefined) return false;
  return string.find(text, '\\[^"]*"%s*:')[0] !== undefined;
}

export { has_escaped_name, text_difference };
