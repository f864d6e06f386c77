/**
 * The versions of Prosody that a module is to run on. Filled by the entry point: `index.d.ts` names both, `13.0.d.ts` one.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an entry point merges into it
interface ProsodySupports {}

/** What came with 13.0: to be asked for first where the module is to run on 0.12, too. */
type Since13<T> = "0.12" extends keyof ProsodySupports ? T | undefined : T;

/** Parameters that 0.12 does not look at: none where the module is to run on it, too. */
type ParametersSince13<T extends unknown[]> = "0.12" extends keyof ProsodySupports ? [] : T;

/** A name that 0.12 does not know: not to be used where the module is to run on it, too. */
type NameSince13<T extends string> = "0.12" extends keyof ProsodySupports ? never : T;

/** What went with 13.0. */
type Until13<T> = "13.0" extends keyof ProsodySupports
  ? "0.12" extends keyof ProsodySupports
    ? T | undefined
    : undefined
  : T;
