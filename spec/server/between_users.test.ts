import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Contact } from "../../examples/backend/contact.ts";
import type { Action } from "../../examples/backend/decide.ts";
import { answer } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import {
  contact_in,
  contact_states,
  type ContactState,
  has_asked,
  is_asked,
  may_be_seen,
  may_see,
  mirrored,
  state_of,
} from "../support/contact_states.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { done, roster_remove, roster_set, subscription, subscription_types } from "../support/edit_stanzas.ts";
import { edit_by_the_table, host_of } from "../support/edits.ts";
import { arrive, fresh, in_short, news } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";
import { bare } from "../support/stanza.ts";
import { test_server } from "../support/test_server.ts";

type Lists = Record<string, Contact>;

/** What becomes of both by the table of section 6.4. */
function decided(state: ContactState, action: Action): [ContactState, ContactState] {
  const [john, marie] = ["john@x.test", "marie@x.test"];
  const other = mirrored[state];
  const rosters = new Map<string, unknown>([
    ["john", state === "" ? {} : { [marie]: contact_in(state) }],
    ["marie", other === "" ? {} : { [john]: contact_in(other) }],
  ]);
  edit_by_the_table(rosters, { action, user: john, contact: marie, from: "user" }, new Set());
  return [state_of((rosters.get("john") as Lists)[marie]), state_of((rosters.get("marie") as Lists)[john])];
}

/** What a client sees of a contact in its list. */
function in_list(state: ContactState): string {
  return state.replace(" request", "");
}

function push_of(jid: string, before: ContactState, after: ContactState): string[] {
  // Who is there for a request alone, without a name, is not in the list.
  if (before === "" && after === "none request") return [];
  if (in_list(before) === in_list(after)) return [];
  return [`push ${jid} ${after === "" ? "remove" : after.split(" ")[0]}`];
}

/** The stanzas by which a user is told what another one has done. */
function stanzas_of(action: Action, before: ContactState, after: ContactState): string[] {
  if (before === after) return [];
  if (action !== "remove") return [action];
  const has_lost_from = (may_be_seen(before) || is_asked(before)) && !may_be_seen(after) && !is_asked(after);
  const has_lost_to = (may_see(before) || has_asked(before)) && !may_see(after) && !has_asked(after);
  return [...(has_lost_from ? ["unsubscribe"] : []), ...(has_lost_to ? ["unsubscribed"] : [])];
}

function presence_of(client: Client, before: ContactState, after: ContactState): string[] {
  if (may_see(before) === may_see(after)) return [];
  return [`${may_see(after) ? "available" : "unavailable"} ${client.jid}`];
}

