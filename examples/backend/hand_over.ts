/** What came of telling Prosody of some users: its answer, or why there is none. */
export type Reply = { status: number; body: string } | { problem: string };

export type Outcome =
  /** Prosody did it, but for those who failed: username → why. */
  | { kind: "done"; failed: ReadonlyMap<string, string> }
  /** Nothing was done for anybody. */
  | { kind: "refused"; why: string };

/** How the relay gets on with one Prosody. */
export interface Standing {
  /** Refusals in a row. */
  refusals: number;
  /** How many users to name at once. */
  size: number;
}

/** In milliseconds. */
const first_pause = 500;
const longest_pause = 30_000;
/** So often the outbox is looked at without having been told to. */
const longest_rest = 5_000;
/** What is due and was not to be had is in somebody else's hands. */
const rest_for_others = 500;

const largest_size = 100;

export const untried: Standing = { refusals: 0, size: largest_size };

function read_object(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** `updated` and `errors` are the module's words: with any other body a proxy, or another server, has answered. */
export function outcome_of(reply: Reply): Outcome {
  if ("problem" in reply) return { kind: "refused", why: reply.problem };
  const { status, body } = reply;
  const { updated, errors, failed = {} } = read_object(body) ?? {};
  const failures = Object.entries(typeof failed === "object" && failed !== null ? failed : {});
  // 500: all of them failed, each for a reason of their own.
  const is_ours = (status === 200 || status === 500) && typeof updated === "number" && errors === failures.length;
  if (!is_ours) return { kind: "refused", why: `it answered ${status} ${body.slice(0, 200)}` };
  return { kind: "done", failed: new Map(failures.map(([username, why]) => [username, String(why)])) };
}

/** One user may be what it stumbles over, or many too much for it: fewer are named until it goes well. */
export function standing_after({ refusals, size }: Standing, { kind }: Outcome): Standing {
  if (kind === "refused") return { refusals: refusals + 1, size: Math.ceil(size / 2) };
  return { refusals: 0, size: Math.min(size * 2, largest_size) };
}

/** How long to wait after so many failures in a row. `chance` (0 to 1) spreads those who failed together. */
export function pause_after(failures: number, chance: number): number {
  if (failures === 0) return 0;
  return Math.min(first_pause * 2 ** (failures - 1), longest_pause) * (0.5 + chance / 2);
}

/** How long to rest after nothing was to be had, unless something is announced. */
export function rest_until(next_due: number | undefined, now: number): number {
  if (next_due === undefined) return longest_rest;
  return Math.min(next_due > now ? next_due - now : rest_for_others, longest_rest);
}
