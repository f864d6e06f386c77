import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { xml } from "@xmpp/client";
import type { Contact } from "../../examples/backend/contact.ts";
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
import { subscription, subscription_types, type SubscriptionType } from "../support/edit_stanzas.ts";
import { edit_by_the_table } from "../support/edits.ts";
import { far_contact, post_from_afar, set_far_contact } from "../support/far_roster.ts";
import { fresh, in_short } from "../support/scene.ts";
import { mixes, two_servers, type TwoServers } from "../support/two_servers.ts";

interface Pair {
  john: Client;
  eve: Client;
  john_jid: string;
  eve_jid: string;
}

/** John here and Eve there, online, with each other in their lists in that state. What followed from that is out of the way. */
async function meet({ here, far, rest, sent, received }: TwoServers, state: ContactState): Promise<Pair> {
  const [name, far_name] = [fresh("john"), fresh("eve")];
  const [john_jid, eve_jid] = [`${name}@${here.host}`, `${far_name}@${far.host}`];
  await set_far_contact(far.prosody, far_name, john_jid, mirrored[state]);
  // Before Eve's server asks and probes.
  here.backend.rosters.set(name, state === "" ? {} : { [eve_jid]: contact_in(state) });
  const eve = await far.arrive(far_name);
  const john = await here.arrive(name);
  await rest(john, eve);
  for (const client of [john, eve]) await client.until_pong();
  await sent();
  await received();
  return { john, eve, john_jid, eve_jid };
}

/** What of it is about subscriptions, or says that somebody has gone. */
function without_presence(stanzas: readonly string[]): string[] {
  return stanzas.filter((text) => !/^(available|probe|unavailable) /.test(text));
}

/** The state after the backend has decided by the table of section 6.4, and whether that is a change. */
function decided(state: ContactState, action: SubscriptionType, from: "user" | "contact"): ContactState {
  const [user, contact] = ["john@chat.test", "eve@far.test"];
  const rosters = new Map<string, unknown>([["john", state === "" ? {} : { [contact]: contact_in(state) }]]);
  edit_by_the_table(rosters, { action, user, contact, from }, new Set());
  return state_of((rosters.get("john") as Record<string, Contact>)[contact]);
}

/** Whether the list says what the stanza says. */
function says_so(state: ContactState, type: SubscriptionType): boolean {
  if (type === "subscribe") return has_asked(state) || may_see(state);
  if (type === "subscribed") return may_be_seen(state);
  return type === "unsubscribe" ? !has_asked(state) && !may_see(state) : !is_asked(state) && !may_be_seen(state);
}

/** What is pushed of it. Who is there for a request alone, without a name, is not in the list. */
function push_of(jid: string, before: ContactState, after: ContactState): string[] {
  const in_list = (state: ContactState): string => state.replace(" request", "");
  const is_mere_request = before === "" && after === "none request";
  return is_mere_request || in_list(before) === in_list(after) ? [] : [`push ${jid} ${after.split(" ")[0]}`];
}

function state_here({ here }: TwoServers, { john_jid, eve_jid }: Pair): ContactState {
  const roster = here.backend.rosters.get(john_jid.replace(/@.*/, "")) as Record<string, Contact>;
  return state_of(roster[eve_jid]);
}

