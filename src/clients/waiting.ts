import * as async from "util.async";
import * as timer from "util.timer";

/**
 * Pauses the stanza or request being handled until what `begin` starts is done, or so many seconds are over. Where pausing is
 * impossible, or for no time at all, `begin` starts it all the same and nobody waits. Says whether anybody has.
 */
function wait_for(seconds: number, begin: (done: () => void) => void): boolean {
  if (seconds <= 0 || !async.ready()[0]) {
    begin(() => undefined);
    return false;
  }
  const [wait, resume] = async.waiter();
  let deadline: timer.TimerId | undefined;
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    if (deadline !== undefined) timer.stop(deadline);
    resume();
  };
  begin(end);
  if (over) return true;
  // Not a timer of the module's: after a reload of the module it must still end the wait.
  deadline = timer.add_task(seconds, end);
  wait();
  return true;
}

export { wait_for };
