import * as hashes from "util.hashes";

const LONG = 64 * 1024;

/** What a text is recognised by: its hash, or for a long text, which takes longer to hash than to compare, the text itself. */
function fingerprint(text: string): string {
  return text.length > LONG ? text : hashes.sha1(text);
}

export { fingerprint };
