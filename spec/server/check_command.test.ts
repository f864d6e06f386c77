import assert from "node:assert/strict";
import { test } from "node:test";
import { for_each_prosody } from "../support/each_prosody.ts";
import { test_stages } from "../support/stages.ts";

for_each_prosody("prosodyctl mod_http_roster_admin check", (version) => {
  const stage = test_stages(version, {
    plain: () => ({}),
    asking: ({ edit_url }) => ({ http_roster_edit_url: edit_url }),
  });

  const roster = {
    "ann@x.test": { name: "Ann", groups: ["Work"], subscription: "from", ask: "subscribe" },
    "eve@x.test": { request: "Hello" },
  };

  for (const [name, lines] of [
    ["plain", ["  ann@x.test  from  Ann  [Work]", "  eve@x.test  both  -  []"]],
    ["asking", ["  ann@x.test  from (asked)  Ann  [Work]", "  eve@x.test  none (asks)  -  []"]],
  ] as const) {
    test(`shows what a user would get: ${name}`, async () => {
      const { prosody, backend, host } = stage(name);
      backend.rosters.set("john", roster);
      const { code, stdout } = await prosody.prosodyctl("mod_http_roster_admin", "check", `john@${host}`);
      assert.equal(code, 0, stdout);
      for (const line of lines) assert.ok(stdout.split("\n").includes(line), `${line} in ${stdout}`);
    });
  }
});
