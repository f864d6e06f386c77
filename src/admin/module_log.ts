import * as throttle from "util.throttle";
import { type Failure } from "../backend/wish";
import { type Turn } from "../backend/retry";

/**
 * What admins are told, a handful of lines where a thousand users have the same trouble.
 * @noSelf
 */
export interface ModuleLog {
  turn: (turn: Turn, problem: string) => void;
  failure: (username: string, problem: string, failure: Failure | undefined) => void;
  faults: (username: string, faults: string[]) => void;
}

const FAILURES_A_MINUTE = 5;
const FAULTS_A_MINUTE = 60;
const FAULTS_A_DOCUMENT = 10;

function new_log(): ModuleLog {
  const failures = throttle.create(FAILURES_A_MINUTE, 60);
  const fault_lines = throttle.create(FAULTS_A_MINUTE, 60);

  /** The level for a line of which there may be many. */
  function level_within(limit: throttle.Throttle): "warn" | "debug" {
    const [is_within] = limit.poll(1);
    return is_within ? "warn" : "debug";
  }

  return {
    turn: (turn, problem) => {
      if (turn === "lost") {
        module.log(
          "warn",
          "The roster backend is away (%s): users keep the rosters last known until it answers again",
          problem,
        );
      } else {
        module.log("info", "The roster backend is back");
      }
    },

    failure: (username, problem, failure) => {
      // What passes is reported once, when the backend counts as away.
      const level = failure?.passing === true ? "debug" : level_within(failures);
      module.log(level, "The roster of %s stays as it was: %s", username, problem);
    },

    faults: (username, faults) => {
      for (const [position, fault] of ipairs(faults)) {
        if (position > FAULTS_A_DOCUMENT) {
          module.log(
            level_within(fault_lines),
            "In the roster of %s, %d more contacts are passed over",
            username,
            faults.length - FAULTS_A_DOCUMENT,
          );
          return;
        }
        module.log(level_within(fault_lines), "In the roster of %s, %s", username, fault);
      }
    },
  };
}

export { new_log };
