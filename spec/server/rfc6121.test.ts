import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import { type Backend, start_backend } from "../support/backend.ts";
import { type Client, log_in } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { arrive, fresh, news, refresh } from "../support/scene.ts";
import { error_condition, roster_namespace } from "../support/stanza.ts";

const host = "chat.test";

type Subscriptions = Record<string, string>;

function roster_set(item: Record<string, string>, ...children: Element[]): Element {
  return xml("iq", { type: "set" }, xml("query", { xmlns: roster_namespace }, xml("item", item, ...children)));
}

function roster_get(attributes: Record<string, string> = {}): Element {
  return xml("iq", { type: "get", ...attributes }, xml("query", { xmlns: roster_namespace }));
}

for_each_prosody("RFC 6121", (version) => {
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

  /** A user whose roster has these contacts: username → subscription. */
  function user(name: string, contacts: Subscriptions = {}): string {
    const username = fresh(name);
    set_contacts(username, contacts);
    return username;
  }

  function set_contacts(username: string, contacts: Subscriptions): void {
    const entries = Object.entries(contacts).map(([name, subscription]) => [`${name}@${host}`, { subscription }]);
    backend.rosters.set(username, Object.fromEntries(entries));
  }

  async function change_contacts(username: string, contacts: Subscriptions): Promise<void> {
    set_contacts(username, contacts);
    await refresh(prosody, [username]);
  }

  interface Circle {
    john: string;
    friends: Record<"both" | "from" | "to" | "none", Client>;
    stranger: Client;
  }

  /** A user who is still offline, and one contact online of each subscription, who would have it the same way. */
  async function circle(): Promise<Circle> {
    const john = fresh("john");
    const mirror = { both: "both", from: "to", to: "from", none: "none" } as const;
    const contacts: Subscriptions = {};
    const meet = async (subscription: keyof typeof mirror): Promise<Client> => {
      const contact = user(subscription, { [john]: mirror[subscription] });
      contacts[contact] = subscription;
      const client = await arrive(prosody, contact);
      await client.until_pong();
      return client;
    };
    const friends = {
      both: await meet("both"),
      from: await meet("from"),
      to: await meet("to"),
      none: await meet("none"),
    };
    const stranger = await arrive(prosody, user("stranger"));
    set_contacts(john, contacts);
    return { john, friends, stranger };
  }

  /** What each of the circle is told of the user. */
  async function told({ friends, stranger }: Circle): Promise<Record<string, string[]>> {
    return {
      both: await news(friends.both),
      from: await news(friends.from),
      to: await news(friends.to),
      none: await news(friends.none),
      stranger: await news(stranger),
    };
  }

  function seen_as(what: string): Record<string, string[]> {
    return { both: [what], from: [what], to: [], none: [], stranger: [] };
  }

  test("2.1.3 a roster get names no address, the user's own bare JID, or is none of the user's", async () => {
    const marie = user("marie");
    const john = user("john", { [marie]: "none" });
    const client = await log_in(prosody, john);
    for (const to of [undefined, `${john}@${host}`]) {
      const result = await client.request(roster_get(to === undefined ? {} : { to }));
      assert.equal(result.attrs["type"], "result");
      assert.equal(result.getChild("query", roster_namespace)?.getChildren("item").length, 1);
    }
    const curious = await log_in(prosody, user("curious"));
    const refusal = await curious.request(roster_get({ to: `${john}@${host}` }));
    assert.equal(refusal.attrs["type"], "error");
    assert.equal(refusal.getChild("query")?.getChildren("item").length ?? 0, 0);
  });

  test("2.1.4 the result of an empty roster is an empty query", async () => {
    const client = await log_in(prosody, user("john"));
    const query = (await client.request(roster_get())).getChild("query", roster_namespace);
    assert.ok(query);
    assert.deepEqual(query.getChildElements(), []);
  });

  test("2.1.5, 2.3, 2.4, 2.5 roster sets are refused, and change and push nothing", async () => {
    const contact = "a@x.test";
    const john = fresh("john");
    backend.rosters.set(john, { [contact]: { name: "A", groups: ["G"], subscription: "none" } });
    const client = await arrive(prosody, john);
    const other = await log_in(prosody, john);
    const before_sets = await other.roster();
    await other.until_pong();
    await client.until_pong();
    const sets = [
      roster_set({ jid: "new@x.test", name: "New" }),
      roster_set({ jid: contact, name: "B" }, xml("group", {}, "H")),
      roster_set({ jid: contact, subscription: "remove" }),
      roster_set({ jid: "unknown@x.test", subscription: "remove" }),
      roster_set({}),
      xml("iq", { type: "set" }, xml("query", { xmlns: roster_namespace })),
      xml("iq", { type: "set", to: `${john}@${host}` }, xml("query", { xmlns: roster_namespace })),
    ];
    for (const set of sets) {
      const refusal = await client.request(set);
      assert.equal(error_condition(refusal), "not-allowed");
      assert.notEqual(refusal.getChild("error")?.getChildText("text") ?? "", "");
    }
    await client.nothing_until_pong();
    await other.nothing_until_pong();
    assert.deepEqual(await other.roster(), before_sets);
    await client.stop();
    await other.stop();
    assert.deepEqual(await (await log_in(prosody, john)).roster(), before_sets);
  });

  test("2.1.5 a roster set for another user is refused", async () => {
    const marie = user("marie");
    const desk = await arrive(prosody, marie);
    const client = await log_in(prosody, user("john"));
    const set = roster_set({ jid: "a@x.test" });
    set.attrs["to"] = `${marie}@${host}`;
    assert.equal((await client.request(set)).attrs["type"], "error");
    await desk.nothing_until_pong();
    assert.deepEqual((await desk.roster()).items, []);
  });

  test("2.1.6 what a client answers to a push, or that it does not, is no matter", async () => {
    const john = user("john");
    const connection = new RawConnection(prosody);
    await connection.authenticate(john);
    await connection.bind("phone");
    await connection.roster();
    for (const [i, reply] of ["result", "error", ""].entries()) {
      await change_contacts(john, { [`contact${i}`]: "none" });
      const is_push = ({ name, attrs }: Element): boolean => name === "iq" && attrs["type"] === "set";
      for (let pushes = i === 0 ? 1 : 2; pushes > 0; pushes--) {
        const push = await connection.stanza(is_push, "a push");
        if (reply !== "") await connection.send(xml("iq", { type: reply, id: push.attrs["id"] }));
      }
      await connection.nothing_until_pong();
    }
  });

  test("2.1.6 pushes come in the order of the changes", async () => {
    const john = user("john");
    const client = await log_in(prosody, john);
    await client.roster();
    const contacts: Subscriptions = {};
    for (let i = 0; i < 5; i++) {
      contacts[`contact${i}`] = "none";
      await change_contacts(john, contacts);
    }
    const order = (await client.until_pong()).map((push) => push.getChild("query")?.getChild("item")?.attrs["jid"]);
    assert.deepEqual(
      order,
      [0, 1, 2, 3, 4].map((i) => `contact${i}@${host}`),
    );
  });

  test("2.2 who asks for the roster is interested from then on, and hears of nothing from before", async () => {
    const john = user("john");
    const client = await log_in(prosody, john);
    await change_contacts(john, { marie: "none" });
    await client.nothing_until_pong();
    assert.equal((await client.roster()).items.length, 1);
    await client.nothing_until_pong();
    await change_contacts(john, {});
    assert.deepEqual(await news(client), [`push marie@${host} remove`]);
  });

  test("2.6.2 without a version, with an empty and with an unknown one the whole roster is sent, with its version", async () => {
    const client = await log_in(prosody, user("john", { marie: "none" }));
    const { ver } = await client.roster();
    assert.ok(ver);
    for (const asked of [undefined, "", "1", "unknown", ver.toUpperCase() === ver ? "x" : ver.toUpperCase()]) {
      const roster = await client.roster({ ver: asked });
      assert.deepEqual([roster.items.length, roster.ver], [1, ver], `ver ${asked}`);
    }
  });

  test("2.6.2 an unchanged roster is answered with a result that has no content, and no pushes follow", async () => {
    const client = await log_in(prosody, user("john", { marie: "none" }));
    const { ver } = await client.roster();
    const result = await client.request(xml("iq", { type: "get" }, xml("query", { xmlns: roster_namespace, ver })));
    assert.equal(result.attrs["type"], "result");
    assert.deepEqual(result.children, []);
    await client.nothing_until_pong();
  });

  test("2.6.3 changes while a client was away come condensed: the last state of each contact, once", async () => {
    const john = user("john", { ann: "none", bob: "none" });
    const first = await log_in(prosody, john);
    const { ver } = await first.roster();
    await first.stop();
    const other = await log_in(prosody, john);
    await other.roster();
    await change_contacts(john, { ann: "both", bob: "none", cho: "none" });
    await change_contacts(john, { ann: "to", cho: "both" });
    await change_contacts(john, { ann: "from", dan: "none" });
    const again = await log_in(prosody, john);
    const { items, unchanged } = await again.roster({ ver });
    await again.nothing_until_pong();
    assert.equal(unchanged, false);
    assert.deepEqual(
      items.map(({ jid, subscription }) => [jid, subscription]),
      [
        [`ann@${host}`, "from"],
        [`dan@${host}`, "none"],
      ],
    );
  });

  test("3.1.5 who is let see the user gets the presence of each available resource, at each available one", async () => {
    const [john, marie] = [user("john"), user("marie")];
    const phone = await arrive(prosody, john, { presence: [xml("show", {}, "dnd")] });
    const laptop = await arrive(prosody, john);
    const desk = await arrive(prosody, marie);
    const tablet = await arrive(prosody, marie);
    const silent = await log_in(prosody, marie);
    for (const client of [desk, tablet]) await client.until_pong();
    await change_contacts(john, { [marie]: "from" });
    for (const client of [desk, tablet]) {
      const shows = (await client.until_pong()).map((presence) => [
        presence.attrs["from"],
        presence.getChildText("show"),
      ]);
      assert.equal(shows.length, 2);
      assert.deepEqual(
        new Map(shows.map(([from, show]) => [from, show])),
        new Map([
          [phone.jid, "dnd"],
          [laptop.jid, null],
        ]),
      );
    }
    await silent.nothing_until_pong();
  });

  test("3.2.2 who may no longer see the user gets `unavailable` from each resource, and nothing after it", async () => {
    const john = fresh("john");
    const marie = user("marie", { [john]: "to" });
    set_contacts(john, { [marie]: "from" });
    const phone = await arrive(prosody, john);
    const desk = await arrive(prosody, marie);
    await change_contacts(john, {});
    assert.deepEqual(await news(desk), [`unavailable ${phone.jid}`]);
    await phone.available(xml("show", {}, "away"));
    const laptop = await arrive(prosody, john);
    await phone.stop();
    await laptop.presence(phone.jid, "unavailable");
    await desk.nothing_until_pong();
  });

  test("4.2.2 initial presence goes to contacts with `from` and `both`, and to the user's other resources", async () => {
    const scene = await circle();
    const other = await log_in(prosody, scene.john);
    await other.available();
    await other.until_pong();
    await told(scene);
    const silent = await log_in(prosody, scene.john);
    const client = await log_in(prosody, scene.john);
    await client.available();
    const { both, to } = scene.friends;
    assert.deepEqual(
      await news(client),
      [`available ${both.jid}`, `available ${other.jid}`, `available ${to.jid}`].sort(),
    );
    assert.deepEqual(await told(scene), seen_as(`available ${client.jid}`));
    assert.deepEqual(await news(other), [`available ${client.jid}`]);
    await silent.nothing_until_pong();
  });

  test("4.3 a probe is answered with each resource's last presence for who may see them, and with nothing else", async () => {
    const scene = await circle();
    const phone = await arrive(prosody, scene.john, { presence: [xml("show", {}, "away")] });
    const laptop = await arrive(prosody, scene.john);
    await log_in(prosody, scene.john);
    await told(scene);
    for (const client of [...Object.values(scene.friends), scene.stranger]) {
      await client.send(xml("presence", { type: "probe", to: `${scene.john}@${host}` }));
    }
    const available = [`available ${phone.jid}`, `available ${laptop.jid}`].sort();
    const nothing: string[] = [];
    assert.deepEqual(await told(scene), {
      both: available,
      from: available,
      to: nothing,
      none: nothing,
      stranger: nothing,
    });
  });

  test("4.3 a probe for who is connected but has sent no presence is answered with `unavailable`", async () => {
    const scene = await circle();
    await log_in(prosody, scene.john);
    await told(scene);
    for (const client of [...Object.values(scene.friends), scene.stranger]) {
      await client.send(xml("presence", { type: "probe", to: `${scene.john}@${host}` }));
    }
    assert.deepEqual(await told(scene), seen_as(`unavailable ${scene.john}@${host}`));
  });

  test("4.3 after a refresh a probe is answered as the new roster says", async () => {
    const scene = await circle();
    const phone = await arrive(prosody, scene.john);
    const desk = scene.stranger;
    const probe = xml("presence", { type: "probe", to: `${scene.john}@${host}` });
    await change_contacts(scene.john, { [desk.username]: "from" });
    await told(scene);
    for (const client of [...Object.values(scene.friends), desk]) await client.send(probe);
    assert.deepEqual(await told(scene), { both: [], from: [], to: [], none: [], stranger: [`available ${phone.jid}`] });
  });

  test("4.4.2 later presence goes to who may see the user now", async () => {
    const scene = await circle();
    const client = await arrive(prosody, scene.john);
    await told(scene);
    await client.available(xml("show", {}, "away"));
    assert.deepEqual(await told(scene), seen_as(`available ${client.jid}`));
    await change_contacts(scene.john, {
      [scene.friends.both.username]: "to",
      [scene.friends.none.username]: "from",
      [scene.stranger.username]: "both",
    });
    await told(scene);
    await client.available(xml("show", {}, "dnd"));
    const [nothing, shown]: string[][] = [[], [`available ${client.jid}`]];
    assert.deepEqual(await told(scene), { both: nothing, from: nothing, to: nothing, none: shown, stranger: shown });
  });

  for (const leave of ["unavailable", "stop", "drop"] as const) {
    test(`4.5.2 unavailable presence goes to who may see the user now, and directed presence ends (${leave})`, async () => {
      const scene = await circle();
      const client = await arrive(prosody, scene.john);
      const { both, none } = scene.friends;
      await client.send(xml("presence", { to: none.jid }));
      await none.presence(client.jid);
      await told(scene);
      await change_contacts(scene.john, { [scene.stranger.username]: "from" });
      await told(scene);
      await client[leave]();
      await scene.stranger.presence(client.jid, "unavailable");
      await none.presence(client.jid, "unavailable");
      await both.nothing_until_pong();
      assert.deepEqual(await told(scene), { both: [], from: [], to: [], none: [], stranger: [] });
    });
  }

  test("4.6.3 directed presence to no contact is followed by no other presence, until a refresh makes a contact of it", async () => {
    const scene = await circle();
    const client = await arrive(prosody, scene.john);
    await client.send(xml("presence", { to: scene.stranger.jid }, xml("status", {}, "for you")));
    await scene.stranger.presence(client.jid);
    await client.available(xml("show", {}, "away"));
    await scene.stranger.nothing_until_pong();
    await change_contacts(scene.john, { [scene.stranger.username]: "from" });
    assert.equal((await scene.stranger.presence(client.jid)).getChildText("show"), "away");
    await client.available(xml("show", {}, "dnd"));
    assert.equal((await scene.stranger.presence(client.jid)).getChildText("show"), "dnd");
    await client.send(xml("presence", { to: scene.stranger.jid, type: "unavailable" }));
    await scene.stranger.presence(client.jid, "unavailable");
    await scene.stranger.nothing_until_pong();
  });
});
