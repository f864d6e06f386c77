import type { ProsodyVersion } from "../../support/prosody_process.ts";
import type { Scope } from "./recorder.ts";

/** A declared event that the tests do not make happen. */
export interface NotFired {
  scope: Scope;
  /** As declared, with a `*` for each part of the name that differs. */
  event: string;
  /** Where it is fired on the other one. */
  version?: ProsodyVersion;
  reason: string;
}

export const not_fired: readonly NotFired[] = [];
