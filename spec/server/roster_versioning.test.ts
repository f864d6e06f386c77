import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { xml } from "@xmpp/client";
import { type Backend, start_backend } from "../support/backend.ts";
import { answer } from "../support/backend_behaviour.ts";
import { log_in } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type Json, type Prosody, start_prosody } from "../support/prosody.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { arrive, fresh, ok, refresh } from "../support/scene.ts";
import { read_push, type RosterItem, type RosterPush } from "../support/stanza.ts";

const hosts = ["with.test", "without.test", "memory.test"] as const;
const kinds = {
  "with.test": "with mod_roster",
  "without.test": "without mod_roster",
  "memory.test": "with storage in memory",
};

interface Contact {
  name?: string;
  groups?: string[];
  subscription?: string;
}

type Document = Record<string, Contact>;

/** Numbers from 0 to 1, always the same ones. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function random_document(random: () => number): Document {
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const document: Document = {};
  for (const name of ["ann", "bob", "cho", "dan", "eve"]) {
    if (random() < 0.3) continue;
    const subscription = pick(["both", "to", "from", "none"]) ?? "both";
    document[`${name}@elsewhere.test`] = {
      name: pick(["A", "B"]),
      groups: pick([[], ["x"], ["x", "y"]]),
      subscription,
    };
  }
  return document;
}

/** What a client keeps of a roster: items by JID, changed by pushes. */
class ClientCache {
  #items: Map<string, RosterItem>;

  constructor(items: readonly RosterItem[]) {
    this.#items = new Map(items.map((item) => [item.jid, item]));
  }

  take({ item }: RosterPush): void {
    if (item.subscription === "remove") this.#items.delete(item.jid);
    else this.#items.set(item.jid, item);
  }

