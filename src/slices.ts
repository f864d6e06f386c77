import * as time from "util.time";
import * as timer from "util.timer";

const SHARE = 0.005;

/**
 * Takes one step after another until one returns `false`, a few milliseconds at a time, so that everyone else gets their turn. The
 * first ones are taken at once.
 */
function in_slices(step: () => boolean): void {
  const go_on = (): number | undefined => {
    const end = time.monotonic() + SHARE;
    while (step()) {
      if (time.monotonic() > end) return 0;
    }
    return undefined;
  };
  if (go_on() !== undefined) timer.add_task(0, go_on);
}

export { in_slices };
