import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Element } from "@xmpp/xml";
import type { Contact } from "../../examples/backend/contact.ts";
import type { Client } from "../support/client.ts";
import { may_see, mirrored, state_of } from "../support/contact_states.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { done, roster_remove, roster_set, subscription, subscription_types } from "../support/edit_stanzas.ts";
import { far_contact } from "../support/far_roster.ts";
import { Random } from "../soak/random.ts";
import { fresh, in_short } from "../support/scene.ts";
import { test_stages } from "../support/stages.ts";
import { bare, read_push, type RosterItem } from "../support/stanza.ts";
import { mixes, two_servers } from "../support/two_servers.ts";

const kinds = ["set", "remove", ...subscription_types, "subscribe", "subscribed", "subscribed"] as const;

function some_edit(random: Random, contact: string): Element {
  const kind = random.pick(kinds) ?? "set";
  if (kind === "set")
    return roster_set(contact, { name: `N${random.below(3)}`, groups: random.below(2) === 0 ? [] : ["G"] });
  return kind === "remove" ? roster_remove(contact) : subscription(kind, contact, { text: `t${random.below(5)}` });
}

function described(edit: Element): string {
  const item = edit.getChild("query")?.getChild("item");
  if (item === undefined) return String(edit.attrs["type"]);
  return item.attrs["subscription"] === "remove" ? "remove" : "set";
}

/** The contact list of a client that was told of nothing but changes, since it began with an empty one. */
function list_by_pushes(client: Client): RosterItem[] {
  const items = new Map<string, RosterItem>();
  for (const stanza of client.received) {
    const push = read_push(stanza);
    if (push === undefined) continue;
    if (push.item.subscription === "remove") items.delete(push.item.jid);
    else items.set(push.item.jid, push.item);
  }
  return [...items.values()].sort((a, b) => (a.jid < b.jid ? -1 : 1));
}

/** Whom a client shows as online. */
function seen_online(client: Client): string[] {
  const online = new Set<string>();
  for (const { name, attrs } of client.received) {
    const from = String(attrs["from"]);
    if (name !== "presence" || bare(from) === bare(client.jid)) continue;
    if (attrs["type"] === undefined) online.add(bare(from));
    if (attrs["type"] === "unavailable") online.delete(bare(from));
  }
  return [...online].sort();
}

const seed = Number(process.env["EDIT_SEED"] ?? 1);

for_each_prosody(`random edits, EDIT_SEED=${seed}`, (version) => {
  const stage_of = test_stages(version, { random: ({ edit_url }) => ({ http_roster_edit_url: edit_url }) });

  test("of five users at once, by two clients each: every client ends up with the list that the backend has, and sees whom it may", async () => {
    const random = new Random(seed);
    const stage = stage_of("random");
    const users = Array.from({ length: 5 }, () => fresh("user"));
    const jids = users.map((name) => `${name}@${stage.host}`);
    for (const name of users) stage.backend.rosters.set(name, {});
    const clients: Client[] = [];
    for (const name of [...users, ...users]) clients.push(await stage.arrive(name));
    for (let i = 0; i < 300; i++) {
      const client = random.pick(clients);
      const contact = random.pick(jids);
      if (client === undefined || contact === undefined || contact === bare(client.jid)) continue;
      await client.send(some_edit(random, contact));
      // Some come in one go, some when others are under way.
      if (random.below(4) === 0) await client.until_pong();
    }
    for (const [i, client] of clients.entries()) await done(client, roster_set(`last${i}@x.test`));
    for (const client of clients) await client.until_pong();
    for (const client of clients) {
      const name = bare(client.jid).replace(/@.*/, "");
      const contacts = stage.backend.rosters.get(name) as Record<string, Contact>;
      const wanted = Object.entries(contacts)
        .filter(([, { request, name: of_contact, groups, ask, subscription: direction }]) => {
          return (
            request === undefined ||
            of_contact !== undefined ||
            groups.length > 0 ||
            ask !== undefined ||
            direction !== "none"
          );
        })
        .map(([jid, contact]): RosterItem => {
          const { name: of_contact, groups, subscription: direction, ask } = contact;
          const item = { jid, subscription: direction, groups };
          return { ...item, ...(of_contact !== undefined && { name: of_contact }), ...(ask && { ask }) };
        })
        .sort((a, b) => (a.jid < b.jid ? -1 : 1));
      assert.deepEqual((await client.roster()).items, wanted, `what ${client.jid} is given`);
      assert.deepEqual(list_by_pushes(client), wanted, `what ${client.jid} was told`);
      const visible = jids.filter((jid) => may_see(state_of(contacts[jid])));
      assert.deepEqual(seen_online(client), visible.sort(), `whom ${client.jid} sees`);
      for (const jid of jids) {
        const theirs = stage.backend.rosters.get(jid.replace(/@.*/, "")) as Record<string, Contact>;
        const [mine, other] = [state_of(contacts[jid]), state_of(theirs[bare(client.jid)])];
        if (mine !== "" && other !== "") assert.equal(other, mirrored[mine]);
      }
    }
  });
});

