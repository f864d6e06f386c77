import { describe } from "node:test";
import type { ProsodyVersion } from "./prosody_process.ts";

export const versions: readonly ProsodyVersion[] = ["0.12", "13.0"];

/** Declares the same tests for each version. */
export function for_each_prosody(subject: string, declare: (version: ProsodyVersion) => void): void {
  for (const version of versions) describe(`${subject}, Prosody ${version}`, () => declare(version));
}
