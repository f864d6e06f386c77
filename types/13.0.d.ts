// For modules that run on Prosody 13.0 only.
/// <reference path="./both.d.ts" />

interface ProsodySupports {
  "13.0": true;
}
