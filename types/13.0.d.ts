// For modules that run on Prosody 13.0 only.
/// <reference path="./both.d.ts" />
/// <reference path="./prosody/util/crypto.d.ts" />
/// <reference path="./prosody/util/paseto.d.ts" />
/// <reference path="./prosody/util/roles.d.ts" />

interface ProsodySupports {
  /** The only one. */
  "13.0": true;
}
