import * as throttle from "util.throttle";
import { type Failure } from "./backend";
import { type Turn } from "./retry";

/**
 * What admins are told, a handful of lines where a thousand users have the same trouble.
 * @noSelf
 */
export interface ModuleLog {
  turn: (turn: Turn, problem: string) => void;
  failure: (username: string, problem: string, failure: Failure | undefined) => void;
  faults: (username: string, faults: string[]) => void;
}

const LINES_A_MINUTE = 60;
const FAULTS_A_DOCUMENT = 10;

function new_log(): ModuleLog {
  const lines = throttle.create(LINES_A_MINUTE, 60);

  /** The level for a warning of which there may be many. */
  function warn(): "warn" | "debug" {
    const [is_allowed] = lines.poll(1);
    return is_allowed ? "warn" : "debug";
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
      const level = failure?.passing === true ? "debug" : warn();
      module.log(level, "The roster of %s stays as it was: %s", username, problem);
    },

    faults: (username, faults) => {
      for (const [position, fault] of ipairs(faults)) {
        if (position > FAULTS_A_DOCUMENT) {
          module.log(
            warn(),
            "In the roster of %s, %d more contacts are passed over",
            username,
            faults.length - FAULTS_A_DOCUMENT,
          );
          return;
        }
        module.log(warn(), "In the roster of %s, %s", username, fault);
      }
    },
  };
}

export { new_log };
