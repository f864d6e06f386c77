import type { Random } from "../soak/random.ts";
import type { Contact, Patch } from "./knowledge.ts";

/** Users of a group are numbers, whose names are made where it plays. */
export const users_of_a_group = 3;
export const resources = ["phone", "desk"] as const;
export type Resource = (typeof resources)[number];

const calm_moods = ["well", "slow", "conditional", "refusing", "unknown"] as const;
const stormy_moods = [...calm_moods, "erring", "breaking off", "resetting"] as const;
/** Of users at whom the backend stumbles where it is asked about several at once: that fails as a whole. Alone they are served. */
export const spoiling_moods = [
  "erring at batches",
  "complaining of batches",
  "too large for batches",
  "breaking off batches",
  "garbling batches",
] as const;
export type SpoilingMood = (typeof spoiling_moods)[number];
export type Mood = (typeof stormy_moods)[number] | SpoilingMood;

/** A change of a user's roster: contact → subscription, null for none. Contacts that are numbers are users of the group. */
export type Change = Readonly<Record<string, string | null>>;

export type Step =
  | { readonly act: "log in"; readonly user: number; readonly resource: Resource }
  | { readonly act: "leave" | "cut off"; readonly user: number; readonly resource: Resource }
  | { readonly act: "change"; readonly user: number; readonly change: Change }
  | {
      readonly act: "refresh";
      readonly users: readonly number[];
      readonly change: Change;
      readonly method: "POST" | "GET";
      readonly left: boolean;
    }
  | { readonly act: "refresh-all"; readonly user: number; readonly change: Change }
  | {
      readonly act: "hand over" | "patch";
      readonly user: number;
      readonly change: Change;
      readonly large: boolean;
      readonly left: boolean;
    }
  | { readonly act: "mood"; readonly user: number; readonly mood: Mood; readonly milliseconds: number }
  | { readonly act: "probe"; readonly user: number }
  | { readonly act: "wait"; readonly milliseconds: number };

const outsiders = ["ann@far.test", "bob@far.test", "cat@far.test"] as const;
/** In how many of the plans two words meet that have to do with each other. */
const pairs = 0.4;
/** How much of what goes wrong does so for batches alone, where there are any. */
const spoilers = 0.25;
/** So many times as fast is the backend where there is but one place: who waits for it is let in in time all the same. */
const haste = 8;
const subscriptions = ["both", "both", "to", "from", "none"] as const;

function random_change(random: Random, user: number): Change {
  const change: Record<string, string | null> = {};
  for (let count = random.below(2); count >= 0; count--) {
    const mate = (user + 1 + random.below(users_of_a_group - 1)) % users_of_a_group;
    const contact = random.chance(0.5) ? String(mate) : random.pick(outsiders);
    change[contact] = random.chance(0.4) ? null : random.pick(subscriptions);
  }
  return change;
}

/** The same contacts, otherwise. */
function changed_again(random: Random, change: Change): Change {
  const entries = Object.keys(change).map((contact) => {
    return [contact, random.chance(0.4) ? null : random.pick(subscriptions)] as const;
  });
  return Object.fromEntries(entries);
}

function random_mood(random: Random, is_stormy: boolean, is_batched: boolean): Mood {
  if (is_batched && random.chance(spoilers)) return random.pick(spoiling_moods);
  return random.pick(is_stormy ? stormy_moods : calm_moods);
}

function random_step(random: Random, is_stormy: boolean, is_batched: boolean): Step {
  const user = random.below(users_of_a_group);
  const resource = random.pick(resources);
  const change = random_change(random, user);
  const left = random.chance(0.15);
  const dice = random.fraction();
  if (dice < 0.22) return { act: "log in", user, resource };
  if (dice < 0.3) return { act: random.chance(0.5) ? "leave" : "cut off", user, resource };
  if (dice < 0.37) return { act: "change", user, change };
  if (dice < 0.47) return { act: "refresh", users: [user], change, method: random.pick(["POST", "GET"]), left };
  if (dice < 0.53)
    return { act: "refresh", users: [user, (user + 1) % users_of_a_group], change, method: "POST", left };
  if (dice < 0.535) return { act: "refresh-all", user, change };
  if (dice < 0.62) return { act: "hand over", user, change, large: random.chance(0.08), left };
  if (dice < 0.72) return { act: "patch", user, change, large: random.chance(0.08), left };
  if (dice < 0.87) {
    const mood = random_mood(random, is_stormy, is_batched);
    return { act: "mood", user, mood, milliseconds: Math.round(random.between(20, random.chance(0.3) ? 900 : 250)) };
  }
  if (dice < 0.9) return { act: "probe", user };
  return { act: "wait", milliseconds: Math.round(random.between(1, 120)) };
}

