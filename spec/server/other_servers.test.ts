import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { xml } from "@xmpp/client";
import { mixes, two_servers } from "../support/two_servers.ts";

for (const mix of mixes) {
  describe(`other servers, Prosody ${mix.here} here and ${mix.far} there`, () => {
    const servers = two_servers(mix);

    test("directed presence reaches them, and theirs comes back", async () => {
      const { here, far, rest, received, sent } = servers();
      const john = await here.arrive("john", {});
      const eve = await far.arrive("eve");
      await eve.send(xml("presence", { to: "john@chat.test" }));
      await john.presence(eve.jid);
      await john.send(xml("presence", { to: eve.jid }));
      await rest(john, eve);
      assert.deepEqual(await received(), [`available ${eve.jid} -> john@chat.test`]);
      assert.deepEqual(await sent(), [`available ${john.jid} -> ${eve.jid}`]);
    });
  });
}
