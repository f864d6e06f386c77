import { type Breathe } from "../slices";

const { byte, char, find, sub } = string;

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

export { string_end, unescape };
