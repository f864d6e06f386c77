import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import { after, answer, type Behaviour, half_a_body, hang, in_turn, reset } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import {
  done,
  read_refusal,
  refused,
  roster_remove,
  roster_set,
  subscription,
  subscription_types,
} from "../support/edit_stanzas.ts";
import { new_gate } from "../support/gate.ts";
import { fresh, news } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";
import { error_condition, roster_namespace } from "../support/stanza.ts";

type Kind = "set" | "remove" | (typeof subscription_types)[number];
const kinds: readonly Kind[] = ["set", "remove", ...subscription_types];

/** The edit of this kind that a client sends about a contact. */
function edit(kind: Kind, contact: string): Element {
  if (kind === "set") return roster_set(contact, { name: "Marie", groups: ["Friends"] });
  return kind === "remove" ? roster_remove(contact) : subscription(kind, contact);
}

interface Refused {
  condition: string;
  /** Where the contract says which. */
  type?: string;
}

const refusals: Record<number, Refused> = {
  400: { condition: "bad-request" },
  401: { condition: "forbidden" },
  403: { condition: "forbidden" },
  404: { condition: "item-not-found" },
  405: { condition: "not-allowed" },
  406: { condition: "not-acceptable" },
  409: { condition: "conflict" },
  422: { condition: "not-acceptable" },
  429: { condition: "resource-constraint", type: "wait" },
};

const failures: Record<string, Behaviour> = {
  "500": answer(500),
  "503": answer(503, { message: "we are closed" }),
  "410": answer(410),
  "418": answer(418),
  "302": answer(302, "", { Location: "/elsewhere" }),
  "201": answer(201, {}),
  "no JSON": answer(200, "<html>"),
  "no object": answer(200, [1, 2]),
  "a text": answer(200, '"done"'),
  "half a body": half_a_body,
  "a reset connection": reset,
};

