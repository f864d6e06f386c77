import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type Behaviour, normally } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type Stage, test_stages } from "../support/stages.ts";

const crowd = 1000;

/** A backend that takes so many milliseconds for each request. */
function slowly(milliseconds: number): Behaviour {
  return async (exchange) => {
    await pause(milliseconds);
    await normally(exchange);
  };
}

/** All that a login is to the module: what Prosody asks before a client has its resource, in a coroutine of its own for each. */
const log_all_in = `
  local count, prefix = ...
  local async, time = require "util.async", require "util.time"
  -- So that no run pays for what another one has left.
  collectgarbage()
  local logins = { left = count, failed = 0 }
  prosody.test_logins = logins
  local began = time.monotonic()
  for i = 1, count do
    local session = { type = "c2s_unbound", username = prefix .. i, host = module.host, send = function () end }
    local login = async.runner(function ()
      if module:fire_event("pre-resource-bind", { session = session, resource = "x" }) ~= nil then
        logins.failed = logins.failed + 1
      end
      logins.left = logins.left - 1
      logins.took = time.monotonic() - began
    end)
    login:run(true)
  end`;

// A busy machine makes one run or the other longer: the shortest of each tells.
for_each_prosody("many who log in at once", (version) => {
  const stage = test_stages(version, {
    // So that all are answered.
    single: () => ({ http_roster_timeout: 60 }),
    batch: ({ batch_url }) => ({ http_roster_timeout: 60, http_roster_batch_url: batch_url }),
    slow: () => ({ http_roster_login_wait: 0 }),
  });

  /** Seconds until as many as that have been let in. */
  async function seconds_for(here: Stage, prefix: string, count: number): Promise<number> {
    await here.lua(log_all_in, count, prefix);
    await until(
      async () => (await here.lua("return prosody.test_logins.left")) === 0,
      () => "everyone to be let in",
      60_000,
    );
    assert.equal(await here.lua("return prosody.test_logins.failed"), 0);
    return Number(await here.lua("return prosody.test_logins.took"));
  }

  test("take at most a quarter of the time where the backend answers many at once", async () => {
    const shortest = { single: Infinity, batch: Infinity };
    for (const prefix of ["john", "jane"]) {
      for (const name of ["single", "batch"] as const) {
        const here = stage(name);
        for (let i = 1; i <= crowd; i++) here.backend.rosters.set(`${prefix}${i}`, { "marie@x.test": {} });
        // Long enough that it tells, and not the machine, how long one by one takes.
        here.backend.behave_for_all(slowly(150));
        here.backend.behave_for_batches(slowly(150));
        shortest[name] = Math.min(shortest[name], await seconds_for(here, prefix, crowd));
        here.mend();
      }
    }
    assert.ok(shortest.batch <= shortest.single / 4, `${shortest.batch} s by batch, ${shortest.single} s one by one`);
  });

  test("wait for no slow backend where their rosters are known, and http_roster_login_wait is 0", async () => {
    const here = stage("slow");
    const users = 100;
    for (let i = 1; i <= users; i++) here.backend.rosters.set(`john${i}`, { "marie@x.test": {} });
    await seconds_for(here, "john", users);
    const shortest = { quick: Infinity, slow: Infinity };
    const is_as_quick = (): boolean => shortest.slow <= Math.max(shortest.quick * 1.1, shortest.quick + 5);
    for (let round = 0; round < 3 || (round < 20 && !is_as_quick()); round++) {
      for (const [name, behaviour] of [
        ["quick", slowly(0)],
        ["slow", slowly(2000)],
      ] as const) {
        await here.settled();
        here.backend.behave_for_all(behaviour);
        shortest[name] = Math.min(shortest[name], 1000 * (await seconds_for(here, "john", users)));
      }
      here.backend.behave_for_all(slowly(0));
    }
    assert.ok(is_as_quick(), `${shortest.slow} ms with a slow backend, ${shortest.quick} ms with a quick one`);
  });
});
