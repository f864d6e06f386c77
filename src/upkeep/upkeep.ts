import * as time from "util.time";
import { type Backend } from "../backend/backend";
import { type Failure } from "../backend/wish";
import { type Fetches } from "./fetches";
import { pause_after } from "../backend/retry";
import { type Rosters } from "../rosters/rosters";

/**
 * Keeps the rosters of users online true without anyone asking: tries failed fetches again, and asks anew for old rosters.
 * @noSelf
 */
export interface Upkeep {
  on_failure: (username: string, failure: Failure | undefined) => void;
  on_success: (username: string) => void;
  on_bind: (username: string) => void;
  on_offline: (username: string) => void;
  on_lost: () => void;
  on_back: () => void;
  /** Begins with what a reload, or a late start, has left to do. */
  start: () => void;
  /** Ends with the module: a timer to come would keep all of this copy in memory until then. */
  stop: () => void;
}

// Users brought up to date a second, once the backend is back.
const CATCH_UP_RATE = 50;
const SHORTEST_SWEEP = 1;
const LONGEST_SWEEP = 60;

/** `behind`: users online who are not served what the backend says, and how often in a row that failed. */
function new_upkeep(
  backend: Backend,
  fetches: Fetches,
  rosters: Rosters,
  max_age: number,
  behind: LuaMap<string, number>,
): Upkeep {
  const timers = new LuaMap<string, ModuleTimer>();
  let knocking: ModuleTimer | undefined;
  let sweeping: ModuleTimer | undefined;

  function ignore(): void {
    // How the fetch ends comes back as on_success or on_failure.
  }

  function stop_timer(username: string): void {
    timers.get(username)?.stop();
    timers.delete(username);
  }

  function try_after(username: string, seconds: number): void {
    stop_timer(username);
    const timer = module.add_timer(seconds, () => {
      timers.delete(username);
      fetches.update(username, ignore);
    });
    timers.set(username, timer);
  }

  /** While the backend is away, one user's request at a time asks whether it is back. */
  function knock(): void {
    if (knocking !== undefined) return;
    knocking = module.add_timer(math.max(0, backend.health.not_before - time.now()), () => {
      knocking = undefined;
      const [username] = next(behind);
      if (backend.health.away && username !== undefined) fetches.update(username as string, ignore);
    });
  }

  function note_failure(username: string, retry_after: number | undefined): void {
    const failures = (behind.get(username) ?? 0) + 1;
    behind.set(username, failures);
    if (backend.health.away) knock();
    else try_after(username, pause_after(failures, math.random(), retry_after));
  }

  function remove(username: string): void {
    behind.delete(username);
    stop_timer(username);
  }

  /** Brings all who are behind up to date, spread out. */
  function catch_up(): void {
    let position = 0;
    for (const [username] of behind) {
      try_after(username, position / CATCH_UP_RATE);
      position++;
    }
  }

  if (max_age > 0) {
    const pause = math.min(LONGEST_SWEEP, math.max(SHORTEST_SWEEP, max_age / 20));
    // Each roster is asked for at an age of its own, so that users who came together don't stay together.
    sweeping = module.add_timer(pause, (now) => {
      if (backend.health.away) return pause;
      for (const username of rosters.usernames_online()) {
        const held = rosters.get(username);
        const limit = max_age * (0.8 + 0.2 * math.random());
        if (held !== undefined && now - held.asked_at > limit && !behind.has(username))
          fetches.update(username, ignore);
      }
      return pause;
    });
  }

  return {
    on_failure: (username, failure) => {
      // What the backend says of this one request, it would say again.
      if (failure?.passing === false || rosters.online(username) === undefined) return;
      note_failure(username, failure?.retry_after);
    },

    on_success: remove,
    on_offline: remove,

    on_bind: (username) => {
      if (rosters.get(username)?.from_backend !== true && !behind.has(username)) note_failure(username, undefined);
    },

    on_lost: () => {
      for (const [, timer] of timers) timer.stop();
      for (const [username] of behind) timers.delete(username);
      knock();
    },

    on_back: catch_up,

    stop: () => {
      knocking?.stop();
      sweeping?.stop();
      for (const [, timer] of timers) timer.stop();
    },

    start: () => {
      for (const username of rosters.usernames_online()) {
        if (rosters.get(username) === undefined) behind.set(username, behind.get(username) ?? 0);
      }
      if (backend.health.away) knock();
      else catch_up();
    },
  };
}

export { new_upkeep };
