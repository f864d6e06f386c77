/** @noSelfInFile */

/** Whether one text is the other but for so many letters, one for each element of `Left`. */
type IsNear<A extends string, B extends string, Left extends unknown[]> = A extends B
  ? true
  : A extends `${infer First}${infer A2}`
    ? B extends `${First}${infer B2}`
      ? IsNear<A2, B2, Left>
      : Left extends [unknown, ...infer Fewer]
        ? B extends `${string}${infer B2}`
          ? true extends IsNear<A2, B, Fewer> | IsNear<A, B2, Fewer> | IsNear<A2, B2, Fewer>
            ? true
            : false
          : IsNear<A2, B, Fewer>
        : false
    : Left extends [unknown, ...infer Fewer]
      ? B extends `${string}${infer B2}`
        ? IsNear<A, B2, Fewer>
        : false
      : false;

/** Whether somebody may have meant `Known` by `K`, which is misspelt or stops too early. */
type IsMeant<K extends string, Known extends string> = Known extends `${K}${string}`
  ? true
  : IsNear<K, Known, LettersOff<K>>;

/** In a short text one other letter is enough to make it another word. */
type LettersOff<K extends string> = K extends `${string}${string}${string}${string}${string}${infer _Rest}`
  ? [1, 2]
  : [1];

/**
 * A name out of those that are declared as the keys of `T`. An interface, since the compiler's messages spell out the types of
 * members, where of other types they would tell the name.
 */
interface NameOf<K extends string, T, Elsewhere, ToElsewhere extends string, ToDeclare extends string> {
  /** Those that may have been meant. */
  nearest: string extends K
    ? never
    : keyof T extends infer Known
      ? Known extends string
        ? true extends IsMeant<K, Known>
          ? Known
          : never
        : never
      : never;
  /** In place of a name that is not declared: what to write instead. */
  correction: K extends keyof T
    ? K
    : string extends K
      ? keyof T
      : K extends keyof Elsewhere
        ? ToElsewhere
        : [NameOf<K, T, Elsewhere, ToElsewhere, ToDeclare>["nearest"]] extends [never]
          ? ToDeclare
          : NameOf<K, T, Elsewhere, ToElsewhere, ToDeclare>["nearest"];
  /** What the name may be. */
  name: (K & keyof T) | NameOf<K, T, Elsewhere, ToElsewhere, ToDeclare>["correction"];
  /** What stands under it; of one that is not declared, what stands under the one that it was meant for. */
  value: (T & {
    [P in K]: P extends keyof T
      ? T[P]
      : P extends keyof Elsewhere
        ? Elsewhere[P]
        : [NameOf<P, T, Elsewhere, ToElsewhere, ToDeclare>["nearest"]] extends [never]
          ? Record<string, never>
          : T[NameOf<P, T, Elsewhere, ToElsewhere, ToDeclare>["nearest"] & keyof T];
  })[K];
  /** The same, for who gives it: a function that takes a name can hand it on with what stands under it. */
  given: T[K & keyof T] | NameOf<K, T, Elsewhere, ToElsewhere, ToDeclare>["value"];
}

/** Of `module.hook`. */
type HostEvent<K extends string> = NameOf<
  K,
  ProsodyEvents,
  ProsodyGlobalEvents,
  "hook_global: it is the whole server's",
  "declare it in ProsodyEvents"
>;

/** Of `module.hook_global`. */
type ServerEvent<K extends string> = NameOf<
  K,
  ProsodyGlobalEvents,
  ProsodyEvents,
  "hook: it is a host's",
  "declare it in ProsodyGlobalEvents"
>;

/** Of `module.provides`. */
type ProvidedKind<K extends string> = NameOf<
  K,
  ProvidedItems,
  ModuleItems,
  "add_item: it is not provided",
  "declare it in ProvidedItems"
>;

/** Of `module.add_item`. */
type ItemKind<K extends string> = NameOf<
  K,
  ItemKinds,
  ProvidedItems,
  "provides: an item of that kind is called NAME-provider",
  "declare it in ModuleItems"
>;