for_each_prosody("between users of the application", (version) => {
  describe("of one host", () => {
    const stage_of = test_stages(version, {
      ours: ({ edit_url }) => ({ http_roster_edit_url: edit_url }),
    });

    interface Pair {
      stage: Stage;
      john: Client;
      marie: Client;
      john_jid: string;
      marie_jid: string;
    }

    async function meet(state: ContactState): Promise<Pair> {
      const stage = stage_of("ours");
      const [name, other] = [fresh("john"), fresh("marie")];
      const [john_jid, marie_jid] = [`${name}@${stage.host}`, `${other}@${stage.host}`];
      const mirror = mirrored[state];
      const john = await stage.arrive(name, state === "" ? {} : { [marie_jid]: contact_in(state) });
      const marie = await stage.arrive(other, mirror === "" ? {} : { [john_jid]: contact_in(mirror) });
      for (const client of [john, marie]) await client.until_pong();
      return { stage, john, marie, john_jid, marie_jid };
    }

    for (const action of ["remove", ...subscription_types] as const) {
      for (const state of contact_states) {
        const [mine, theirs] = decided(state, action);
        test(`${action}, with ${state || "nobody"}: ${mine || "nobody"}, and ${theirs || "nobody"} for the other one`, async () => {
          const { stage, john, marie, john_jid, marie_jid } = await meet(state);
          if (action === "remove") await done(john, roster_remove(marie_jid));
          else await john.send(subscription(action, marie_jid));
          // Done after it, and not asked about anything of these two.
          stage.backend.behave_for_edits((exchange) =>
            exchange.request.edit?.contact === "x@y.test"
              ? answer(204)(exchange)
              : stage.backend.by_the_table(exchange),
          );
          await done(john, roster_set("x@y.test"));
          assert.deepEqual(
            await news(john),
            [...push_of(marie_jid, state, mine), ...presence_of(marie, state, mine)].sort(),
          );
          const before = mirrored[state];
          const stanzas = stanzas_of(action, before, theirs).map((type) => `${type} ${john_jid}`);
          assert.deepEqual(
            await news(marie),
            [...push_of(john_jid, before, theirs), ...presence_of(john, before, theirs), ...stanzas].sort(),
          );
          assert.equal(stage.backend.edits(john_jid).length, 2);
          assert.equal(stage.backend.edits(marie_jid).length, 0, "nobody is asked twice");
          for (const [client, jid, after] of [
            [john, marie_jid, mine],
            [marie, john_jid, theirs],
          ] as const) {
            const items = (await client.roster()).items.map(({ subscription, ask }) =>
              [subscription, ask ?? ""].join(" ").trim(),
            );
            // Who is there for a request alone, without a name, is not in the list.
            const is_there = after !== "" && !(state === "" && after === "none request");
            assert.deepEqual(items, is_there ? [in_list(after).replace("ask", "subscribe")] : [], jid);
          }
          stage.backend.behave_for_edits();
        });
      }
    }

    test("two people befriend each other, see each other, and part again", async () => {
      const { stage, john, marie, john_jid, marie_jid } = await meet("");
      await done(john, roster_set(marie_jid, { name: "Marie" }));
      await john.send(subscription("subscribe", marie_jid, { text: "Hello" }));
      await marie.presence(john_jid, "subscribe");
      await marie.send(subscription("subscribed", john_jid));
      await john.presence(marie_jid, "subscribed");
      await john.presence(marie.jid);
      await marie.send(subscription("subscribe", john_jid));
      await john.presence(marie_jid, "subscribe");
      await john.send(subscription("subscribed", marie_jid));
      await marie.presence(john_jid, "subscribed");
      await marie.presence(john.jid);
      for (const client of [john, marie]) await client.until_pong();
      assert.deepEqual((await john.roster()).items, [
        { jid: marie_jid, name: "Marie", subscription: "both", groups: [] },
      ]);
      assert.deepEqual((await marie.roster()).items, [{ jid: john_jid, subscription: "both", groups: [] }]);
      await done(marie, roster_remove(john_jid));
      assert.deepEqual(await news(john), [
        `push ${marie_jid} none`,
        `unavailable ${marie.jid}`,
        `unsubscribe ${marie_jid}`,
        `unsubscribed ${marie_jid}`,
      ]);
      assert.deepEqual(await news(marie), [`push ${john_jid} remove`, `unavailable ${john.jid}`]);
      assert.equal(stage.backend.edits().filter(({ edit }) => [john_jid, marie_jid].includes(edit.user)).length, 6);
    });

    test("who has not asked for the roster is shown presence, and no stanza", async () => {
      const { stage, john, john_jid, marie_jid } = await meet("none request");
      const plain = await stage.log_in(marie_jid.replace(/@.*/, ""));
      await plain.available();
      await plain.until_pong();
      await john.send(subscription("subscribed", marie_jid));
      await plain.presence(john.jid);
      await plain.nothing_until_pong();
      assert.equal(john_jid, bare(john.jid));
    });

    test("what the backend changes by itself is shown by pushes and presence alone", async () => {
      const { stage, john, marie, john_jid, marie_jid } = await meet("none ask");
      const [name = "", other = ""] = [john_jid, marie_jid].map((jid) => jid.replace(/@.*/, ""));
      const change = (to: string): Record<string, unknown> => ({ subscription: to, ask: null, request: null });
      await stage.call("PATCH", "rosters", {
        json: { [name]: { [marie_jid]: change("to") }, [other]: { [john_jid]: change("from") } },
      });
      assert.deepEqual(await news(john), [`available ${marie.jid}`, `push ${marie_jid} to`]);
      assert.deepEqual(await news(marie), [`push ${john_jid} from`]);
      await stage.call("PATCH", "rosters", { json: { [name]: { [marie_jid]: null }, [other]: { [john_jid]: null } } });
      assert.deepEqual(await news(john), [`push ${marie_jid} remove`, `unavailable ${marie.jid}`]);
      assert.deepEqual(await news(marie), [`push ${john_jid} remove`]);
      assert.equal(stage.backend.edits(john_jid).length + stage.backend.edits(marie_jid).length, 0);
    });

    test("what the backend tells after its answer is shown by pushes and presence alone", async () => {
      const { stage, john, marie, john_jid, marie_jid } = await meet("none request");
      const [name = "", other = ""] = [john_jid, marie_jid].map((jid) => jid.replace(/@.*/, ""));
      stage.backend.behave_for_edits(answer(204));
      await john.send(subscription("subscribed", marie_jid));
      await done(john, roster_set("x@y.test"));
      for (const client of [john, marie]) await client.nothing_until_pong();
      await stage.call("PATCH", "rosters", {
        json: {
          [name]: { [marie_jid]: { subscription: "from", request: null } },
          [other]: { [john_jid]: { subscription: "to", ask: null } },
        },
      });
      assert.deepEqual(await news(john), [`push ${marie_jid} from`]);
      assert.deepEqual(await news(marie), [`available ${john.jid}`, `push ${john_jid} to`]);
      stage.backend.behave_for_edits();
    });

    test("clients that acknowledge come to rest", async () => {
      const { stage, john, marie, john_jid, marie_jid } = await meet("none request");
      // As Converse.js does.
      const acknowledge = (client: Client, other: string): void => {
        void (async () => {
          for (;;) {
            const stanza = await client.stanza(
              ({ name, attrs }) =>
                name === "presence" && ["subscribed", "unsubscribed"].includes(String(attrs["type"])),
              "something to acknowledge",
              60_000,
            );
            const reply = stanza.attrs["type"] === "subscribed" ? "subscribe" : "unsubscribe";
            await client.send(subscription(reply, other));
          }
        })().catch(() => undefined);
      };
      acknowledge(john, marie_jid);
      acknowledge(marie, john_jid);
      await john.send(subscription("subscribed", marie_jid));
      await john.send(subscription("subscribe", marie_jid));
      await marie.presence(john_jid, "subscribe");
      await marie.send(subscription("subscribed", john_jid));
      await john.push(({ item }) => item.subscription === "both");
      await john.send(subscription("unsubscribe", marie_jid));
      await john.send(subscription("unsubscribed", marie_jid));
      await john.push(({ item }) => item.subscription === "none");
      for (let i = 0; i < 3; i++) for (const client of [john, marie]) await done(client, roster_set(`x${i}@y.test`));
      const asked = stage.backend.edits().filter(({ edit }) => edit.contact === john_jid || edit.contact === marie_jid);
      assert.ok(asked.length <= 12, asked.map(({ body }) => body).join("\n"));
    });
  });

  describe("of two hosts of one server", () => {
    const hosts = ["one.test", "two.test"] as const;
    const server = test_server(version, {
      other_hosts: (backend) => {
        const options = { http_roster_url: backend.url_with_host, http_roster_edit_url: backend.edit_url };
        const elsewhere = { ...options, http_roster_edit_url: `${backend.edit_url}?other` };
        return { [hosts[0]]: options, [hosts[1]]: options, "three.test": elsewhere };
      },
    });

    test("they befriend each other and part again: one question each, and no stanza between them", async () => {
      const { backend, prosody } = server;
      for (const host of hosts) backend.our_hosts.add(host);
      backend.tell = async (changes) => {
        for (const [jid, change] of Object.entries(changes)) {
          const json = { [jid]: change };
          await prosody.request("PATCH", "/roster_admin/rosters", { host: host_of(jid), json });
        }
      };
      const [name, other] = [fresh("john"), fresh("marie")];
      const [john_jid, marie_jid] = [`${name}@${hosts[0]}`, `${other}@${hosts[1]}`];
      for (const jid of [john_jid, marie_jid]) backend.rosters.set(jid, {});
      const john = await arrive(prosody, name, { host: hosts[0] });
      const marie = await arrive(prosody, other, { host: hosts[1] });
      await john.send(subscription("subscribe", marie_jid, { text: "Hello" }));
      const request = await marie.presence(john_jid, "subscribe");
      assert.equal(request.getChildText("status"), "Hello");
      await marie.send(subscription("subscribed", john_jid));
      await john.presence(marie_jid, "subscribed");
      await john.presence(marie.jid);
      await marie.send(subscription("subscribe", john_jid));
      await john.presence(marie_jid, "subscribe");
      await john.send(subscription("subscribed", marie_jid));
      await marie.presence(john_jid, "subscribed");
      await marie.presence(john.jid);
      const items = [(await john.roster()).items, (await marie.roster()).items].flat();
      assert.deepEqual(
        items.map(({ jid, subscription: both }) => `${jid} ${both}`),
        [`${marie_jid} both`, `${john_jid} both`],
      );
      for (const client of [john, marie]) await client.until_pong();
      await done(john, roster_remove(marie_jid));
      assert.deepEqual(await news(john), [`push ${marie_jid} remove`, `unavailable ${marie.jid}`]);
      assert.deepEqual(await news(marie), [
        `push ${john_jid} none`,
        `unavailable ${john.jid}`,
        `unsubscribe ${john_jid}`,
        `unsubscribed ${john_jid}`,
      ]);
      assert.deepEqual(
        backend.edits().map(({ edit }) => `${edit.from ?? "iq"} ${edit.action} ${edit.user}`),
        [
          `user subscribe ${john_jid}`,
          `user subscribed ${marie_jid}`,
          `user subscribe ${marie_jid}`,
          `user subscribed ${john_jid}`,
          `iq remove ${john_jid}`,
        ],
      );
    });

    test("a host with another http_roster_edit_url is elsewhere: stanzas travel there", async () => {
      const { backend, prosody } = server;
      const [name, other] = [fresh("john"), fresh("marie")];
      const [john_jid, marie_jid] = [`${name}@${hosts[0]}`, `${other}@three.test`];
      backend.rosters.set(john_jid, {});
      backend.rosters.set(marie_jid, {});
      const john = await arrive(prosody, name, { host: hosts[0] });
      const marie = await arrive(prosody, other, { host: "three.test" });
      await john.send(subscription("subscribe", marie_jid));
      assert.equal((await john.push()).item.ask, "subscribe");
      await backend.edit_asked(marie_jid);
      const [asked] = backend.edits(marie_jid);
      assert.equal(asked?.edit.from, "contact");
      await marie.presence(john_jid, "subscribe");
      assert.deepEqual(
        marie.received.map(in_short).filter((text) => text.startsWith("subscribe ")),
        [`subscribe ${john_jid}`],
      );
    });
  });
});
