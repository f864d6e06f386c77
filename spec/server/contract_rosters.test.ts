import assert from "node:assert/strict";
import { test } from "node:test";
import { documents } from "../contract/roster_documents.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { fresh } from "../support/scene.ts";
import { test_stages } from "../support/stages.ts";

for_each_prosody("the module says of a roster document what its schema says", (version) => {
  const stage_of = test_stages(version, { asking: ({ edit_url }) => ({ http_roster_edit_url: edit_url }) });

  /** What the module finds wrong with a document that the backend answers. */
  async function faults_of(document: unknown): Promise<string[]> {
    const stage = stage_of("asking");
    const username = fresh("john");
    const text = JSON.stringify(document).replaceAll("john@asking.test", `${username}@asking.test`);
    stage.backend.behave(username, ({ response }) => {
      response.writeHead(200, { "Content-Type": "application/json" }).end(text);
    });
    const client = await stage.log_in(username);
    const { failed } = await stage.refresh([username]);
    await client.stop();
    const lines = stage.prosody.log().split("\n");
    return [...Object.values(failed), ...lines.filter((line) => line.includes(`In the roster of ${username}, `))];
  }

  const are_good = { good: true, bad: false, beyond: false, unread: true } as const;
  for (const kind of ["good", "bad", "beyond", "unread"] as const) {
    test(`${kind} ones`, async () => {
      for (const [name, document] of Object.entries(documents[kind])) {
        const faults = await faults_of(document);
        assert.equal(faults.length === 0, are_good[kind], `${name}: ${faults.join("; ") || "nothing wrong"}`);
      }
    });
  }
});