  items(): RosterItem[] {
    return [...this.#items.values()].sort((a, b) => (a.jid < b.jid ? -1 : 1));
  }
}

for_each_prosody("roster versioning", (version) => {
  let backend: Backend;
  let prosody: Prosody;

  before(async () => {
    backend = await start_backend();
    prosody = await start_prosody({
      version,
      hosts: {
        "with.test": { http_roster_url: backend.url },
        "without.test": { http_roster_url: backend.url, modules_disabled: ["tls", "s2s", "roster"] },
        "memory.test": { http_roster_url: backend.url, storage: "memory" },
      },
    });
  });

  after(async () => {
    assert.deepEqual(prosody.tracebacks(), []);
    await prosody.stop();
    await backend.stop();
  });

  /** The versions of the roster as each document in turn is what the backend says. */
  async function versions_of(documents: readonly unknown[]): Promise<(string | undefined)[]> {
    const john = fresh("john");
    backend.rosters.set(john, {});
    const client = await log_in(prosody, john);
    const versions: (string | undefined)[] = [];
    for (const document of documents) {
      backend.rosters.set(john, document);
      await refresh(prosody, [john]);
      versions.push((await client.roster()).ver);
    }
    return versions;
  }

  for (const host of hosts) {
    test(`is advertised exactly once, ${kinds[host]}`, async () => {
      const john = fresh("john");
      backend.rosters.set(john, {});
      const connection = new RawConnection(prosody, host);
      const before_login = await connection.open();
      assert.equal(before_login.getChild("ver", "urn:xmpp:features:rosterver"), undefined);
      const second = new RawConnection(prosody, host);
      const features = await second.authenticate(john);
      assert.equal(features.getChildren("ver", "urn:xmpp:features:rosterver").length, 1);
      connection.drop();
      second.drop();
    });

    test(`rosters are a feature of the host exactly once, ${kinds[host]}`, async () => {
      const john = fresh("john");
      backend.rosters.set(john, {});
      const client = await log_in(prosody, john, { host });
      const query = xml("query", { xmlns: "http://jabber.org/protocol/disco#info" });
      const info = (await client.request(xml("iq", { type: "get", to: host }, query))).getChild("query");
      const features = info?.getChildren("feature").map(({ attrs }) => String(attrs["var"])) ?? [];
      assert.deepEqual(
        features.filter((feature) => feature === "jabber:iq:roster"),
        ["jabber:iq:roster"],
      );
    });

    test(`a version outlives a reconnect and a reload of the module, ${kinds[host]}`, async () => {
      const john = fresh("john");
      backend.rosters.set(john, { "marie@elsewhere.test": { groups: ["b", "a"] }, "aaron@elsewhere.test": {} });
      const first = await log_in(prosody, john, { host });
      const { ver, items } = await first.roster();
      assert.ok(ver);
      assert.equal(items.length, 2);
      assert.equal((await first.roster({ ver })).unchanged, true);
      await first.stop();
      const second = await log_in(prosody, john, { host });
      assert.equal((await second.roster({ ver })).unchanged, true);
      await prosody.reload_module("http_roster_admin", host);
      assert.equal((await second.roster({ ver })).unchanged, true);
      await second.stop();
      const third = await log_in(prosody, john, { host });
      assert.equal((await third.roster({ ver })).unchanged, true);
      assert.equal((await third.roster()).ver, ver);
    });
  }

  test("different contents have different versions, the same content the same", async () => {
    const contents = [
      {},
      { "a@x.test": {} },
      { "b@x.test": {} },
      { "a@x.test": {}, "b@x.test": {} },
      { "a@x.test": { name: "a" } },
      { "a@x.test": { name: "b" } },
      { "a@x.test": { name: "b" }, "b@x.test": {} },
      { "a@x.test": {}, "b@x.test": { name: "b" } },
      { "a@x.test": { groups: ["b"] } },
      { "a@x.test": { groups: ["a", "b"] } },
      { "a@x.test": { groups: ["ab"] } },
      { "a@x.test": { groups: ["a b"] } },
      { "a@x.test": { name: "a", groups: ["b"] } },
      { "a@x.test": { name: "b", groups: ["a"] } },
      { "a@x.test": { name: "both" } },
      { "a@x.test": { subscription: "to" } },
      { "a@x.test": { subscription: "from" } },
      { "a@x.test": { subscription: "none" } },
      { "a@x.test": { subscription: "to" }, "b@x.test": { subscription: "from" } },
      { "a@x.test": { subscription: "from" }, "b@x.test": { subscription: "to" } },
    ];
    const versions = await versions_of([...contents, ...contents]);
    assert.equal(new Set(versions.slice(0, contents.length)).size, contents.length);
    assert.deepEqual(versions.slice(contents.length), versions.slice(0, contents.length));
  });

  test("the form of a document makes no difference to the version", async () => {
    const forms = [
      { "a@x.test": { name: "A", groups: ["one", "two"], subscription: "both" }, "b@x.test": { subscription: "to" } },
      { "b@x.test": { subscription: "to" }, "a@x.test": { groups: ["two", "one", "two", ""], name: "A" } },
      { "b@x.test": { subscription: "to", name: null }, "A@X.test/phone": { groups: { two: 1, one: 1 }, name: "A" } },
      { "b@x.test": { subscription: "to", color: "red" }, "a@x.test": { groups: { one: {}, two: true }, name: "A" } },
    ];
    const versions = await versions_of([{}, ...forms]);
    assert.equal(new Set(versions.slice(1)).size, 1);
    assert.notEqual(versions[0], versions[1]);
  });

  test("two users with the same contacts have versions of their own right: neither is shown the other's", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, { "a@x.test": {} });
    backend.rosters.set(marie, { "b@x.test": {} });
    const john_roster = await (await log_in(prosody, john)).roster();
    const marie_client = await log_in(prosody, marie);
    const marie_roster = await marie_client.roster({ ver: john_roster.ver });
    assert.equal(marie_roster.unchanged, false);
    assert.deepEqual(
      marie_roster.items.map(({ jid }) => jid),
      ["b@x.test"],
    );
  });

