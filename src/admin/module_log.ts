import * as throttle from "util.throttle";
import * as timer from "util.timer";
import { type Transition } from "../backend/breaker";
import { type Failure, type RequestClass } from "../backend/queue";

/**
 * What admins are told, a handful of lines where a thousand users have the same trouble.
 * @noSelf
 */
export interface ModuleLog {
  transition: (transition: Transition, problem: string) => void;
  /** `request_class`: of whom the roster was asked for. */
  failure: (username: string, failure: Failure, request_class: RequestClass) => void;
  /** Code of others, or of ours, has thrown. `what` is one of a few. */
  error: (this: void, what: string, problem: string) => void;
  faults: (username: string, faults: string[]) => void;
  /** Of the answer to what somebody wants: a part that can't be used. */
  edit_fault: (this: void, username: string, fault: string) => void;
}

// How long the same error is only counted before the next line tells of it.
const SECONDS_BETWEEN_ERRORS = 2;
const FAILURES_A_MINUTE = 5;
const FAULTS_A_MINUTE = 60;
const FAULTS_A_DOCUMENT = 10;

/** Where the log goes is others' code: what fails there must not keep anything here from being done. */
function guard_log(): void {
  const write = module._log;
  module.log = (level, format, ...parameters) => {
    pcall(write, level, format, ...parameters);
  };
}

function new_log(): ModuleLog {
  const failures = throttle.create(FAILURES_A_MINUTE, 60);
  const fault_lines = throttle.create(FAULTS_A_MINUTE, 60);

  // What has failed since the last line about it: how often, and why at last.
  const untold = new LuaMap<string, { times: number; problem: string }>();

  function tell_errors(what: string): void {
    const errors = untold.get(what);
    untold.delete(what);
    if (errors === undefined || errors.times === 0) return;
    module.log("error", "%s failed %d more times: %s", what, errors.times, errors.problem);
    expect_more(what);
  }

  function expect_more(what: string): void {
    untold.set(what, { times: 0, problem: "" });
    timer.add_task(SECONDS_BETWEEN_ERRORS, () => {
      tell_errors(what);
    });
  }

  /** One line at once, and for all that follow soon another one. */
  function note_error(this: void, what: string, problem: string): void {
    const errors = untold.get(what);
    if (errors === undefined) {
      module.log("error", "%s failed: %s", what, problem);
      expect_more(what);
    } else {
      errors.times++;
      errors.problem = problem;
    }
  }

  /** The level for a line of which there may be many. */
  function level_within(limit: throttle.Throttle): "warn" | "debug" {
    const [is_within] = limit.poll(1);
    return is_within ? "warn" : "debug";
  }

  return {
    transition: (transition, problem) => {
      if (transition === "opened") {
        module.log(
          "warn",
          "The roster backend is away (%s): users keep the rosters last known until it answers again",
          problem,
        );
      } else if (transition === "closed") {
        module.log("info", "The roster backend is back");
      }
    },

    failure: (username, failure, request_class) => {
      // An outage is reported once, when the backend counts as away; names that others make up are not.
      const is_quiet = request_class === "outsider" || failure.cause === "backend" || failure.cause === "away";
      const level = is_quiet ? "debug" : level_within(failures);
      module.log(level, "The roster of %s stays as it was: %s", username, failure.problem);
    },

    error: note_error,

    edit_fault: (username, fault) => {
      module.log(level_within(fault_lines), "In the answer to an edit of %s's roster, %s", username, fault);
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

export { guard_log, new_log };
