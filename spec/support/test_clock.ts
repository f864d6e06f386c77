import type { Prosody } from "./prosody.ts";

/**
 * Lua for the configuration, which is read before anything takes hold of the clocks: the server goes by clocks that tests move. Both run
 * on by themselves at the usual pace.
 */
export const test_clock = `local time = require "util.time"
if not time.test_clock then
  local ahead = { wall = 0, monotonic = 0 }
  local now, monotonic, os_time = time.now, time.monotonic, os.time
  time.test_clock = ahead
  time.now = function () return now() + ahead.wall end
  time.monotonic = function () return monotonic() + ahead.monotonic end
  os.time = function (date)
    if date ~= nil then return os_time(date) end
    return math.floor(time.now())
  end
end`;

async function move(prosody: Prosody, wall: number, monotonic: number): Promise<void> {
  const code = `
    local wall, monotonic = ...;
    local ahead = require "util.time".test_clock;
    ahead.wall, ahead.monotonic = ahead.wall + wall, ahead.monotonic + monotonic;
  `;
  await prosody.lua(code, [wall, monotonic]);
}

/** So many seconds have gone by: every timer that is due by then has fired when this returns, once. */
export async function pass(prosody: Prosody, seconds: number): Promise<void> {
  await move(prosody, seconds, seconds);
  // A request is read in a later turn than the one in which timers are looked at.
  await prosody.lua("return true");
}

/** Someone has set the clock of the machine; no time has gone by. */
export async function set_clock(prosody: Prosody, seconds: number): Promise<void> {
  await move(prosody, seconds, 0);
}