for (const far_has_module of [false, true]) {
  for (const mix of mixes.slice(1, 3)) {
    const whose = far_has_module ? "with the module" : "without it";
    describe(`random edits, EDIT_SEED=${seed}, Prosody ${mix.here} here and ${mix.far} there, ${whose}`, () => {
      const servers = two_servers({ ...mix, far_has_module });

      test("whatever two people do, one thing after the other, their lists agree", async () => {
        const random = new Random(seed);
        const { here, far, far_backend, rest, sent, received } = servers();
        const [name, far_name] = [fresh("john"), fresh("eve")];
        const [john_jid, eve_jid] = [`${name}@${here.host}`, `${far_name}@${far.host}`];
        here.backend.rosters.set(name, {});
        far_backend?.rosters.set(far_name, {});
        const john = await here.arrive(name);
        const eve = await far.arrive(far_name);
        const story: string[] = [];
        for (let i = 0; i < 60; i++) {
          const is_john = random.below(2) === 0;
          const edit = is_john ? some_edit(random, eve_jid) : some_edit(random, john_jid);
          // A stock server refuses a request that waits when the contact is removed, but keeps it.
          const is_kept = !is_john && far_backend === undefined && described(edit) === "remove";
          if (is_kept && (await far_contact(far.prosody, far_name, john_jid)).includes("request")) continue;
          const asked = here.backend.edits(john_jid).length + (far_backend?.edits(eve_jid).length ?? 0);
          if (edit.name === "iq") await (is_john ? john : eve).request(edit);
          else await (is_john ? john : eve).send(edit);
          await rest(john, eve);
          const questions = here.backend.edits(john_jid).length + (far_backend?.edits(eve_jid).length ?? 0) - asked;
          const wire = [...(await sent()), ...(await received())].filter((text) => /^(un)?subscribed? /.test(text));
          story.push(`${is_john ? "john" : "eve"} ${described(edit)}: ${wire.join(", ")}`);
          const mine = state_of((here.backend.rosters.get(name) as Record<string, Contact>)[eve_jid]);
          const theirs =
            far_backend === undefined
              ? await far_contact(far.prosody, far_name, john_jid)
              : state_of((far_backend.rosters.get(far_name) as Record<string, Contact>)[john_jid]);
          const as_none = (state: string): string => (state === "" ? "none" : state);
          story.push(`  ${mine || "-"} | ${theirs || "-"}`);
          assert.equal(as_none(theirs), as_none(mirrored[mine]), story.join("\n"));
          assert.ok(questions <= 4, `${questions} questions\n${story.join("\n")}`);
        }
        assert.deepEqual(
          list_by_pushes(john),
          (await john.roster()).items,
          (await john.until_pong()).map(in_short).join("\n"),
        );
      });
    });
  }
}
