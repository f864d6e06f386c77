import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { contact, log_in_with_roster, unchanged } from "../support/online.ts";
import { complete, refresh } from "../support/outcome.ts";
import type { RosterItem } from "../support/stanza.ts";
import { test_server } from "../support/test_server.ts";

type Contacts = [jid: string, name: string][];

const batch_host = "batch.test";

for_each_prosody("a long roster that changes bit by bit", (version) => {
  const server = test_server(version, {
    other_hosts: ({ url, batch_url }) => ({
      [batch_host]: { http_roster_url: url, http_roster_batch_url: batch_url },
    }),
  });

  function jid(index: number): string {
    return `contact${String(index).padStart(5, "0")}@example.com`;
  }

  function many(count: number): Contacts {
    return Array.from({ length: count }, (_, index) => [jid(index), `Contact ${index}`]);
  }

  const steps: { what: string; change: (contacts: Contacts) => Contacts }[] = [
    { what: "a new name", change: (all) => all.map(([who, name], at) => [who, at === 5 ? "Renamed" : name]) },
    {
      what: "another one, with brackets",
      change: (all) => all.map(([who, name], at) => [who, at === 7 ? '}},"{' : name]),
    },
    { what: "one more at the end", change: (all) => [...all, [jid(90_001), "At the end"]] },
    { what: "one more at the beginning", change: (all) => [[jid(90_002), "At the beginning"], ...all] },
    { what: "one less", change: (all) => all.filter((_, at) => at !== 20) },
    { what: "the first and the last one less", change: (all) => all.slice(1, -1) },
    {
      what: "one more, one less and a new name, next to each other",
      change: (all) => [...all.slice(0, 10), [jid(90_003), "New"], ["renamed@example.com", "Moved"], ...all.slice(12)],
    },
    { what: "many less", change: (all) => all.filter((_, at) => at % 3 !== 0) },
    {
      what: "another order, and a new name",
      change: (all) => all.map(([who, name], at): [string, string] => [who, at === 3 ? "Again" : name]).reverse(),
    },
    {
      what: "a new name in that order",
      change: (all) => all.map(([who, name], at) => [who, at === 8 ? "Once more" : name]),
    },
    { what: "nothing", change: (all) => all },
  ];

  function document(contacts: Contacts): Record<string, unknown> {
    return Object.fromEntries(contacts.map(([who, name]) => [who, { name }]));
  }

  function items(contacts: Contacts): RosterItem[] {
    return contacts.map(([who, name]) => contact(who, { name })).sort((a, b) => (a.jid < b.jid ? -1 : 1));
  }

  /** What clients must be told. */
  function pushes(before: Contacts, after: Contacts): RosterItem[] {
    const [old_names, new_names] = [new Map(before), new Map(after)];
    const gone = before.filter(([who]) => !new_names.has(who)).map(([who]) => contact(who, { subscription: "remove" }));
    const changed = after
      .filter(([who, name]) => old_names.get(who) !== name)
      .map(([who, name]) => contact(who, { name }));
    return [...gone, ...changed].sort((a, b) => (a.jid < b.jid ? -1 : 1));
  }

  async function next_pushes(client: Client, count: number): Promise<RosterItem[]> {
    const found: RosterItem[] = [];
    while (found.length < count) found.push((await client.push()).item);
    return found.sort((a, b) => (a.jid < b.jid ? -1 : 1));
  }

  for (const host of ["chat.test", batch_host]) {
    for (const count of [30, 300, 1500]) {
      test(`of ${count} contacts, ${host === batch_host ? "by batch" : "by itself"}`, async () => {
        const [username, other] = [`user${count}`, `other${count}`];
        let contacts = many(count);
        server.backend.rosters.set(username, document(contacts));
        server.backend.rosters.set(other, {});
        const client = await log_in_with_roster(server.prosody, username, { host });
        await log_in_with_roster(server.prosody, other, { host });
        await unchanged(client, items(contacts));
        for (const { what, change } of steps) {
          const before = contacts;
          contacts = change(contacts);
          server.backend.rosters.set(username, document(contacts));
          assert.deepEqual(await refresh(server.prosody, [username, other], { host }), complete(2));
          const expected = pushes(before, contacts);
          assert.deepEqual(await next_pushes(client, expected.length), expected, what);
          await unchanged(client, items(contacts));
        }
        await client.stop();
      });
    }
  }

  test("of 1500 contacts, with one more whose JID has another form", async () => {
    const contacts = many(1500);
    server.backend.rosters.set("john", document(contacts));
    const client = await log_in_with_roster(server.prosody, "john");
    server.backend.rosters.set("john", document([...contacts, ["Capital@Example.COM", "Capital"]]));
    assert.deepEqual(await refresh(server.prosody, ["john"]), complete(1));
    assert.deepEqual((await client.push()).item, contact("capital@example.com", { name: "Capital" }));
    await unchanged(client, items([["capital@example.com", "Capital"], ...contacts]));
    await client.stop();
  });
});
