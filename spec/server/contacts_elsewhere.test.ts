import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { xml } from "@xmpp/client";
import type { Contact } from "../../examples/backend/contact.ts";
import { after as after_gate, answer, type Behaviour, hang, in_turn, reset } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { contact_in, type ContactState, mirrored } from "../support/contact_states.ts";
import { until } from "../support/deadline.ts";
import { done, read_refusal, refused, roster_remove, roster_set, subscription } from "../support/edit_stanzas.ts";
import { far_contact, post_from_afar, set_far_contact } from "../support/far_roster.ts";
import { new_gate } from "../support/gate.ts";
import { fresh, in_short, news } from "../support/scene.ts";
import { pass, test_clock } from "../support/test_clock.ts";
import { mixes, take_wire, two_servers } from "../support/two_servers.ts";

const blocking_namespace = "urn:xmpp:blocking";

function asks(from: string, to: string, text = "Hello"): string {
  return `<presence type='subscribe' from='${from}' to='${to}'><status>${text}</status></presence>`;
}

function says(type: string, from: string, to: string): string {
  return `<presence type='${type}' from='${from}' to='${to}'/>`;
}

/** What is said of subscriptions. */
function words(stanzas: readonly string[]): string[] {
  return stanzas.filter((text) => /^(un)?subscribed? /.test(text));
}

