import { utf8 } from "util.encodings";

const LONGEST = 100;

/** Shows text from outside in a message: quoted, on one line, and cut where it is long. */
function quoted(text: string): string {
  let [shown] = string.gsub(string.sub(text, 1, LONGEST), "%c", "?");
  if (!utf8.valid(shown)) [shown] = string.gsub(shown, "[^ -~]", "?");
  return `"${shown}${text.length > LONGEST ? "..." : ""}"`;
}

export { quoted };
