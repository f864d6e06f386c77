import * as async from "util.async";
import { type Attempt, type OnError } from "./attempt";
import { end_within, type Timed } from "./deadlines";
import { dequeue, enqueue, type Line, new_line } from "./waiting_line";

/**
 * Calls what may have to wait as well, as others' storage may: in a coroutine of its own, where it may, so that nobody else waits. It begins
 * once all has ended, or has been given up, that was begun so for the same user. What went wrong is logged.
 */
export type InTurn = (this: void, username: string, what: string, act: (this: void) => void) => void;

const PATIENCE = 10;

interface Turn {
  username: string;
  what: string;
  act: (this: void) => void;
}

/** Something that has to wait, and what is to be done for the same user after it. */
interface Wait {
  turn: Turn;
  deadline: Timed;
  followers: Line<Turn>;
}

/** The coroutines in which others may wait. */
const threads = setmetatable(new LuaTable<AnyNotNil, true | undefined>(), { __mode: "k" });

/** `true` where somebody may wait who keeps nobody else waiting: in a coroutine of Prosody's that is none of those. */
function may_wait(): boolean {
  const [is_ready, thread] = async.ready();
  return is_ready && threads.get(thread as AnyNotNil) === undefined;
}

/** `on_error` is told of what is given up. */
function new_in_turn(attempt: Attempt, on_error: OnError): InTurn {
  /** By user. */
  const waits = new LuaMap<string, Wait>();
  let idle: async.Runner<Turn> | undefined;

  function new_runner(): async.Runner<Turn> {
    let current: Turn | undefined;
    return async.runner<Turn>(
      (turn) => {
        if (current === undefined) {
          const [, thread] = async.ready();
          threads.set(thread as AnyNotNil, true);
        }
        current = turn;
        attempt(turn.what, turn.act);
      },
      {
        // After it has waited.
        ready: (runner) => {
          idle = runner;
          if (current !== undefined) on_end(current);
        },
      },
    );
  }

  /** Returns whether it has ended. */
  function run(turn: Turn): boolean {
    const runner = idle ?? new_runner();
    // What is called may call this.
    idle = undefined;
    runner.run(turn);
    if (runner.state !== "ready") return false;
    idle = runner;
    return true;
  }

  function new_deadline(turn: Turn): Timed {
    const deadline: Timed = {
      on_time_out: (_, seconds) => {
        on_error(turn.what, `no answer for ${seconds} seconds`);
        on_end(turn);
      },
    };
    end_within(PATIENCE, deadline);
    return deadline;
  }

  /** What had to wait has ended: goes on with what follows, until something has to wait again. */
  function on_end(turn: Turn): void {
    const wait = waits.get(turn.username);
    if (wait?.turn !== turn) return;
    wait.deadline.ends_at = undefined;
    let next = dequeue(wait.followers);
    while (next !== undefined) {
      wait.turn = next;
      if (!run(next)) {
        wait.deadline = new_deadline(next);
        return;
      }
      next = dequeue(wait.followers);
    }
    waits.delete(turn.username);
  }

  return (username, what, act) => {
    const turn: Turn = { username, what, act };
    const wait = waits.get(username);
    if (wait !== undefined) enqueue(wait.followers, turn);
    else if (!run(turn)) waits.set(username, { turn, deadline: new_deadline(turn), followers: new_line() });
  };
}

export { may_wait, new_in_turn };
