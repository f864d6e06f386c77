import * as hashes from "util.hashes";

/** What a text is recognised by, together with its length. */
function fingerprint(text: string): string {
  return hashes.sha1(text);
}

export { fingerprint };
