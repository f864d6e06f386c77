import assert from "node:assert/strict";
import { test } from "node:test";
import { after } from "../support/backend_behaviour.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { arrive, fresh } from "../support/scene.ts";
import { test_server } from "../support/test_server.ts";

const patience = 5000;

/**
 * A connection that always has something for Prosody, as on a busy server there always is one that has. Prosody looks at its timers only
 * where none has.
 */
const keep_busy = `
  local server, socket = require "net.server", require "socket";
  local listening = assert(socket.bind("127.0.0.1", 0));
  local never_accepted = socket.tcp();
  never_accepted:settimeout(0);
  never_accepted:connect(listening:getsockname());
  local watch = server.watchfd(listening, function () end);
  module.rest = function ()
    watch:close();
    never_accepted:close();
    listening:close();
  end
  local timers = {};
  module.timers = timers;
  require "util.timer".add_task(0, function () timers.ran = true; end);
`;
const rest = `module.rest(); return module.timers.ran == true;`;

for_each_prosody("while Prosody's loop never comes to rest", (version) => {
  const server = test_server(version);

  async function without_rest(act: () => Promise<unknown>): Promise<void> {
    await server.prosody.lua(keep_busy);
    let have_timers_run: unknown;
    try {
      await act();
    } finally {
      have_timers_run = await server.prosody.lua(rest);
    }
    // 13.0 looks at them all the same.
    assert.equal(have_timers_run, version !== "0.12");
  }

  async function jids_of(client: RawConnection): Promise<string[]> {
    return (await client.roster()).items.map(({ jid }) => jid);
  }

  test("a login is asked for, and let in when the backend has answered", async () => {
    const john = fresh("john");
    server.backend.rosters.set(john, { "old@x.test": {} });
    const client = new RawConnection(server.prosody);
    await client.authenticate(john);
    await without_rest(() => client.bind("phone", patience));
    assert.deepEqual(await jids_of(client), ["old@x.test"]);
    client.drop();
  });

  test("a login is let in when the backend has answered what was asked before", async () => {
    const john = fresh("john");
    server.backend.rosters.set(john, { "old@x.test": {} });
    await (await arrive(server.prosody, john)).stop();
    const gate = new_gate();
    server.backend.behave(john, after(gate));
    await server.prosody.request("GET", `/roster_admin/refresh/${john}`);
    await server.backend.requested(john, 2);
    const client = new RawConnection(server.prosody);
    await client.authenticate(john);
    await client.raw(RawConnection.bind_request("phone"));
    // What was sent before has been read by then.
    await server.prosody.lua("return true");
    await without_rest(async () => {
      gate.open();
      await client.answer_to("bind", patience);
    });
    assert.deepEqual(await jids_of(client), ["old@x.test"]);
    client.drop();
  });
});
