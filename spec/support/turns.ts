import type { Prosody } from "./prosody.ts";

const watch = `
  local timer, longest, last = require "util.timer", 0, os.clock();
  timer.add_task(0, function ()
    local now = os.clock();
    longest, last = math.max(longest, now - last), now;
    return 0;
  end);
  package.loaded.longest_turn = function () return longest; end
`;

/** Measures turns of the server's loop from now on, by the server's own time, which a busy machine hardly changes. */
export async function watch_turns(prosody: Prosody): Promise<void> {
  await prosody.lua(watch);
}

/** The longest turn since then, in seconds. */
export async function longest_turn(prosody: Prosody): Promise<number> {
  return Number(await prosody.lua("return package.loaded.longest_turn()"));
}
