import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Backend } from "../support/backend.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { contact, go_online } from "../support/online.ts";
import type { Client } from "../support/client.ts";
import { dist_folder } from "../support/prosody_process.ts";
import { news, refresh } from "../support/scene.ts";
import { test_server } from "../support/test_server.ts";

const file_name = "mod_http_roster_admin.lua";
const community_folder = join(dirname(fileURLToPath(import.meta.url)), "../support/community");

const ann = "ann@chat.test";
const bob = "bob@chat.test";
const cat = "cat@chat.test";
const bob_at_work = { name: "Bob", groups: ["Work"] };

for_each_prosody("the module in the place of the community's", (version) => {
  const folder = mkdtempSync(join(tmpdir(), "swapped-"));
  after(() => rmSync(folder, { recursive: true }));
  const install = (from: string): void => copyFileSync(join(from, file_name), join(folder, file_name));
  install(community_folder);
  const server = test_server(version, { module_folder: folder });

  /** As an admin does with users online: another file in the place of the one that runs, and `module:reload`. */
  async function swap(to: string): Promise<void> {
    install(to);
    await server.prosody.reload_module();
  }

  async function is_ours(): Promise<boolean> {
    return (await server.prosody.request("GET", "/roster_admin/status")).status === 200;
  }

  function befriend(backend: Backend): void {
    backend.rosters.set("ann", { [bob]: bob_at_work });
    backend.rosters.set("bob", { [ann]: {} });
    backend.rosters.set("cat", {});
  }

  /** A change that the application tells of reaches the client, and no other push does. */
  async function follows(client: Client, jid: string): Promise<void> {
    server.backend.rosters.set("ann", { [bob]: bob_at_work, [jid]: {} });
    await refresh(server.prosody, ["ann"]);
    assert.deepEqual((await client.push()).item, contact(jid));
    server.backend.rosters.set("ann", { [bob]: bob_at_work });
    await refresh(server.prosody, ["ann"]);
    assert.deepEqual((await client.push()).item, contact(jid, { subscription: "remove" }));
    const told = await news(client);
    assert.deepEqual(
      told.filter((line) => line !== `unavailable ${jid}`),
      [],
    );
  }

  test("takes over with users online, and is put back: nobody is thrown out, loses a contact, or is told twice", async () => {
    befriend(server.backend);
    const at_ann = await go_online(server.prosody, "ann");
    const at_bob = await go_online(server.prosody, "bob");
    await at_ann.presence(bob);
    const ann_knows = [contact(bob, bob_at_work)];
    assert.equal(await is_ours(), false);
    await follows(at_ann, "x@chat.test");

    server.backend.rosters.set("bob", { [ann]: {}, [cat]: { name: "Cat" } });
    await swap(dist_folder);
    assert.equal(await is_ours(), true);
    // What has changed without a word is found out.
    assert.deepEqual((await at_bob.push()).item, contact(cat, { name: "Cat" }));
    // Until the backend has been asked about them, too, users online wait for their contacts.
    await refresh(server.prosody, ["ann"]);
    assert.deepEqual((await at_ann.roster()).items, ann_knows);
    assert.deepEqual(await news(at_ann), []);
    await follows(at_ann, "y@chat.test");
    await at_bob.stop();
    await at_ann.presence(bob, "unavailable");
    const back = await go_online(server.prosody, "bob");
    await at_ann.presence(bob);
    assert.deepEqual((await back.roster()).items, [contact(ann), contact(cat, { name: "Cat" })]);

    await swap(community_folder);
    assert.equal(await is_ours(), false);
    assert.deepEqual((await at_ann.roster()).items, ann_knows);
    assert.deepEqual((await back.roster()).items, [contact(ann), contact(cat, { name: "Cat" })]);
    assert.deepEqual([await news(at_ann), await news(back)], [[], []]);
    await follows(at_ann, "z@chat.test");
    await back.stop();
    await at_ann.presence(bob, "unavailable");
    server.backend.rosters.set("bob", { [ann]: { name: "Ann" } });
    const again = await go_online(server.prosody, "bob");
    assert.deepEqual((await again.roster()).items, [contact(ann, { name: "Ann" })]);
    await at_ann.presence(bob);

    await swap(dist_folder);
    await follows(at_ann, "w@chat.test");
    assert.deepEqual((await again.roster()).items, [contact(ann, { name: "Ann" })]);
    await at_ann.stop();
    await again.stop();
  });
});
