// For modules that run on Prosody 0.12 and on 13.0: what only one of them has must be asked for first.
/// <reference path="./both.d.ts" />

interface ProsodySupports {
  "0.12": true;
  "13.0": true;
}
