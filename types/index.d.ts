// For modules that run on Prosody 0.12 and on 13.0: what only one of them has must be asked for first.
/// <reference path="./both.d.ts" />

interface ProsodySupports {
  /** The older one: lacks what is `Since13`. */
  "0.12": true;
  /** The newer one: lacks what is `Until13`. */
  "13.0": true;
}