  test("each push of a change has a version of its own, the last one that of the whole", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": {}, "b@x.test": {}, "c@x.test": {} });
    const client = await log_in(prosody, john);
    const { ver: first } = await client.roster();
    backend.rosters.set(john, {
      "a@x.test": { name: "A" },
      "c@x.test": { groups: ["x"] },
      "d@x.test": {},
      "e@x.test": {},
    });
    await refresh(prosody, [john]);
    const versions = [first];
    for (let i = 0; i < 5; i++) versions.push((await client.push()).ver);
    await client.nothing_until_pong();
    assert.equal(new Set(versions).size, 6);
    assert.ok(versions.every((each) => each !== undefined && each !== ""));
    assert.equal((await client.roster()).ver, versions.at(-1));
  });

  test("a client that stops at any push, and comes back with its version, misses nothing", async () => {
    const john = fresh("john");
    const random = dice(version === "0.12" ? 12 : 13);
    let document = random_document(random);
    backend.rosters.set(john, document);
    const client = await log_in(prosody, john);
    const start = await client.roster();
    const cache = new ClientCache(start.items);
    /** Each version that a client may have kept → what it has then. */
    const contents = new Map<string, RosterItem[]>([[start.ver ?? "", start.items]]);

    for (let round = 0; round < 25; round++) {
      const wanted = random_document(random);
      const removed: Record<string, Json> = {};
      for (const jid of Object.keys(document)) removed[jid] = null;
      for (const jid of Object.keys(wanted)) delete removed[jid];
      backend.rosters.set(john, wanted);
      const how = random();
      const bodies = { [john]: how < 0.5 ? wanted : { ...wanted, ...removed } };
      if (how < 0.3) await refresh(prosody, [john]);
      else {
        const handed = await prosody.request(how < 0.5 ? "POST" : "PATCH", "/roster_admin/rosters", { json: bodies });
        assert.deepEqual(handed.json(), ok(1));
      }
      document = wanted;

      for (const stanza of await client.until_pong()) {
        const push = read_push(stanza);
        assert.ok(push?.ver, stanza.toString());
        const { ver } = push;
        cache.take(push);
        const known = contents.get(ver);
        if (known !== undefined) assert.deepEqual(cache.items(), known, `${ver} stands for two contents`);
        contents.set(ver, cache.items());
      }
      const whole = await client.roster();
      assert.deepEqual(cache.items(), whole.items);
      assert.deepEqual(contents.get(whole.ver ?? ""), whole.items, "the last push has the version of the whole");
    }

    const now = await client.roster();
    await client.stop();
    const later = await log_in(prosody, john);
    for (const [ver, items] of contents) {
      const { unchanged } = await later.roster({ ver });
      assert.equal(unchanged, JSON.stringify(items) === JSON.stringify(now.items), ver);
    }
  });

  test("a backend that answers 503 at a login changes nothing in the version", async () => {
    const john = fresh("john");
    backend.rosters.set(john, { "a@x.test": {} });
    const client = await log_in(prosody, john);
    const { ver } = await client.roster();
    await client.stop();
    backend.behave(john, answer(503));
    const again = await log_in(prosody, john);
    assert.equal((await again.roster({ ver })).unchanged, true);
    backend.behave(john);
    await again.nothing_until_pong();
  });

  test("versions outlive a restart of Prosody, with any storage", async () => {
    const kept = [];
    for (const host of hosts) {
      const john = fresh("john");
      backend.rosters.set(john, { "marie@x.test": { name: "Marie", groups: ["b", "a"] }, "aaron@x.test": {} });
      const client = await arrive(prosody, john, { host });
      kept.push({ host, john, ver: (await client.roster()).ver });
    }
    await prosody.restart();
    for (const { host, john, ver } of kept) {
      const client = await log_in(prosody, john, { host });
      assert.equal((await client.roster({ ver })).unchanged, true, host);
      assert.equal((await client.roster()).ver, ver);
    }
  });
});