for (const mix of mixes.slice(1, 3)) {
  describe(`contacts elsewhere, Prosody ${mix.here} here and ${mix.far} there`, () => {
    const servers = two_servers({
      ...mix,
      lua: test_clock,
      modules_enabled: ["blocklist"],
      options: () => ({ http_roster_timeout: 2 }),
    });

    interface Scene {
      john: Client;
      eve: Client;
      name: string;
      john_jid: string;
      eve_jid: string;
    }

    /** John here and Eve there, online, with that state for John; what followed from that is out of the way. */
    async function meet(state: ContactState, far_state = mirrored[state]): Promise<Scene> {
      const { here, far, rest, sent, received } = servers();
      const [name, far_name] = [fresh("john"), fresh("eve")];
      const [john_jid, eve_jid] = [`${name}@${here.host}`, `${far_name}@${far.host}`];
      here.backend.behave_for_edits();
      here.backend.rosters.set(name, state === "" ? {} : { [eve_jid]: contact_in(state) });
      await set_far_contact(far.prosody, far_name, john_jid, far_state);
      const eve = await far.arrive(far_name);
      const john = await here.arrive(name);
      await rest(john, eve);
      for (const client of [john, eve]) await client.until_pong();
      await sent();
      await received();
      return { john, eve, name, john_jid, eve_jid };
    }

    /** Nothing is going on any more; what has been said of subscriptions since the last time. */
    async function said({ john, eve }: Scene): Promise<string[]> {
      await servers().rest(john, eve);
      return words(await servers().sent());
    }

    async function tell(scene: Scene, contact: unknown): Promise<void> {
      await servers().here.call("PATCH", "rosters", { json: { [scene.name]: { [scene.eve_jid]: contact } } });
    }

    function questions({ john_jid }: Scene): string[] {
      return servers()
        .here.backend.edits(john_jid)
        .map(({ edit }) => `${edit.from ?? "iq"} ${edit.action}`);
    }

    describe("the user's own stanza", () => {
      test("goes out as it came, with all that it holds, from the bare JID", async () => {
        const scene = await meet("");
        const { john, eve, john_jid, eve_jid } = scene;
        const stanza = subscription("subscribe", `${eve_jid}/Phone`, { text: "Hello", nick: "J.", token: "t" });
        stanza.append(xml("extra", { xmlns: "urn:test:extra" }, xml("inner", {}, "<kept>")));
        await john.send(stanza);
        await servers().rest(john, eve);
        const [crossed, ...others] = (await take_wire(servers().far.prosody)).filter(
          ({ attrs }) => attrs["type"] === "subscribe",
        );
        assert.ok(crossed);
        assert.equal(others.length, 0);
        assert.deepEqual([crossed.attrs["from"], crossed.attrs["to"]], [john_jid, eve_jid]);
        assert.equal(crossed.getChildText("status"), "Hello");
        assert.equal(crossed.getChild("preauth", "urn:xmpp:pars:0")?.attrs["token"], "t");
        assert.equal(crossed.getChild("extra", "urn:test:extra")?.getChildText("inner"), "<kept>");
      });

      test("does not go out where it is refused", async () => {
        const scene = await meet("");
        servers().here.backend.behave_for_edits(answer(403, { message: "No" }));
        for (const type of ["subscribe", "subscribed", "unsubscribe", "unsubscribed"] as const) {
          const refusal = await refused(scene.john, subscription(type, scene.eve_jid));
          assert.deepEqual([refusal.condition, refusal.text], ["forbidden", "No"]);
        }
        assert.deepEqual(await said(scene), []);
      });

      test("goes out when the backend says so later, and once", async () => {
        const scene = await meet("");
        servers().here.backend.behave_for_edits(answer(204));
        await scene.john.send(subscription("subscribe", scene.eve_jid, { text: "Hello" }));
        await done(scene.john, roster_set("x@y.test"));
        assert.deepEqual(await said(scene), []);
        await tell(scene, { ask: "subscribe" });
        assert.deepEqual(await said(scene), [`subscribe ${scene.john_jid} -> ${scene.eve_jid} "Hello"`]);
        await tell(scene, { name: "Eve" });
        assert.deepEqual(await said(scene), []);
      });

      test("is not waited for by who has left: what the backend says then goes out as the table says", async () => {
        const scene = await meet("");
        const { here, far, rest, sent } = servers();
        here.backend.behave_for_edits(answer(204));
        await scene.john.send(subscription("subscribe", scene.eve_jid, { text: "Hello" }));
        await done(scene.john, roster_set("x@y.test"));
        await scene.john.stop();
        const watcher = await here.arrive(fresh("watcher"), {});
        await rest(watcher, scene.eve);
        await sent();
        here.backend.rosters.set(scene.name, { [scene.eve_jid]: { ask: "subscribe" } });
        await here.refresh([scene.name]);
        const again = await here.arrive(scene.name);
        assert.deepEqual(await said({ ...scene, john: again }), [`subscribe ${scene.john_jid} -> ${scene.eve_jid}`]);
        assert.equal(await far_contact(far.prosody, scene.eve_jid.replace(/@.*/, ""), scene.john_jid), "none request");
      });

      test("subscribed goes out before the presence of each resource that is available", async () => {
        const scene = await meet("none request");
        const { here, rest, sent } = servers();
        const desk = await here.arrive(scene.name);
        const silent = await here.log_in(scene.name);
        await silent.roster();
        await scene.john.send(subscription("subscribed", scene.eve_jid));
        await rest(scene.john, scene.eve);
        const [first, ...others] = await sent();
        assert.equal(first, `subscribed ${scene.john_jid} -> ${scene.eve_jid}`);
        assert.deepEqual(
          others.sort(),
          [scene.john.jid, desk.jid].map((jid) => `available ${jid} -> ${scene.eve_jid}`).sort(),
        );
      });

      test("is carried out, and goes out, for a user who has left meanwhile", async () => {
        const scene = await meet("none request");
        const { here, rest, far } = servers();
        const gate = new_gate();
        here.backend.behave_for_edits(after_gate(gate, here.backend.by_the_table));
        await scene.john.send(subscription("subscribed", scene.eve_jid));
        await here.backend.edit_asked(scene.john_jid);
        await scene.john.stop();
        gate.open();
        const watcher = await here.arrive(fresh("watcher"), {});
        await scene.eve.presence(scene.john_jid, "subscribed");
        await rest(watcher, scene.eve);
        assert.equal(await far_contact(far.prosody, scene.eve_jid.replace(/@.*/, ""), scene.john_jid), "to");
      });

      test("to nobody at all comes back as an error to the user's clients, and the roster stays", async () => {
        const scene = await meet("");
        const desk = await servers().here.arrive(scene.name);
        const nobody = "nobody@nowhere.test";
        await scene.john.send(subscription("subscribe", nobody));
        for (const client of [scene.john, desk]) {
          assert.equal((await client.push()).item.ask, "subscribe");
          await client.presence(nobody, "error");
        }
        assert.equal((await scene.john.roster()).items[0]?.ask, "subscribe");
        assert.deepEqual(questions(scene), ["user subscribe"]);
      });

      test("to oneself or to no JID is refused without a question", async () => {
        const scene = await meet("");
        for (const to of [scene.john_jid, `${scene.john_jid}/x`]) {
          await scene.john.send(subscription("subscribe", to));
        }
        await servers().rest(scene.john, scene.eve);
        assert.deepEqual(questions(scene), []);
        assert.deepEqual(await said(scene), []);
      });
    });

    describe("subscribe goes out again", () => {
      test("not at the next login, but a day later, and after a restart, without its text", async () => {
        const scene = await meet("");
        const { here, far, rest, sent } = servers();
        await scene.john.send(subscription("subscribe", scene.eve_jid, { text: "Hello" }));
        assert.equal((await said(scene)).length, 1);
        const log_in_again = async (): Promise<string[]> => {
          const client = await here.arrive(scene.name);
          await rest(client, scene.eve);
          // Others are brought up to date as time goes by.
          const out = words(await sent()).filter((text) => text.includes(` ${scene.john_jid} `));
          await client.stop();
          return out;
        };
        await scene.john.stop();
        assert.deepEqual(await log_in_again(), []);
        await pass(here.prosody, 23 * 3600);
        assert.deepEqual(await log_in_again(), []);
        await pass(here.prosody, 2 * 3600);
        assert.deepEqual(await log_in_again(), [`subscribe ${scene.john_jid} -> ${scene.eve_jid}`]);
        assert.deepEqual(await log_in_again(), []);
        await here.prosody.restart();
        assert.deepEqual(await log_in_again(), [`subscribe ${scene.john_jid} -> ${scene.eve_jid}`]);
        assert.equal(await far_contact(far.prosody, scene.eve_jid.replace(/@.*/, ""), scene.john_jid), "none request");
      });

      test("at the next login after an error came back from them", async () => {
        const scene = await meet("none ask");
        const { here, far, rest, sent } = servers();
        await post_from_afar(
          far.prosody,
          `<presence type='error' from='${scene.eve_jid}' to='${scene.john_jid}'><error type='wait'>` +
            `<remote-server-timeout xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>`,
        );
        await scene.john.presence(scene.eve_jid, "error");
        await scene.john.stop();
        const again = await here.arrive(scene.name);
        await rest(again, scene.eve);
        assert.deepEqual(words(await sent()), [`subscribe ${scene.john_jid} -> ${scene.eve_jid}`]);
        assert.deepEqual(questions(scene), []);
      });

      test("once, though several resources come", async () => {
        const scene = await meet("none ask");
        const { here, rest, sent } = servers();
        await here.prosody.restart();
        const phone = await here.arrive(scene.name);
        await here.arrive(scene.name);
        await phone.send(xml("presence", {}, xml("show", {}, "away")));
        await rest(phone, scene.eve);
        assert.equal(words(await sent()).length, 1);
      });
    });

    describe("the contact's own stanza", () => {
      for (const status of [400, 403, 404, 406, 409, 422]) {
        test(`refused with ${status}: subscribe is answered unsubscribed, the others nothing, and nothing is shown`, async () => {
          const scene = await meet("");
          const { here, far } = servers();
          here.backend.behave_for_edits(answer(status, { message: "No" }));
          for (const type of ["subscribe", "subscribed", "unsubscribe", "unsubscribed"]) {
            await post_from_afar(far.prosody, says(type, scene.eve_jid, scene.john_jid));
          }
          await here.backend.edit_asked(scene.john_jid, 4);
          assert.deepEqual(await said(scene), [`unsubscribed ${scene.john_jid} -> ${scene.eve_jid}`]);
          assert.deepEqual(await news(scene.john), []);
        });
      }

      const failures: Record<string, Behaviour> = {
        "401": answer(401),
        "405": answer(405),
        "429": answer(429),
        "500": answer(500),
        "no answer": hang,
        "no JSON": answer(200, "<html>"),
        "a reset connection": reset,
      };
      for (const [what, behaviour] of Object.entries(failures)) {
        test(`after ${what} is asked about again with the same key, and then shown`, async () => {
          const scene = await meet("");
          const { here, far } = servers();
          const fetched = here.backend.requests_for(scene.name).length;
          here.backend.behave_for_edits(in_turn(behaviour, here.backend.by_the_table));
          await post_from_afar(far.prosody, asks(scene.eve_jid, scene.john_jid));
          await here.backend.edit_asked(scene.john_jid);
          assert.deepEqual(await news(scene.john), []);
          const request = await scene.john.presence(scene.eve_jid, "subscribe", 20_000);
          assert.equal(request.getChildText("status"), "Hello");
          const edits = here.backend.edits(scene.john_jid);
          assert.equal(edits.length, 2);
          assert.equal(new Set(edits.map(({ headers }) => headers["idempotency-key"])).size, 1);
          assert.equal(new Set(edits.map(({ body }) => body)).size, 1);
          assert.equal(here.backend.requests_for(scene.name).length, fetched, "no fetch follows");
          assert.deepEqual(await said(scene), []);
        });
      }

      test("that has failed holds up the same contact's others, in their order, and nobody else", async () => {
        const scene = await meet("");
        const { here, far } = servers();
        const ann = `ann@${far.host}`;
        let has_failed = false;
        here.backend.behave_for_edits((exchange) => {
          if (has_failed || exchange.request.edit?.contact !== scene.eve_jid)
            return here.backend.by_the_table(exchange);
          has_failed = true;
          return answer(503)(exchange);
        });
        await post_from_afar(far.prosody, asks(scene.eve_jid, scene.john_jid));
        await here.backend.edit_asked(scene.john_jid);
        await post_from_afar(far.prosody, says("unsubscribe", scene.eve_jid, scene.john_jid));
        await post_from_afar(far.prosody, asks(ann, scene.john_jid));
        await scene.john.presence(ann, "subscribe");
        await done(scene.john, roster_set("x@y.test"));
        await scene.john.presence(scene.eve_jid, "subscribe");
        await scene.john.presence(scene.eve_jid, "unsubscribe");
        const about_eve = here.backend.edits(scene.john_jid).filter(({ edit }) => edit.contact === scene.eve_jid);
        assert.deepEqual(
          about_eve.map(({ edit }) => edit.action),
          ["subscribe", "subscribe", "unsubscribe"],
        );
        assert.deepEqual(await said(scene), []);
      });

      test("accepted at once by the backend: answered with subscribed and presence, and no request is shown", async () => {
        const scene = await meet("");
        const { here, far, rest, sent } = servers();
        here.backend.behave_for_edits(answer(200, { [scene.name]: { [scene.eve_jid]: { subscription: "from" } } }));
        await post_from_afar(far.prosody, asks(scene.eve_jid, scene.john_jid));
        assert.equal((await scene.john.push()).item.subscription, "from");
        await rest(scene.john, scene.eve);
        assert.deepEqual(await sent(), [
          `subscribed ${scene.john_jid} -> ${scene.eve_jid}`,
          `available ${scene.john.jid} -> ${scene.eve_jid}`,
        ]);
        assert.deepEqual(await news(scene.john), []);
      });

      test("taken note of, and decided later: the request is shown, and the answer goes out when there is one", async () => {
        const scene = await meet("");
        const { here, far } = servers();
        here.backend.behave_for_edits(answer(204));
        await post_from_afar(far.prosody, asks(scene.eve_jid, scene.john_jid));
        await here.backend.edit_asked(scene.john_jid);
        assert.deepEqual(await said(scene), []);
        assert.deepEqual(await news(scene.john), []);
        await tell(scene, { request: "later" });
        assert.deepEqual(await news(scene.john), [`subscribe ${scene.eve_jid}`]);
        await tell(scene, { request: null, subscription: "from" });
        assert.deepEqual(await said(scene), [`subscribed ${scene.john_jid} -> ${scene.eve_jid}`]);
      });

      test("is not sent back when the backend says the same later", async () => {
        for (const [type, state] of [
          ["unsubscribe", "from"],
          ["unsubscribed", "to"],
        ] as const) {
          const scene = await meet(state);
          const { here, far } = servers();
          here.backend.behave_for_edits(answer(204));
          await post_from_afar(far.prosody, says(type, scene.eve_jid, scene.john_jid));
          await here.backend.edit_asked(scene.john_jid);
          assert.deepEqual(await said(scene), []);
          await tell(scene, { subscription: "none" });
          assert.deepEqual(await said(scene), [], type);
          assert.deepEqual(await news(scene.john), [`push ${scene.eve_jid} none`]);
          // What happens after that is news again.
          await tell(scene, { subscription: state });
          await tell(scene, { subscription: "none" });
          const out = await said(scene);
          assert.equal(
            out.at(-1),
            `${type === "unsubscribe" ? "unsubscribed" : "unsubscribe"} ${scene.john_jid} -> ${scene.eve_jid}`,
          );
        }
      });

      test("that says nothing new takes nothing from what the backend says by itself afterwards", async () => {
        const scene = await meet("");
        const { here, far } = servers();
        await post_from_afar(far.prosody, says("unsubscribed", scene.eve_jid, scene.john_jid));
        await post_from_afar(far.prosody, says("unsubscribe", scene.eve_jid, scene.john_jid));
        await here.backend.edit_asked(scene.john_jid, 2);
        assert.deepEqual(await said(scene), []);
        await tell(scene, { subscription: "both" });
        assert.deepEqual(await said(scene), [`subscribed ${scene.john_jid} -> ${scene.eve_jid}`]);
        await tell(scene, { subscription: "none" });
        assert.deepEqual((await said(scene)).sort(), [
          `unsubscribe ${scene.john_jid} -> ${scene.eve_jid}`,
          `unsubscribed ${scene.john_jid} -> ${scene.eve_jid}`,
        ]);
      });

      test("to a user who is offline is asked about, and shown when they log in", async () => {
        const { here, far, rest, sent } = servers();
        here.backend.behave_for_edits();
        const name = fresh("john");
        const john_jid = `${name}@${here.host}`;
        here.backend.rosters.set(name, {});
        const eve = await far.arrive(fresh("eve"));
        const eve_jid = eve.jid.replace(/\/.*/, "");
        await eve.send(subscription("subscribe", john_jid, { text: "Hello" }));
        await here.backend.edit_asked(john_jid);
        const watcher = await here.arrive(fresh("watcher"), {});
        await rest(watcher, eve);
        const john = await here.arrive(name);
        assert.deepEqual(
          john.received.filter(({ name: kind }) => kind === "presence").map(in_short),
          [`available ${john.jid}`, `subscribe ${eve_jid}`].sort(),
        );
        await john.send(subscription("subscribed", eve_jid));
        await eve.presence(john_jid, "subscribed");
        await eve.presence(john.jid);
        await rest(john, eve);
        assert.deepEqual(words(await sent()), [`subscribed ${john_jid} -> ${eve_jid}`]);
      });

      test("to a user whom the backend does not know is not asked about: subscribe is answered unsubscribed", async () => {
        const { here, far, rest, sent } = servers();
        const nobody = `${fresh("nobody")}@${here.host}`;
        const eve = await far.arrive(fresh("eve"));
        const eve_jid = eve.jid.replace(/\/.*/, "");
        const watcher = await here.arrive(fresh("watcher"), {});
        await rest(watcher, eve);
        await sent();
        for (const type of ["subscribe", "subscribed", "unsubscribe", "unsubscribed"]) {
          await post_from_afar(far.prosody, says(type, eve_jid, nobody));
        }
        await rest(watcher, eve);
        assert.deepEqual(words(await sent()), [`unsubscribed ${nobody} -> ${eve_jid}`]);
        assert.deepEqual(here.backend.edits(nobody), []);
      });

      test("from and to full JIDs is asked about and shown by bare ones", async () => {
        const scene = await meet("both");
        const { far } = servers();
        await post_from_afar(far.prosody, says("unsubscribe", `${scene.eve_jid}/Phone`, scene.john.jid));
        const shown = await scene.john.presence(scene.eve_jid, "unsubscribe");
        assert.deepEqual([shown.attrs["from"], shown.attrs["to"]], [scene.eve_jid, scene.john_jid]);
        assert.deepEqual(questions(scene), ["contact unsubscribe"]);
      });

      test("is shown to the resources that have asked for the roster", async () => {
        const scene = await meet("none ask");
        const { here, far } = servers();
        const plain = await here.log_in(scene.name);
        await plain.available();
        await plain.until_pong();
        await set_far_contact(far.prosody, scene.eve_jid.replace(/@.*/, ""), scene.john_jid, "from");
        await post_from_afar(far.prosody, says("subscribed", scene.eve_jid, scene.john_jid));
        await scene.john.presence(scene.eve_jid, "subscribed");
        await servers().rest(scene.john, scene.eve);
        assert.deepEqual(words((await plain.until_pong()).map(in_short)), []);
      });

      test("while the backend is away waits, and is asked about when it is back", async () => {
        const scene = await meet("");
        const { here, far } = servers();
        await here.lose(scene.name);
        await post_from_afar(far.prosody, asks(scene.eve_jid, scene.john_jid));
        await servers().rest(scene.john, scene.eve);
        assert.equal(here.backend.edits(scene.john_jid).length, 0);
        here.mend();
        await scene.john.presence(scene.eve_jid, "subscribe", 30_000);
        assert.equal(here.backend.edits(scene.john_jid).length, 1);
      });

      test("of more than 200 contacts of a user that wait: one more is returned as an error", async () => {
        const scene = await meet("");
        const { here, far, rest, sent } = servers();
        const gate = new_gate();
        here.backend.behave_for_edits(after_gate(gate, answer(204)));
        for (let i = 0; i < 201; i++) {
          await post_from_afar(far.prosody, says("subscribe", `c${i}@${far.host}`, scene.john_jid));
        }
        const errors = await until(
          async () => {
            const found = (await take_wire(far.prosody)).filter(({ attrs }) => attrs["type"] === "error");
            return found.length > 0 && found;
          },
          () => "an error for the last one",
        );
        assert.deepEqual(
          errors.map((stanza) => stanza.attrs["to"]),
          [`c200@${far.host}`],
        );
        const refusal = read_refusal(errors[0] ?? xml("presence"));
        assert.deepEqual([refusal.condition, refusal.type], ["resource-constraint", "wait"]);
        gate.open();
        await here.backend.edit_asked(scene.john_jid, 200, 30_000);
        await rest(scene.john, scene.eve);
        assert.deepEqual(words(await sent()), []);
      });

      test("of more than a day is returned as an error", async () => {
        const scene = await meet("");
        const { here, far } = servers();
        here.backend.behave_for_edits(answer(503, "", { "Retry-After": "3600" }));
        await post_from_afar(far.prosody, asks(scene.eve_jid, scene.john_jid));
        await here.backend.edit_asked(scene.john_jid);
        let is_returned = false;
        const returned = scene.eve.presence(scene.john_jid, "error", 20_000).finally(() => (is_returned = true));
        await until(
          async () => {
            await pass(here.prosody, 3600);
            return is_returned;
          },
          () => "the stanza to come back",
          20_000,
        );
        const refusal = read_refusal(await returned);
        assert.deepEqual([refusal.condition, refusal.type], ["resource-constraint", "wait"]);
      });

      test("that waits when http_roster_edit_url is taken away is returned", async () => {
        const scene = await meet("");
        const { here, far } = servers();
        here.backend.behave_for_edits(answer(503));
        await post_from_afar(far.prosody, asks(scene.eve_jid, scene.john_jid));
        await here.backend.edit_asked(scene.john_jid);
        await here.prosody.change_options({ http_roster_edit_url: undefined }, here.host);
        const refusal = read_refusal(await scene.eve.presence(scene.john_jid, "error"));
        assert.deepEqual([refusal.condition, refusal.type], ["resource-constraint", "wait"]);
        await here.prosody.change_options({ http_roster_edit_url: here.backend.edit_url }, here.host);
        here.backend.behave_for_edits();
      });

      test("that waits when the module is reloaded is asked about by the next copy; when it is unloaded, it is returned", async () => {
        const scene = await meet("");
        const { here, far } = servers();
        here.backend.behave_for_edits(in_turn(answer(503), answer(503), here.backend.by_the_table));
        await post_from_afar(far.prosody, asks(scene.eve_jid, scene.john_jid));
        await here.backend.edit_asked(scene.john_jid);
        await here.prosody.reload_module("http_roster_admin", here.host);
        await scene.john.presence(scene.eve_jid, "subscribe", 30_000);
        const keys = here.backend.edits(scene.john_jid).map(({ headers }) => headers["idempotency-key"]);
        assert.equal(new Set(keys).size, 1);

        here.backend.behave_for_edits(answer(503));
        await post_from_afar(far.prosody, says("unsubscribe", scene.eve_jid, scene.john_jid));
        await here.backend.edit_asked(scene.john_jid, keys.length + 1);
        await here.lua('assert(require "core.modulemanager".unload(module.host, "http_roster_admin"))');
        const refusal = read_refusal(await scene.eve.presence(scene.john_jid, "error"));
        assert.deepEqual([refusal.condition, refusal.type], ["resource-constraint", "wait"]);
        await here.lua('assert(require "core.modulemanager".load(module.host, "http_roster_admin"))');
        here.backend.behave_for_edits();
      });
    });

    describe("probes", () => {
      test("of someone who may not see the user are answered unsubscribed, but not where their request waits", async () => {
        for (const [state, expected] of [
          ["", true],
          ["none", true],
          ["to", true],
          ["none request", false],
          ["to request", false],
        ] as const) {
          const scene = await meet(state);
          const { far } = servers();
          await post_from_afar(far.prosody, says("probe", scene.eve_jid, scene.john_jid));
          const out = await said(scene);
          assert.deepEqual(out, expected ? [`unsubscribed ${scene.john_jid} -> ${scene.eve_jid}`] : [], state);
          assert.deepEqual(questions(scene), []);
          assert.deepEqual(await news(scene.john), []);
        }
      });

      test("of someone who still has the user in their list, at their login: it is put right there", async () => {
        const scene = await meet("none", "to");
        const { far, rest } = servers();
        const [far_name = ""] = scene.eve_jid.split("@");
        await rest(scene.john, scene.eve);
        assert.equal(await far_contact(far.prosody, far_name, scene.john_jid), "none");
      });

      test("are answered nothing about users of whom nothing is known", async () => {
        const scene = await meet("both");
        const { here, far } = servers();
        const nobody = `${fresh("nobody")}@${here.host}`;
        const failing = fresh("failing");
        here.backend.behave(failing, answer(503));
        for (const to of [nobody, `${failing}@${here.host}`]) {
          await post_from_afar(far.prosody, says("probe", scene.eve_jid, to));
        }
        assert.deepEqual(await said(scene), []);
      });
    });

    describe("block lists", () => {
      async function block(client: Client, jid: string): Promise<void> {
        const item = xml("item", { jid });
        const result = await client.request(
          xml("iq", { type: "set" }, xml("block", { xmlns: blocking_namespace }, item)),
        );
        assert.equal(result.attrs["type"], "result", result.toString());
        await client.until_pong();
      }

      for (const what of ["contact", "host"] as const) {
        test(`a blocked ${what}'s stanzas are not asked about and get no answer; the user's own are refused`, async () => {
          const scene = await meet("none");
          const { here, far } = servers();
          await block(scene.john, what === "contact" ? scene.eve_jid : far.host);
          for (const type of ["subscribe", "subscribed", "unsubscribe", "unsubscribed"] as const) {
            await post_from_afar(far.prosody, says(type, scene.eve_jid, scene.john_jid));
            await scene.john.send(subscription(type, scene.eve_jid));
            const error = await scene.john.presence(scene.eve_jid, "error");
            assert.equal(read_refusal(error).condition, "not-acceptable");
            assert.ok(error.getChild("error")?.getChild("blocked", "urn:xmpp:blocking:errors"), error.toString());
          }
          // Its ping would be blocked as well.
          const ann = await here.arrive(fresh("ann"), {});
          await servers().rest(ann, scene.eve);
          assert.deepEqual(words(await servers().sent()), []);
          assert.deepEqual(questions(scene), []);
          await done(scene.john, roster_set(scene.eve_jid, { name: "E." }));
          assert.equal((await scene.john.push()).item.name, "E.");
        });
      }

      test("what the roster says of a blocked contact goes out neither then nor later", async () => {
        const scene = await meet("none request");
        const { here } = servers();
        await block(scene.john, scene.eve_jid);
        await servers().sent();
        const ann = await here.arrive(fresh("ann"), {});
        for (const change of [
          { request: null, subscription: "from" },
          { ask: "subscribe" },
          { ask: null, subscription: "none" },
        ]) {
          await tell(scene, change);
        }
        await done(scene.john, roster_remove(scene.eve_jid));
        const unblock = xml("unblock", { xmlns: blocking_namespace }, xml("item", { jid: scene.eve_jid }));
        await scene.john.request(xml("iq", { type: "set" }, unblock));
        await servers().rest(ann, scene.eve);
        assert.deepEqual(words(await servers().sent()), []);
      });
    });

    test("a user whom the backend has forgotten takes leave of everyone", async () => {
      const scene = await meet("both");
      const { here, rest, sent } = servers();
      const roster = here.backend.rosters.get(scene.name) as Record<string, Contact>;
      assert.ok(roster[scene.eve_jid]);
      here.backend.behave(scene.name, answer(410));
      await here.refresh([scene.name]);
      assert.equal((await scene.john.push()).item.subscription, "remove");
      await rest(scene.john, scene.eve);
      const out = (await sent()).filter((text) => !text.startsWith("probe"));
      assert.deepEqual(out.sort(), [
        `unavailable ${scene.john.jid} -> ${scene.eve_jid}`,
        `unsubscribe ${scene.john_jid} -> ${scene.eve_jid}`,
        `unsubscribed ${scene.john_jid} -> ${scene.eve_jid}`,
      ]);
    });

    test("nothing goes out because of a reload, a restart, or a backend that is away", async () => {
      const scene = await meet("both");
      const { here, rest, sent } = servers();
      await here.prosody.reload_module("http_roster_admin", here.host);
      await here.refresh([scene.name]);
      assert.deepEqual(await said(scene), []);
      await here.lose(scene.name);
      assert.deepEqual(await said(scene), []);
      await here.prosody.restart();
      const again = await here.arrive(scene.name);
      await rest(again, scene.eve);
      assert.deepEqual(words(await sent()), []);
      here.mend();
      await here.prosody.restart();
      const third = await here.arrive(scene.name);
      await rest(third, scene.eve);
      assert.deepEqual(words(await sent()), []);
    });

    test("what changed while the server was down goes out at the next login", async () => {
      const scene = await meet("both");
      const { here, rest, sent } = servers();
      here.backend.rosters.set(scene.name, {});
      await here.prosody.restart();
      const again = await here.arrive(scene.name);
      await rest(again, scene.eve);
      assert.deepEqual(words(await sent()).sort(), [
        `unsubscribe ${scene.john_jid} -> ${scene.eve_jid}`,
        `unsubscribed ${scene.john_jid} -> ${scene.eve_jid}`,
      ]);
    });
  });

  describe(`both servers with the module, Prosody ${mix.here} and ${mix.far}`, () => {
    const servers = two_servers({ ...mix, far_has_module: true });

    test("two people befriend each other, see each other, and part again: each application is asked once about each stanza", async () => {
      const { here, far, far_backend, rest, sent, received } = servers();
      assert.ok(far_backend);
      const [name, far_name] = [fresh("john"), fresh("eve")];
      const [john_jid, eve_jid] = [`${name}@${here.host}`, `${far_name}@${far.host}`];
      here.backend.rosters.set(name, {});
      far_backend.rosters.set(far_name, {});
      const john = await here.arrive(name);
      const eve = await far.arrive(far_name);
      await john.send(subscription("subscribe", eve_jid, { text: "Hello" }));
      await eve.presence(john_jid, "subscribe");
      await eve.send(subscription("subscribed", john_jid));
      await john.presence(eve_jid, "subscribed");
      await eve.send(subscription("subscribe", john_jid));
      await john.presence(eve_jid, "subscribe");
      await john.send(subscription("subscribed", eve_jid));
      await eve.presence(john_jid, "subscribed");
      await john.presence(eve.jid);
      await eve.presence(john.jid);
      await rest(john, eve);
      for (const client of [john, eve]) {
        assert.deepEqual(
          (await client.roster()).items.map((item) => item.subscription),
          ["both"],
        );
        await client.until_pong();
      }
      await done(eve, roster_remove(john_jid));
      await rest(john, eve);
      // One push for each of the two stanzas that came.
      const pushes = (await john.until_pong()).map(in_short);
      assert.equal(pushes.filter((text) => text.startsWith("push ")).at(-1), `push ${eve_jid} none`);
      assert.deepEqual(pushes.filter((text) => !text.startsWith("push ")).sort(), [
        `unavailable ${eve.jid}`,
        `unsubscribe ${eve_jid}`,
        `unsubscribed ${eve_jid}`,
      ]);
      assert.deepEqual(await news(eve), [`push ${john_jid} remove`, `unavailable ${john.jid}`]);
      assert.deepEqual(words(await sent()), [
        `subscribe ${john_jid} -> ${eve_jid} "Hello"`,
        `subscribed ${john_jid} -> ${eve_jid}`,
      ]);
      assert.deepEqual(words(await received()).sort(), [
        `subscribe ${eve_jid} -> ${john_jid}`,
        `subscribed ${eve_jid} -> ${john_jid}`,
        `unsubscribe ${eve_jid} -> ${john_jid}`,
        `unsubscribed ${eve_jid} -> ${john_jid}`,
      ]);
      assert.equal(here.backend.edits(john_jid).length, 6);
      assert.equal(far_backend.edits(eve_jid).length, 5);
    });
  });
}
