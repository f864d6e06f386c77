import assert from "node:assert/strict";
import { test } from "node:test";
import { for_each_prosody } from "../support/each_prosody.ts";
import { start_prosody } from "../support/prosody.ts";
import { RawConnection } from "../support/raw_connection.ts";

/** What a signal in the midst of a session's end finds, on 0.12. */
const half_end_session = `
  local session = prosody.full_sessions[...];
  session.close = nil;
`;

for_each_prosody("a Prosody whose own modules fail when it is told to stop", (version) => {
  test("is ended by force, which is an error of the tests only where such a signal can't come by chance", async () => {
    const host = "chat.test";
    const prosody = await start_prosody({
      version,
      hosts: { [host]: { modules_disabled: ["http_roster_admin"] } },
    });
    const john = new RawConnection(prosody, host);
    await john.authenticate("john");
    await john.bind("phone");
    await prosody.lua(half_end_session, [john.jid]);
    if (version === "0.12") await prosody.stop();
    else await assert.rejects(prosody.stop(), /waited \d+ ms for Prosody 13.0 to stop/);
    john.drop();
  });
});