/**
 * Two words about one user, the first of which takes long, so that the second arrives while it is taken in or on its way: seldom are so
 * many things together by chance.
 */
function random_pair(random: Random): Step[] {
  const user = random.below(users_of_a_group);
  const [resource, other] = random.chance(0.5) ? resources : (["desk", "phone"] as const);
  const log_in: Step = { act: "log in", user, resource };
  const change = random_change(random, user);
  // Mostly what the second says concerns what the first does.
  const next_change = random.chance(0.5) ? random_change(random, user) : changed_again(random, change);
  const laters: readonly [Step, ...Step[]] = [
    { act: "hand over", user, change: next_change, large: false, left: false },
    { act: "patch", user, change: next_change, large: false, left: false },
    { act: "patch", user, change: next_change, large: false, left: false },
    { act: "refresh", users: [user], change: next_change, method: "GET", left: false },
    { act: "refresh", users: [user, (user + 1) % users_of_a_group], change: next_change, method: "POST", left: false },
  ];
  const later = random.pick(laters);
  const slow = (milliseconds: number): Step => ({ act: "mood", user, mood: "slow", milliseconds });
  const wait = (milliseconds: number): Step => ({ act: "wait", milliseconds });
  const dice = random.below(6);
  if (dice === 5) {
    // What is known of who comes back is mostly what the backend says still.
    const well: Step = { act: "mood", user, mood: "well", milliseconds: 0 };
    const leave: Step = { act: "leave", user, resource };
    const before = random.chance(0.7) ? [well, log_in, wait(200), leave, wait(100)] : [];
    const mate = (user + 1) % users_of_a_group;
    const refresh_all: Step = { act: "refresh-all", user: mate, change: random_change(random, mate) };
    return [...before, slow(700), log_in, wait(250), refresh_all, { act: "log in", user, resource: other }];
  }
  if (dice === 4) return [slow(1000), { act: "log in", user, resource: other }, wait(400), log_in, wait(100), later];
  if (dice === 0) return [slow(1000), { act: "log in", user, resource: other }, wait(350), later];
  const begin = [log_in, wait(60)];
  if (dice === 1) {
    const refresh: Step = { act: "refresh", users: [user], change, method: random.pick(["POST", "GET"]), left: false };
    return [...begin, slow(200), refresh, wait(50), later];
  }
  return [...begin, { act: random.pick(["hand over", "patch"]), user, change, large: true, left: false }, later];
}

/** All come at once, so that they are asked for together where there are few places; mostly the backend stumbles at one of them. */
function random_crowd(random: Random): Step[] {
  const user = random.below(users_of_a_group);
  const mood = random.chance(0.7) ? random.pick(spoiling_moods) : "slow";
  const logins = Array.from({ length: users_of_a_group }, (_, i): Step[] => {
    return resources.map((resource) => ({ act: "log in", user: (user + i) % users_of_a_group, resource }));
  });
  return [
    { act: "mood", user, mood, milliseconds: Math.round(random.between(100, 500)) },
    { act: "mood", user: (user + 1) % users_of_a_group, mood: "slow", milliseconds: 500 },
    ...logins.flat(),
  ];
}

export interface Plan {
  readonly seed: number;
  /** Whether the backend fails in ways that make it count as away. */
  readonly is_stormy: boolean;
  readonly is_batched: boolean;
  /** Whether few requests may be under way at a time, so that logins wait for places, and go out as batches. */
  readonly is_crowded: boolean;
  readonly steps: readonly Step[];
}

function hastened(step: Step): Step {
  return step.act === "mood" ? { ...step, milliseconds: Math.round(step.milliseconds / haste) } : step;
}

export function new_plan(random: Random, seed: number): Plan {
  const is_stormy = random.chance(0.3);
  const is_batched = random.chance(0.6);
  const is_crowded = !is_stormy && is_batched && random.chance(0.5);
  const steps = Array.from({ length: 5 + random.below(12) }, () => [random_step(random, is_stormy, is_batched)]);
  if (random.chance(pairs)) steps.splice(random.below(steps.length), 0, random_pair(random));
  if (is_crowded)
    for (let times = 0; times < 2; times++) steps.splice(random.below(steps.length), 0, random_crowd(random));
  return { seed, is_stormy, is_batched, is_crowded, steps: steps.flat().map(is_crowded ? hastened : (step) => step) };
}

/** What a change says; the mark makes it unlike all others. */
export function patch_of(change: Change, jid_of: (contact: string) => string, mark: string): Patch {
  const entries = Object.entries(change).map(([contact, subscription]): [string, Contact | null] => {
    return [jid_of(contact), subscription === null ? null : { name: mark, subscription }];
  });
  return Object.fromEntries(entries);
}

export function in_words(step: Step): string {
  const { act, ...others } = step;
  return `${act} ${JSON.stringify(others)}`;
}
