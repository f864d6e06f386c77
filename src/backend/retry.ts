/** How the backend has been answering. Data only, so that it survives a reload. */
export interface Health {
  /** Failures since the last answer. */
  failures: number;
  /** The backend counts as away: nobody waits for it. */
  away: boolean;
  /** While it is away: not to be asked again before this time, in seconds. */
  not_before: number;
}

/** What an answer changed. */
export type Turn = "lost" | "back";

const AWAY_AFTER = 5;
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 60;
const LONGEST_RETRY_AFTER = 3600;

function new_health(): Health {
  return { failures: 0, away: false, not_before: 0 };
}

/**
 * Seconds to wait before the next try, after so many failures in a row: doubling from 1 to 60, of which a random half (`chance`, 0
 * to 1) keeps users apart. A backend that says how long (`retry_after`, seconds) is not asked before.
 */
function pause_after(failures: number, chance: number, retry_after?: number): number {
  const steps = math.min(failures, 8) - 1;
  const longest = math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** steps);
  const pause = math.max(FIRST_PAUSE, longest * (0.5 + 0.5 * chance));
  if (retry_after === undefined) return pause;
  return math.max(pause, math.min(retry_after, LONGEST_RETRY_AFTER));
}

/** Counts a failure that is the backend's, not the request's. */
function note_failure(health: Health, now: number, chance: number, retry_after?: number): Turn | undefined {
  // A notice may ask before its time; that puts off nothing.
  if (health.away && now < health.not_before) return undefined;
  health.failures++;
  if (health.failures < AWAY_AFTER) return undefined;
  health.not_before = now + pause_after(health.failures - AWAY_AFTER + 1, chance, retry_after);
  if (health.away) return undefined;
  health.away = true;
  return "lost";
}

/** Counts an answer, whatever it said. */
function note_answer(health: Health): Turn | undefined {
  health.failures = 0;
  if (!health.away) return undefined;
  health.away = false;
  return "back";
}

export { new_health, note_answer, note_failure, pause_after };
