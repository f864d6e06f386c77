import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import type { Prosody } from "../support/prosody.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { fresh, news, refresh } from "../support/scene.ts";
import { test_server } from "../support/test_server.ts";

const host = "chat.test";
const stream_management = "urn:xmpp:sm:3";

async function online(prosody: Prosody, username: string, resource: string): Promise<RawConnection> {
  const connection = new RawConnection(prosody);
  await connection.authenticate(username);
  await connection.bind(resource);
  await connection.roster();
  await connection.available();
  await connection.until_pong();
  return connection;
}

for_each_prosody("hibernating sessions", (version) => {
  const server = test_server(version, { modules_enabled: ["smacks"] });

  test("get their roster pushes when they resume, and the presence of new contacts", async () => {
    const { backend, prosody } = server;
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, {});
    backend.rosters.set(marie, { [`${john}@${host}`]: {} });
    // Not @xmpp/client: where the server offers stream management it uses it, and miscounts.
    const marie_client = await online(prosody, marie, "desk");
    const dropped = await online(prosody, john, "phone");
    await dropped.raw(`<enable xmlns='${stream_management}' resume='true'/>`);
    const enabled = await dropped.stanza(({ name }) => name === "enabled", "stream management");
    dropped.drop();
    const is_hibernating =
      "local session = prosody.full_sessions[...]; return session and session.hibernating and true;";
    await until(
      async () => (await prosody.lua(is_hibernating, [dropped.jid])) === true,
      () => "the session to hibernate",
    );

    backend.rosters.set(john, { [`${marie}@${host}`]: {}, "aaron@x.test": { subscription: "none" } });
    await refresh(prosody, [john]);
    assert.deepEqual(await news(marie_client), [`available ${dropped.jid}`]);

    const resumed = new RawConnection(prosody);
    await resumed.authenticate(john);
    await resumed.raw(`<resume xmlns='${stream_management}' h='0' previd='${enabled.attrs["id"]}'/>`);
    await resumed.stanza(({ name }) => name === "resumed", "the session to resume");
    const pushed = [(await resumed.push()).item.jid, (await resumed.push()).item.jid].sort();
    assert.deepEqual(pushed, ["aaron@x.test", `${marie}@${host}`]);
    await resumed.presence(marie_client.jid);
    const rest = (await resumed.until_pong()).filter(({ name }) => name !== "r");
    assert.deepEqual(rest.map(String), []);
  });
});
