import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { xml } from "@xmpp/client";
import { type Backend, start_backend } from "../support/backend.ts";
import { log_in } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import { arrive, fresh, news, refresh } from "../support/scene.ts";

const host = "chat.test";
const states = ["absent", "none", "to", "from", "both"] as const;
type State = (typeof states)[number];

function may_see(state: State): boolean {
  return state === "to" || state === "both";
}

function may_be_seen(state: State): boolean {
  return state === "from" || state === "both";
}

function roster_of(jid: string, subscription: State): unknown {
  return subscription === "absent" ? {} : { [jid]: { subscription } };
}

for_each_prosody("one contact's subscription before and after a refresh", (version) => {
  let backend: Backend;
  let prosody: Prosody;

  before(async () => {
    backend = await start_backend();
    prosody = await start_prosody({ version, hosts: { [host]: { http_roster_url: backend.url } } });
  });

  after(async () => {
    assert.deepEqual(prosody.tracebacks(), []);
    await prosody.stop();
    await backend.stop();
  });

  /** `contact_says` is what the contact's own roster says of the user, all the while. */
  async function change(was: State, is: State, contact_says: State): Promise<void> {
    const [john, marie] = [fresh("john"), fresh("marie")];
    const [john_jid, marie_jid] = [`${john}@${host}`, `${marie}@${host}`];
    backend.rosters.set(john, roster_of(marie_jid, was));
    backend.rosters.set(marie, roster_of(john_jid, contact_says));
    const [phone, laptop, silent, contact] = await Promise.all([
      arrive(prosody, john, { resource: "phone", presence: [xml("show", {}, "away")] }),
      arrive(prosody, john, { resource: "laptop" }),
      log_in(prosody, john, { resource: "silent" }),
      arrive(prosody, marie, { resource: "desk" }),
    ]);
    await silent.roster();
    for (const client of [phone, laptop, silent, contact]) await client.until_pong();

    backend.rosters.set(john, roster_of(marie_jid, is));
    await refresh(prosody, [john]);

    const push = was === is ? [] : [`push ${marie_jid} ${is === "absent" ? "remove" : is}`];
    const seen = !may_see(was) && may_see(is) && may_be_seen(contact_says) ? [`available ${contact.jid}`] : [];
    assert.deepEqual(await news(phone), [...seen, ...push], "what the phone is told");
    assert.deepEqual(await news(laptop), [...seen, ...push], "what the laptop is told");
    assert.deepEqual(await news(silent), push, "what the resource without presence is told");

    const resources = [`${john_jid}/laptop`, `${john_jid}/phone`];
    const shown = !may_be_seen(was) && may_be_seen(is) ? resources.map((jid) => `available ${jid}`) : [];
    const hidden = may_be_seen(was) && !may_be_seen(is) ? resources.map((jid) => `unavailable ${jid}`) : [];
    const presences = await contact.until_pong();
    assert.deepEqual(
      presences.map(({ attrs }) => `${attrs["type"] ?? "available"} ${attrs["from"]}`).sort(),
      [...shown, ...hidden],
      "what the contact is told",
    );
    for (const presence of presences) {
      const is_phone = presence.attrs["from"] === `${john_jid}/phone`;
      const show = presence.attrs["type"] === undefined && is_phone ? "away" : null;
      assert.equal(presence.getChildText("show"), show, "each resource's own presence");
    }
    await Promise.all([phone, laptop, silent, contact].map((client) => client.stop()));
  }

  for (const was of states) {
    for (const is of states) {
      test(`${was}, then ${is}`, async () => {
        const of_the_contact = ["absent", "to", "from", "both"] as const;
        await Promise.all(of_the_contact.map((contact_says) => change(was, is, contact_says)));
      });
    }
  }
});
