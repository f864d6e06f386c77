import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Contacts } from "../../examples/backend/contacts.ts";
import { EmbeddedDatabase } from "../../examples/backend/embedded_database.ts";
import { claim, forget, put, put_off, release } from "../../examples/backend/outbox.ts";
import { within } from "../support/deadline.ts";

const folder = mkdtempSync(join(tmpdir(), "roster-embedded-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const [john, marie] = ["john@chat.test", "marie@chat.test"];
const friend = { groups: [], subscription: "both" } as const;

async function names(database: EmbeddedDatabase, now: number): Promise<string[]> {
  const notices = await database.lease((queries) => claim(queries, "chat.test", 10, now));
  return notices.map(({ owner }) => owner);
}

test("what a transaction has changed is in the file, and in the outbox; what it has not finished is in neither", async () => {
  const file = join(folder, "kept.sqlite");
  const database = await EmbeddedDatabase.open(file);
  await database.transaction(async (queries) => {
    const contacts = new Contacts(queries);
    for (const jid of [john, marie]) await contacts.save_user({ jid, name: "N." });
    await contacts.save_contact(john, marie, { ...friend, groups: [] });
    await put(queries, [...contacts.changed], 0);
  });
  const broken = database.transaction(async (queries) => {
    await new Contacts(queries).save_contact(marie, john, { ...friend, groups: [] });
    await put(queries, [marie], 0);
    throw new Error("broken off");
  });
  await assert.rejects(broken, /broken off/);
  const rejected = database.transaction(async (queries) => {
    await new Contacts(queries).save_contact("nobody@chat.test", john, undefined);
    await queries.rows("INSERT INTO contacts VALUES ('nobody@chat.test', 'x', '', '[]', 'none', NULL, NULL, NULL)");
  });
  await assert.rejects(rejected, /FOREIGN KEY/);
  // Not closed: as after a crash.
  const again = await EmbeddedDatabase.open(file);
  await again.transaction(async (queries) => {
    const contacts = new Contacts(queries);
    assert.deepEqual(await contacts.list(john), { [marie]: friend });
    assert.deepEqual(await contacts.list(marie), {});
  });
  assert.deepEqual(await names(again, 1), [john]);
});

test("transactions do not mix, and each announces what it has put into the outbox", async () => {
  const database = await EmbeddedDatabase.open();
  const heard: (string | undefined)[] = [];
  const all_heard = new Promise<void>((resolve) => {
    database.listen((host) => {
      heard.push(host);
      if (heard.length === 2) resolve();
    });
  });
  let steps = "";
  const work = (name: string, host: string): Promise<void> =>
    database.transaction(async (queries) => {
      for (let step = 0; step < 3; step++) {
        steps += name;
        await queries.rows("SELECT 1");
      }
      await put(queries, [`john@${host}`], 0);
    });
  await Promise.all([work("a", "a.test"), work("b", "b.test")]);
  await within(all_heard, () => "both to be announced");
  assert.deepEqual([steps, heard], ["aaabbb", ["a.test", "b.test"]]);
});

test("the outbox gives each user once, in order, and nothing that is not due, nor what comes after it", async () => {
  const database = await EmbeddedDatabase.open();
  const { held, first } = await database.transaction(async (queries) => {
    const first = await put(queries, [marie, john], 5);
    const held = await put(queries, [marie], 100);
    await put(queries, [marie, john, "eve@work.test"], 5);
    return { held, first };
  });
  assert.deepEqual(await names(database, 4), []);
  assert.deepEqual(await names(database, 5), [marie, john]);
  const notices = await database.lease((queries) => claim(queries, "chat.test", 10, 5));
  assert.deepEqual(
    notices.map(({ ids }) => ids.length),
    [2, 2],
  );
  await database.lease((queries) => forget(queries, notices));
  assert.deepEqual(await names(database, 5), [], "what is held is still there");
  await database.transaction(async (queries) => {
    await put(queries, [marie], 5);
    await release(queries, first, 5);
  });
  assert.deepEqual(await names(database, 5), [], "what came later waits for it");
  await database.transaction((queries) => release(queries, held, 6));
  const [notice] = await database.lease((queries) => claim(queries, "chat.test", 10, 6));
  assert.ok(notice);
  assert.deepEqual([notice.owner, notice.tries, notice.ids.length], [marie, 0, 2]);
  await database.lease((queries) => put_off(queries, notice, 50));
  assert.deepEqual(await names(database, 6), []);
  const [later] = await database.lease((queries) => claim(queries, "chat.test", 10, 50));
  assert.deepEqual([later?.tries, later?.ids], [1, notice.ids]);
});
