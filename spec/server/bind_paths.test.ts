import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { xml } from "@xmpp/client";
import { type Backend, start_backend } from "../support/backend.ts";
import { after as after_gate } from "../support/backend_behaviour.ts";
import { BoshSession } from "../support/bosh_session.ts";
import { log_in } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import { arrive, fresh, refresh } from "../support/scene.ts";
import type { Session } from "../support/session.ts";

const host = "chat.test";

async function bosh(prosody: Prosody, username: string): Promise<BoshSession> {
  const session = new BoshSession(prosody);
  await session.authenticate(username);
  assert.equal((await session.bind("bosh")).attrs["type"], "result");
  return session;
}

const paths: Record<string, (prosody: Prosody, username: string) => Promise<Session & { stop(): Promise<void> }>> = {
  TCP: (prosody, username) => log_in(prosody, username),
  websocket: (prosody, username) => log_in(prosody, username, { transport: "websocket" }),
  BOSH: bosh,
};

for_each_prosody("over every transport", (version) => {
  let backend: Backend;
  let prosody: Prosody;

  before(async () => {
    backend = await start_backend();
    prosody = await start_prosody({
      version,
      modules_enabled: ["websocket", "bosh"],
      hosts: { [host]: { http_roster_url: backend.url } },
    });
  });

  after(async () => {
    assert.deepEqual(prosody.tracebacks(), []);
    await prosody.stop();
    await backend.stop();
  });

  for (const [path, connect] of Object.entries(paths)) {
    test(`${path}: the bind waits for the roster, which is complete, and changes arrive`, async () => {
      const [john, marie] = [fresh("john"), fresh("marie")];
      const contact = `${marie}@${host}`;
      backend.rosters.set(john, { [contact]: { name: "Marie" }, "paul@x.test": { subscription: "none" } });
      backend.rosters.set(marie, { [`${john}@${host}`]: {} });
      const marie_client = await arrive(prosody, marie);
      const gate = new_gate();
      backend.behave(john, after_gate(gate));
      let is_bound = false;
      const connecting = connect(prosody, john).finally(() => (is_bound = true));
      await backend.requested(john);
      await marie_client.nothing_until_pong();
      assert.equal(is_bound, false);
      gate.open();
      const session = await connecting;

      const { items, ver } = await session.roster();
      assert.deepEqual(items, [
        { jid: contact, subscription: "both", name: "Marie", groups: [] },
        { jid: "paul@x.test", subscription: "none", groups: [] },
      ]);
      assert.equal((await session.roster({ ver })).unchanged, true);
      await session.available();
      await session.presence(marie_client.jid);
      await marie_client.presence(session.jid);

      backend.rosters.set(john, { "paul@x.test": { subscription: "none" } });
      await refresh(prosody, [john]);
      assert.equal((await session.push()).item.subscription, "remove");
      await marie_client.presence(session.jid, "unavailable");
      backend.rosters.set(john, { [contact]: {} });
      await refresh(prosody, [john]);
      await marie_client.presence(session.jid);
      await session.stop();
      await marie_client.presence(session.jid, "unavailable");
    });

    test(`${path}: presence without a roster get`, async () => {
      const [john, marie] = [fresh("john"), fresh("marie")];
      backend.rosters.set(john, { [`${marie}@${host}`]: {} });
      backend.rosters.set(marie, { [`${john}@${host}`]: {} });
      const marie_client = await arrive(prosody, marie);
      const session = await connect(prosody, john);
      await session.send(xml("presence"));
      await session.presence(marie_client.jid);
      await marie_client.presence(session.jid);
      await session.stop();
    });
  }

  test("a user's resources on all transports at once see the same roster", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "marie@x.test": {} });
    const sessions = await Promise.all(Object.values(paths).map((connect) => connect(prosody, john)));
    const rosters = await Promise.all(sessions.map((session) => session.roster()));
    assert.equal(new Set(rosters.map((roster) => JSON.stringify(roster))).size, 1);
    assert.equal(rosters[0]?.items.length, 1);
    assert.equal(backend.requests_for(john).length, 1);
    for (const session of sessions) await session.stop();
  });
});