for_each_prosody("clients edit", (version) => {
  const stage_of = test_stages(version, {
    edits: ({ edit_url }) => ({
      http_roster_edit_url: edit_url,
      http_roster_headers: { Authorization: "Bearer of-the-backend" },
    }),
    slow: ({ edit_url }) => ({ http_roster_edit_url: edit_url, http_roster_timeout: 0.5 }),
    refusing: () => ({}),
  });

  /** A user online whose roster has these contacts, and the JID of somebody that no test knows. */
  async function user(stage: Stage, roster: Record<string, unknown> = {}): Promise<[Client, string, string]> {
    const john = fresh("john");
    const client = await stage.arrive(john, roster);
    return [client, `${john}@${stage.host}`, `${fresh("marie")}@${stage.host}`];
  }

  /** All that the user had sent before is done: this edit, of which nothing comes, was asked about after all that. */
  async function all_done(stage: Stage, client: Client): Promise<void> {
    stage.backend.behave_for_edits(answer(204));
    await done(client, roster_set(`${fresh("nobody")}@${stage.host}`));
  }

  describe("what the backend is asked", () => {
    test("a contact added: who, whom, name and groups, with the headers of all requests and a key of its own", async () => {
      const stage = stage_of("edits");
      const [client, john, marie] = await user(stage);
      stage.backend.behave_for_edits(answer(204));
      await done(client, roster_set(marie, { name: "Marie", groups: ["Work", "Friends"] }));
      await done(client, roster_set(marie, { name: "", groups: [] }));
      await done(client, roster_set(marie));
      const edits = stage.backend.edits(john);
      const [named, ...unnamed] = edits.map(({ body }): unknown => JSON.parse(body));
      assert.deepEqual(named, {
        action: "set",
        user: john,
        contact: marie,
        name: "Marie",
        groups: ["Work", "Friends"],
      });
      for (const body of unnamed) assert.deepEqual(body, { action: "set", user: john, contact: marie, groups: [] });
      assert.equal(unnamed.length, 2);
      for (const { headers } of edits) {
        assert.equal(headers["authorization"], "Bearer of-the-backend");
        assert.match(String(headers["content-type"]), /^application\/json\b/);
        assert.match(String(headers["idempotency-key"]), /^\S{8,}$/);
      }
      assert.equal(new Set(edits.map(({ headers }) => headers["idempotency-key"])).size, 3);
      await client.nothing_until_pong();
    });

    test("a contact removed", async () => {
      const stage = stage_of("edits");
      const [client, john, marie] = await user(stage);
      stage.backend.behave_for_edits(answer(204));
      await done(client, roster_remove(marie));
      const [asked] = stage.backend.edits(john);
      assert.deepEqual(JSON.parse(asked?.body ?? ""), { action: "remove", user: john, contact: marie });
    });

    for (const type of subscription_types) {
      test(`${type}: with text, nickname and token, each where it has one, cut at 1,023 characters`, async () => {
        const stage = stage_of("edits");
        const [client, john, marie] = await user(stage);
        stage.backend.behave_for_edits(answer(204));
        await client.send(subscription(type, marie));
        await client.send(
          subscription(type, marie, { text: 'Hello <Marie> & "all"', nick: "Jöhnny", token: "t-0k3n" }),
        );
        const long = "é".repeat(1_500);
        await client.send(subscription(type, marie, { text: long, nick: long, token: long }));
        await all_done(stage, client);
        const bodies = stage.backend.edits(john).map(({ body }): unknown => JSON.parse(body));
        const question = { action: type, user: john, contact: marie, from: "user" };
        const cut = "é".repeat(1_023);
        assert.deepEqual(bodies.slice(0, 3), [
          question,
          { ...question, text: 'Hello <Marie> & "all"', nick: "Jöhnny", token: "t-0k3n" },
          { ...question, text: cut, nick: cut, token: cut },
        ]);
        await client.nothing_until_pong();
      });
    }

    test("by bare JIDs in their usual spelling, whatever the client writes", async () => {
      const stage = stage_of("edits");
      const [client, john, marie] = await user(stage);
      stage.backend.behave_for_edits(answer(204));
      await done(client, roster_set(marie.toUpperCase()));
      await client.send(subscription("subscribe", `${marie.toUpperCase()}/Phone`));
      await all_done(stage, client);
      for (const { edit } of stage.backend.edits(john).slice(0, 2))
        assert.deepEqual([edit.user, edit.contact], [john, marie]);
    });
  });

  describe("what becomes of it", () => {
    for (const kind of kinds) {
      test(`${kind}: what the backend changes is pushed to every client before the answer`, async () => {
        const stage = stage_of("edits");
        const [client, john, marie] = await user(stage);
        const [name = ""] = john.split("@");
        const other = await stage.arrive(name);
        await client.until_pong();
        stage.backend.behave_for_edits(answer(200, { [name]: { [marie]: { name: "M.", subscription: "none" } } }));
        if (kind === "set" || kind === "remove") {
          const reply = client.request(edit(kind, marie));
          const first = await client.stanza(() => true);
          assert.equal(
            first.getChild("query", roster_namespace)?.getChild("item")?.attrs["jid"],
            marie,
            first.toString(),
          );
          assert.equal((await reply).attrs["type"], "result");
        } else {
          await client.send(edit(kind, marie));
          await client.push(({ item }) => item.jid === marie);
        }
        const { item } = await other.push();
        assert.deepEqual(item, { jid: marie, name: "M.", subscription: "none", groups: [] });
        await client.nothing_until_pong();
        await other.nothing_until_pong();
      });

      for (const [what, behaviour] of Object.entries({
        "204": answer(204),
        "200 without a body": answer(200),
        "200 and {}": answer(200, {}),
      })) {
        test(`${kind}: ${what} is done, and changes nothing by itself`, async () => {
          const stage = stage_of("edits");
          const [client, john, marie] = await user(stage);
          stage.backend.behave_for_edits(behaviour);
          if (kind === "set" || kind === "remove") await done(client, edit(kind, marie));
          else await client.send(edit(kind, marie));
          await stage.backend.edit_asked(john);
          await all_done(stage, client);
          assert.deepEqual(await news(client), []);
          assert.deepEqual((await client.roster()).items, []);
        });
      }

      for (const [status, { condition, type }] of Object.entries(refusals)) {
        test(`${kind}: ${status} is refused with ${condition}, in the backend's own words`, async () => {
          const stage = stage_of("edits");
          const [client, john, marie] = await user(stage);
          const fetched = stage.backend.requests_for(john.replace(/@.*/, "")).length;
          const words = ["Not <today>", null, "x".repeat(500), null];
          stage.backend.behave_for_edits(
            in_turn(
              answer(Number(status), { message: "Not <today>", detail: 7 }),
              answer(Number(status), "no JSON"),
              answer(Number(status), { detail: "x".repeat(700) }),
              answer(Number(status), { message: ["no text"] }),
            ),
          );
          for (const text of words) {
            const refusal = await refused(client, edit(kind, marie));
            assert.deepEqual([refusal.condition, refusal.text], [condition, text]);
            if (type !== undefined) assert.equal(refusal.type, type);
          }
          await client.nothing_until_pong();
          assert.equal(stage.backend.requests_for(john.replace(/@.*/, "")).length, fetched, "nothing is fetched again");
          assert.deepEqual((await client.roster()).items, []);
        });
      }

      for (const [what, behaviour] of Object.entries(failures)) {
        test(`${kind}: after ${what} it has failed, and the roster is fetched again`, async () => {
          const stage = stage_of("edits");
          const contact = `${fresh("known")}@${stage.host}`;
          const [client, john, marie] = await user(stage, { [contact]: { subscription: "none" } });
          const [name = ""] = john.split("@");
          const fetched = stage.backend.requests_for(name).length;
          stage.backend.behave_for_edits(behaviour);
          // It had acted all the same.
          stage.backend.rosters.set(name, { [contact]: { subscription: "none" }, [marie]: { subscription: "none" } });
          const { condition, type } = await refused(client, edit(kind, marie));
          assert.deepEqual([condition, type], ["remote-server-timeout", "wait"]);
          await stage.backend.requested(name, fetched + 1);
          assert.equal((await client.push()).item.jid, marie);
          assert.equal(stage.backend.edits(john).length, 1, "a question is asked once");
          // So that five failures in a row don't count as a backend that is away.
          await all_done(stage, client);
        });
      }
    }

    test("an answer that does not come in time: refused, asked once, and what comes later does no harm", async () => {
      const stage = stage_of("slow");
      const [client, john, marie] = await user(stage);
      const gate = new_gate();
      const [name = ""] = john.split("@");
      stage.backend.behave_for_edits(after(gate, answer(200, { [name]: { [marie]: {} } })));
      const { condition, type } = await refused(client, roster_set(marie));
      assert.deepEqual([condition, type], ["remote-server-timeout", "wait"]);
      gate.open();
      stage.backend.behave_for_edits(hang);
      assert.equal((await refused(client, subscription("subscribe", marie))).condition, "remote-server-timeout");
      await all_done(stage, client);
      assert.equal(stage.backend.edits(john).length, 3);
      assert.deepEqual((await client.roster()).items, []);
    });

    test("changes of somebody who is not of this host are passed over, with a warning", async () => {
      const stage = stage_of("edits");
      const [client, john, marie] = await user(stage);
      const [name = ""] = john.split("@");
      const changes = { [name]: { [marie]: { subscription: "none" } }, "eve@other.test": { [marie]: {} } };
      stage.backend.behave_for_edits(answer(200, changes));
      const warnings = stage.logged("warn").length;
      await done(client, roster_set(marie));
      assert.equal((await client.push()).item.jid, marie);
      assert.equal(stage.logged("warn").length, warnings + 1);
    });

    test("changes of the other one are pushed to them as well", async () => {
      const stage = stage_of("edits");
      const [client, john] = await user(stage);
      const [contact, marie] = await user(stage);
      stage.backend.behave_for_edits();
      await client.send(subscription("subscribe", marie, { text: "It's me" }));
      assert.deepEqual((await client.push()).item, { jid: marie, subscription: "none", groups: [], ask: "subscribe" });
      const request = await contact.presence(john, "subscribe");
      assert.equal(request.getChildText("status"), "It's me");
      await contact.send(subscription("subscribed", john));
      assert.deepEqual((await contact.push()).item, { jid: john, subscription: "from", groups: [] });
      assert.deepEqual((await client.push()).item, { jid: marie, subscription: "to", groups: [] });
      await client.presence(contact.jid);
    });
  });

  describe("what is not asked about", () => {
    const long = "é".repeat(512);
    const faults: Record<string, [string, (own: string, marie: string) => Element]> = {
      "two items": [
        "bad-request",
        (_, marie) => {
          const items = [xml("item", { jid: marie }), xml("item", { jid: `x${marie}` })];
          return xml("iq", { type: "set" }, xml("query", { xmlns: roster_namespace }, ...items));
        },
      ],
      "two items to remove": [
        "bad-request",
        (_, marie) => {
          const items = [marie, `x${marie}`].map((jid) => xml("item", { jid, subscription: "remove" }));
          return xml("iq", { type: "set" }, xml("query", { xmlns: roster_namespace }, ...items));
        },
      ],
      "no item": ["bad-request", () => xml("iq", { type: "set" }, xml("query", { xmlns: roster_namespace }))],
      "no JID": ["bad-request", () => roster_set("")],
      "a bad JID": ["bad-request", () => roster_set("@@")],
      "a bad JID to remove": ["bad-request", () => roster_remove("a@b@c")],
      "two equal groups": ["bad-request", (_, marie) => roster_set(marie, { groups: ["A", "B", "A"] })],
      "the user's own JID": ["not-allowed", (own) => roster_set(own)],
      "an empty group": ["not-acceptable", (_, marie) => roster_set(marie, { groups: ["A", ""] })],
      "a name that is too long": ["not-acceptable", (_, marie) => roster_set(marie, { name: long })],
      "a group that is too long": ["not-acceptable", (_, marie) => roster_set(marie, { groups: [long] })],
    };
    for (const [what, [expected, faulty]] of Object.entries(faults)) {
      test(`${what}: ${expected}`, async () => {
        const stage = stage_of("edits");
        const [client, john, marie] = await user(stage);
        assert.equal(error_condition(await client.request(faulty(john, marie))), expected);
        await client.nothing_until_pong();
        assert.equal(stage.backend.edits(john).length, 0);
      });
    }

    test("a name and groups of 1,023 bytes are not too long, and a subscription is passed over", async () => {
      const stage = stage_of("edits");
      const [client, john, marie] = await user(stage);
      stage.backend.behave_for_edits(answer(204));
      const longest = `x${"é".repeat(511)}`;
      const set = roster_set(marie, { name: longest, groups: [longest] });
      const item = set.getChild("query")?.getChild("item");
      assert.ok(item);
      item.attrs["subscription"] = "both";
      item.attrs["ask"] = "subscribe";
      await done(client, set);
      assert.deepEqual(JSON.parse(stage.backend.edits(john)[0]?.body ?? ""), {
        action: "set",
        user: john,
        contact: marie,
        name: longest,
        groups: [longest],
      });
    });

    test("somebody else's roster", async () => {
      const stage = stage_of("edits");
      const [client, john, marie] = await user(stage);
      const set = roster_set("x@y.test");
      set.attrs["to"] = marie;
      read_refusal(await client.request(set));
      assert.equal(stage.backend.edits(john).length + stage.backend.edits(marie).length, 0);
    });
  });

  test("without http_roster_edit_url, nothing is asked: sets are refused and subscription stanzas are dropped", async () => {
    const stage = stage_of("refusing");
    const [client, , marie] = await user(stage);
    for (const kind of ["set", "remove"] as const) {
      const refusal = await refused(client, edit(kind, marie));
      assert.equal(refusal.condition, "not-allowed");
      assert.notEqual(refusal.text ?? "", "");
    }
    for (const type of subscription_types) await client.send(subscription(type, marie));
    await client.nothing_until_pong();
    assert.equal(stage.backend.requests.filter(({ url }) => url === "/edits").length, 0);
  });

  test("while the backend is away, nothing is asked and everything is refused at once", async () => {
    const stage = stage_of("slow");
    const [client, john, marie] = await user(stage);
    await stage.lose(john.replace(/@.*/, ""));
    for (const kind of kinds) {
      const { condition, type } = await refused(client, edit(kind, marie));
      assert.deepEqual([condition, type], ["remote-server-timeout", "wait"]);
    }
    assert.equal(stage.backend.edits(john).length, 0);
    stage.mend();
    stage.backend.behave_for_edits(answer(204));
    await until(
      async () => (await client.request(roster_set(marie))).attrs["type"] === "result",
      () => "the backend to be asked again",
      30_000,
    );
  });
});