for (const mix of mixes.slice(1, 3)) {
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

    test("two people befriend each other, see each other, and part again", async () => {
      const { here, far, rest, received, sent } = servers();
      const { john, eve, john_jid, eve_jid } = await meet(servers(), "");
      await john.send(subscription("subscribe", eve_jid, { text: "Hello", nick: "Johnny" }));
      assert.deepEqual((await john.push()).item, { jid: eve_jid, subscription: "none", ask: "subscribe", groups: [] });
      const request = await eve.presence(john_jid, "subscribe");
      assert.equal(request.getChildText("status"), "Hello");
      assert.equal(request.getChildText("nick", "http://jabber.org/protocol/nick"), "Johnny");
      assert.deepEqual([request.attrs["from"], request.attrs["to"]], [john_jid, eve_jid]);

      await eve.send(subscription("subscribed", john_jid));
      await john.presence(eve_jid, "subscribed");
      assert.equal((await john.push()).item.subscription, "to");
      await john.presence(eve.jid);

      await eve.send(subscription("subscribe", john_jid, { text: "And I you" }));
      assert.equal((await john.presence(eve_jid, "subscribe")).getChildText("status"), "And I you");
      await john.send(subscription("subscribed", eve_jid));
      assert.equal((await john.push()).item.subscription, "both");
      await eve.presence(john_jid, "subscribed");
      await eve.presence(john.jid);
      await rest(john, eve);
      assert.equal(await far_contact(far.prosody, eve_jid.replace(/@.*/, ""), john_jid), "both");
      assert.deepEqual(without_presence(await sent()), [
        `subscribe ${john_jid} -> ${eve_jid} "Hello"`,
        `subscribed ${john_jid} -> ${eve_jid}`,
      ]);
      assert.deepEqual(without_presence(await received()), [
        `subscribed ${eve_jid} -> ${john_jid}`,
        `subscribe ${eve_jid} -> ${john_jid} "And I you"`,
      ]);
      for (const client of [john, eve]) await client.until_pong();

      await john.request(
        xml(
          "iq",
          { type: "set" },
          xml("query", { xmlns: "jabber:iq:roster" }, xml("item", { jid: eve_jid, subscription: "remove" })),
        ),
      );
      assert.equal((await john.push()).item.subscription, "remove");
      await eve.presence(john.jid, "unavailable");
      await rest(john, eve);
      assert.deepEqual(without_presence(await sent()).sort(), [
        `unsubscribe ${john_jid} -> ${eve_jid}`,
        `unsubscribed ${john_jid} -> ${eve_jid}`,
      ]);
      assert.equal(await far_contact(far.prosody, eve_jid.replace(/@.*/, ""), john_jid), "none");
      assert.deepEqual(without_presence(await received()), []);
      assert.deepEqual((await john.roster()).items, []);
      assert.equal(here.backend.edits(john_jid).length, 5);
    });

    test("who is removed there is nobody's contact here", async () => {
      const { rest, sent } = servers();
      const pair = await meet(servers(), "both");
      const { john, eve, john_jid, eve_jid } = pair;
      const item = xml("item", { jid: john_jid, subscription: "remove" });
      await eve.request(xml("iq", { type: "set" }, xml("query", { xmlns: "jabber:iq:roster" }, item)));
      await john.presence(eve_jid, "unavailable");
      await john.push(({ item: { subscription } }) => subscription === "none");
      await rest(john, eve);
      assert.equal(state_here(servers(), pair), "none");
      assert.deepEqual(without_presence(await sent()), []);
      assert.deepEqual((await john.roster()).items, [
        { jid: eve_jid, subscription: "none", name: "N.", groups: ["G"] },
      ]);
    });

    for (const state of contact_states) {
      for (const type of subscription_types) {
        const after = decided(state, type, "user");
        test(`A.2 the user, who has ${state || "nobody"}, sends ${type}: ${after || "nobody"}`, async () => {
          const { far, here, rest, sent } = servers();
          const pair = await meet(servers(), state);
          const { john, eve, john_jid, eve_jid } = pair;
          await john.send(subscription(type, eve_jid));
          await here.backend.edit_asked(john_jid);
          await rest(john, eve);

          const out = (await sent()).filter((text) => !text.startsWith("probe "));
          const expected = says_so(after, type) ? [`${type} ${john_jid} -> ${eve_jid}`] : [];
          assert.deepEqual(without_presence(out), expected);
          if (!may_be_seen(state) && may_be_seen(after)) {
            assert.deepEqual(out.slice(0, 2), [...expected, `available ${john.jid} -> ${eve_jid}`]);
          }
          if (may_be_seen(state) && !may_be_seen(after)) {
            assert.deepEqual(out.sort(), [`unavailable ${john.jid} -> ${eve_jid}`, ...expected]);
          }

          assert.equal(state_here(servers(), pair), after);
          assert.equal(await far_contact(far.prosody, eve_jid.replace(/@.*/, ""), john_jid), mirrored[after]);
          const shown = without_presence((await john.until_pong()).map(in_short));
          assert.deepEqual(shown, push_of(eve_jid, state, after));
          assert.equal(here.backend.edits(john_jid).filter(({ edit }) => edit.from === "user").length, 1);
        });
      }
    }

    for (const state of contact_states) {
      for (const type of subscription_types) {
        const after = decided(state, type, "contact");
        test(`A.3 the contact, whom the user has as ${state || "nobody"}, sends ${type}: ${after || "nobody"}`, async () => {
          const { far, here, rest, sent } = servers();
          const pair = await meet(servers(), state);
          const { john, eve, john_jid, eve_jid } = pair;
          // Else her server would tell us, when it is asked for her presence, that John may not see her.
          if (type === "subscribed")
            await set_far_contact(far.prosody, eve_jid.replace(/@.*/, ""), john_jid, mirrored[after]);
          const text = type === "subscribe" ? "<status>Hello</status>" : "";
          await post_from_afar(
            far.prosody,
            `<presence type='${type}' from='${eve_jid}' to='${john_jid}'>${text}</presence>`,
          );
          const is_asked_about = !(type === "subscribe" && is_asked(state));
          if (is_asked_about) await here.backend.edit_asked(john_jid);
          await rest(john, eve);

          const questions = here.backend.edits(john_jid).map(({ body }): unknown => JSON.parse(body));
          const question = { action: type, user: john_jid, contact: eve_jid, from: "contact" };
          const asked = type === "subscribe" ? { ...question, text: "Hello" } : question;
          assert.deepEqual(questions, is_asked_about ? [asked] : []);
          assert.equal(state_here(servers(), pair), after);

          const out = (await sent()).filter((each) => !each.startsWith("probe "));
          if (type === "subscribe" && may_be_seen(state)) {
            assert.deepEqual(out, [`subscribed ${john_jid} -> ${eve_jid}`, `available ${john.jid} -> ${eve_jid}`]);
          } else if (may_be_seen(state) && !may_be_seen(after)) {
            assert.deepEqual(out, [`unavailable ${john.jid} -> ${eve_jid}`]);
          } else assert.deepEqual(out, []);

          const shown = without_presence((await john.until_pong()).map(in_short)).sort();
          const push = push_of(eve_jid, state, after);
          assert.deepEqual(shown, [...push, ...(after === state ? [] : [`${type} ${eve_jid}`])]);
        });
      }
    }
  });
}

for (const mix of mixes.slice(1, 3)) {
  describe(`what the backend changes by itself, Prosody ${mix.here} here and ${mix.far} there`, () => {
    const servers = two_servers(mix);
    const transitions = contact_states.flatMap((before) => contact_states.map((after) => ({ before, after })));

    /** What goes out where a contact elsewhere was in one state and is in another. */
    function owed(before: ContactState, after: ContactState): string[] {
      const words: string[] = [];
      if (!may_be_seen(before) && may_be_seen(after)) words.push("subscribed");
      const is_over = !may_be_seen(after) && !is_asked(after);
      if ((may_be_seen(before) || is_asked(before)) && is_over) words.push("unsubscribed");
      if (!has_asked(before) && has_asked(after)) words.push("subscribe");
      const is_without = !may_see(after) && !has_asked(after);
      if ((may_see(before) || has_asked(before)) && is_without) words.push("unsubscribe");
      return words.sort();
    }

    function roster_of(side: "before" | "after", far_host: string): Record<string, Contact> {
      const contacts = transitions.map((transition, i): [string, Contact | undefined] => {
        const state = transition[side];
        return [`c${i}@${far_host}`, state === "" ? undefined : contact_in(state)];
      });
      return Object.fromEntries(contacts.filter((entry): entry is [string, Contact] => entry[1] !== undefined));
    }

    type Way = (servers: TwoServers, name: string, roster: Record<string, Contact>) => Promise<void>;

    const ways: Record<string, Way> = {
      PATCH: async ({ here, far }, name, roster) => {
        const nothing = { name: null, ask: null, request: null };
        const changes = transitions.map((_, i) => {
          const jid = `c${i}@${far.host}`;
          const contact = roster[jid];
          return [jid, contact === undefined ? null : { ...nothing, ...contact }];
        });
        await here.call("PATCH", "rosters", { json: { [name]: Object.fromEntries(changes) } });
      },
      "POST /rosters": async ({ here }, name, roster) => {
        await here.call("POST", "rosters", { json: { [name]: roster } });
      },
      "a refresh": async ({ here }, name, roster) => {
        here.backend.rosters.set(name, roster);
        await here.refresh([name]);
      },
    };

    /** What went out to each contact, by the number of the transition. */
    function by_transition(stanzas: readonly string[]): string[][] {
      const went_out = transitions.map((): string[] => []);
      for (const stanza of stanzas) {
        const [, what, number] = /^(\S+) \S+ -> c(\d+)@/.exec(stanza) ?? [];
        if (what !== undefined && what !== "probe") went_out[Number(number)]?.push(what);
      }
      return went_out;
    }

    for (const [way, change] of Object.entries(ways)) {
      test(`${way}: each contact gets the stanzas that say so, and nobody else any`, async () => {
        const all = servers();
        const { here, far, rest, sent, received } = all;
        const name = fresh("john");
        here.backend.behave_for_edits(answer(204));
        const eve = await far.arrive(fresh("eve"));
        const john = await here.arrive(name, roster_of("before", far.host));
        await rest(john, eve);
        await sent();
        await received();
        await change(all, name, roster_of("after", far.host));
        await rest(john, eve);
        const went_out = by_transition(await sent());
        for (const [i, { before, after }] of transitions.entries()) {
          const words = without_presence((went_out[i] ?? []).map((word) => `${word} `)).map((word) => word.trim());
          assert.deepEqual(words.sort(), owed(before, after), `${before || "nobody"} -> ${after || "nobody"}`);
          const presence = (went_out[i] ?? []).filter((word) => word.endsWith("available"));
          const is_shown = !may_be_seen(before) && may_be_seen(after);
          const is_hidden = may_be_seen(before) && !may_be_seen(after) && !is_asked(after);
          const wanted = is_shown ? ["available"] : is_hidden ? ["unavailable"] : presence;
          assert.deepEqual(presence, wanted, `presence, ${before || "nobody"} -> ${after || "nobody"}`);
          if (is_shown) assert.ok((went_out[i] ?? []).indexOf("subscribed") < (went_out[i] ?? []).indexOf("available"));
        }
        const shown = (await john.until_pong()).filter(({ name: kind, attrs }) => kind === "presence" && attrs["type"]);
        const requests = transitions.filter(({ before, after }) => !is_asked(before) && is_asked(after)).length;
        const types = shown.map(({ attrs }) => String(attrs["type"])).filter((type) => type !== "unavailable");
        assert.deepEqual(types, Array<string>(requests).fill("subscribe"));
        here.backend.behave_for_edits();
      });
    }

    test("while the user is offline: the same goes out when they log in, and once", async () => {
      const { here, far, rest, sent } = servers();
      const name = fresh("john");
      here.backend.behave_for_edits(answer(204));
      const eve = await far.arrive(fresh("eve"));
      const watcher = await here.arrive(fresh("watcher"), {});
      const john = await here.arrive(name, roster_of("before", far.host));
      await rest(john, eve);
      await john.stop();
      await rest(watcher, eve);
      await sent();
      here.backend.rosters.set(name, roster_of("after", far.host));
      await here.refresh([name]);
      const again = await here.arrive(name);
      await rest(again, eve);
      const went_out = by_transition(await sent());
      for (const [i, { before, after }] of transitions.entries()) {
        const words = (went_out[i] ?? []).filter((word) => !word.endsWith("available"));
        assert.deepEqual(words.sort(), owed(before, after), `${before || "nobody"} -> ${after || "nobody"}`);
      }
      await again.stop();
      const third = await here.arrive(name);
      await rest(third, eve);
      const more = (await sent()).filter((text) => / -> c\d+@/.test(text));
      assert.deepEqual(without_presence(more), []);
      here.backend.behave_for_edits();
    });

    test("first knowledge sends nothing but subscribe, to those who have been asked", async () => {
      const { here, far, rest, sent } = servers();
      here.backend.behave_for_edits(answer(204));
      const eve = await far.arrive(fresh("eve"));
      const john = await here.arrive(fresh("john"), roster_of("before", far.host));
      await rest(john, eve);
      const went_out = by_transition(await sent());
      for (const [i, { before }] of transitions.entries()) {
        const words = (went_out[i] ?? []).filter((word) => word !== "available");
        assert.deepEqual(words, has_asked(before) ? ["subscribe"] : [], before);
      }
      here.backend.behave_for_edits();
    });
  });
}
