import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import { type Backend, start_backend } from "../support/backend.ts";
import { after as after_gate } from "../support/backend_behaviour.ts";
import { type Client, log_in } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import { arrive, fresh, in_short, news, ok, refresh } from "../support/scene.ts";

const host = "chat.test";

function status(text: string): Element {
  return xml("status", {}, text);
}

/** The resources of a user that a client has been shown as available so far, and what they said last. */
function shown_to(client: Client, username: string): Record<string, string> {
  const shown = new Map<string, string>();
  for (const stanza of client.received) {
    const { from, type }: Record<string, string | undefined> = stanza.attrs;
    const [sender, resource] = (from ?? "").split("/");
    if (stanza.name !== "presence" || sender !== `${username}@${host}`) continue;
    if (resource === undefined) shown.clear();
    else if (type === undefined) shown.set(resource, stanza.getChildText("status") ?? "");
    else shown.delete(resource);
  }
  return Object.fromEntries(shown);
}

for_each_prosody("presence", (version) => {
  let backend: Backend;
  let prosody: Prosody;
  const clients: Client[] = [];

  before(async () => {
    backend = await start_backend();
    prosody = await start_prosody({
      version,
      modules_enabled: ["blocklist"],
      hosts: { [host]: { http_roster_url: backend.url } },
    });
  });

  after(async () => {
    const stanzas = clients.flatMap(({ received }) => received);
    assert.deepEqual(
      stanzas
        .filter(({ name, attrs }) => name === "presence" && String(attrs["type"]).includes("subscribe"))
        .map(String),
      [],
      "no client is ever shown a subscription stanza",
    );
    assert.deepEqual(prosody.tracebacks(), []);
    await prosody.stop();
    await backend.stop();
  });

  /** Logs in with presence. */
  async function come(username: string, resource: string, text = resource): Promise<Client> {
    const client = await arrive(prosody, username, { resource, presence: [status(text)] });
    clients.push(client);
    return client;
  }

  function befriend(a: string, b: string): void {
    backend.rosters.set(a, { [`${b}@${host}`]: {} });
    backend.rosters.set(b, { [`${a}@${host}`]: {} });
  }

  function nobody(...usernames: string[]): void {
    for (const username of usernames) backend.rosters.set(username, {});
  }

  /** Two users who know nobody yet. */
  function strangers(): [john: string, marie: string] {
    const [john, marie] = [fresh("john"), fresh("marie")];
    nobody(john, marie);
    return [john, marie];
  }

  interface Scene {
    john: string;
    marie: string;
    johns: Client[];
    maries: Client[];
  }

  /** Two users with two resources each, and what they see of each other. */
  async function two_by_two(): Promise<Scene> {
    const [john, marie] = strangers();
    const johns = [await come(john, "phone"), await come(john, "laptop")];
    const maries = [await come(marie, "desk"), await come(marie, "tablet")];
    return { john, marie, johns, maries };
  }

  async function assert_seen(
    { john, marie, johns, maries }: Scene,
    by_marie: boolean,
    by_john: boolean,
  ): Promise<void> {
    for (const client of [...johns, ...maries]) await client.until_pong();
    for (const client of johns) {
      assert.deepEqual(shown_to(client, marie), by_john ? { desk: "desk", tablet: "tablet" } : {}, "what john sees");
    }
    for (const client of maries) {
      assert.deepEqual(shown_to(client, john), by_marie ? { phone: "phone", laptop: "laptop" } : {}, "what marie sees");
    }
  }

  for (const order of ["john first", "marie first"] as const) {
    const in_order = ([a, b]: [string, string]): string[] => (order === "john first" ? [a, b] : [b, a]);

    test(`befriended, then parted, in one refresh, ${order}`, async () => {
      const scene = await two_by_two();
      befriend(scene.john, scene.marie);
      await refresh(prosody, in_order([scene.john, scene.marie]));
      await assert_seen(scene, true, true);
      nobody(scene.john, scene.marie);
      await refresh(prosody, in_order([scene.john, scene.marie]));
      await assert_seen(scene, false, false);
    });

    test(`befriended, then parted, in two refreshes, ${order}`, async () => {
      const scene = await two_by_two();
      befriend(scene.john, scene.marie);
      for (const username of in_order([scene.john, scene.marie])) await refresh(prosody, [username]);
      await assert_seen(scene, true, true);
      nobody(scene.john, scene.marie);
      for (const username of in_order([scene.john, scene.marie])) await refresh(prosody, [username]);
      await assert_seen(scene, false, false);
    });

    test(`befriended in one refresh where one side is slow, ${order}`, async () => {
      const scene = await two_by_two();
      befriend(scene.john, scene.marie);
      const gate = new_gate();
      const [quick, slow] = in_order([scene.john, scene.marie]);
      assert.ok(quick !== undefined && slow !== undefined);
      backend.behave(slow, after_gate(gate));
      const refreshed = refresh(prosody, [quick, slow]);
      for (const client of quick === scene.john ? scene.johns : scene.maries) await client.push();
      for (const client of [...scene.johns, ...scene.maries]) await client.until_pong();
      gate.open();
      await refreshed;
      await assert_seen(scene, true, true);
    });

    test(`one subscribes to the other in one refresh, ${order}`, async () => {
      const scene = await two_by_two();
      backend.rosters.set(scene.john, { [`${scene.marie}@${host}`]: { subscription: "from" } });
      backend.rosters.set(scene.marie, { [`${scene.john}@${host}`]: { subscription: "to" } });
      await refresh(prosody, in_order([scene.john, scene.marie]));
      await assert_seen(scene, true, false);
      backend.rosters.set(scene.john, { [`${scene.marie}@${host}`]: { subscription: "to" } });
      backend.rosters.set(scene.marie, { [`${scene.john}@${host}`]: { subscription: "from" } });
      await refresh(prosody, in_order([scene.john, scene.marie]));
      await assert_seen(scene, false, true);
    });
  }

  test("one is refreshed while the other logs in: each ends up seeing the other", async () => {
    const [john, marie] = strangers();
    const johns = [await come(john, "phone")];
    befriend(john, marie);
    const gate = new_gate();
    backend.behave(marie, after_gate(gate));
    const coming = come(marie, "desk");
    await backend.requested(marie);
    await refresh(prosody, [john]);
    gate.open();
    const maries = [await coming];
    for (const client of [...johns, ...maries]) await client.until_pong();
    assert.deepEqual(shown_to(maries[0]!, john), { phone: "phone" });
    assert.deepEqual(shown_to(johns[0]!, marie), { desk: "desk" });
  });

  test("each resource shows its own last presence, and one that has sent none shows nothing", async () => {
    const [john, marie] = strangers();
    const phone = await come(john, "phone", "on the bus");
    const laptop = await come(john, "laptop", "at work");
    const silent = await log_in(prosody, john, { resource: "silent" });
    const gone = await come(john, "gone", "soon away");
    await gone.unavailable();
    await laptop.available(status("at lunch"), xml("priority", {}, "-1"));
    for (const client of [phone, laptop, silent, gone]) await client.until_pong();
    const desk = await come(marie, "desk");
    befriend(john, marie);
    await refresh(prosody, [john]);
    assert.deepEqual(await news(desk), [`available ${laptop.jid}`, `available ${phone.jid}`]);
    assert.deepEqual(shown_to(desk, john), { phone: "on the bus", laptop: "at lunch" });
    nobody(john);
    await refresh(prosody, [john]);
    assert.deepEqual(await news(desk), [`unavailable ${laptop.jid}`, `unavailable ${phone.jid}`]);
  });

  test("a resource that sends its first presence after the refresh shows and is shown everything", async () => {
    const [john, marie] = strangers();
    const desk = await come(marie, "desk");
    const silent = await log_in(prosody, john, { resource: "silent" });
    clients.push(silent);
    await silent.roster();
    befriend(john, marie);
    await refresh(prosody, [john, marie]);
    assert.deepEqual(await news(silent), [`push ${marie}@${host} both`]);
    await desk.until_pong();
    assert.deepEqual(shown_to(desk, john), {});
    await silent.available();
    assert.deepEqual(await news(silent), [`available ${desk.jid}`]);
    assert.deepEqual(await news(desk), [`available ${silent.jid}`]);
  });

  test("a contact added in mid-session gets later changes of presence and the final `unavailable`", async () => {
    for (const leave of ["stop", "drop"] as const) {
      const [john, marie] = strangers();
      const phone = await come(john, "phone");
      const desk = await come(marie, "desk");
      befriend(john, marie);
      await refresh(prosody, [john, marie]);
      await desk.until_pong();
      await phone.available(status("busy"));
      assert.deepEqual(await news(desk), [`available ${phone.jid}`]);
      assert.deepEqual(shown_to(desk, john), { phone: "busy" });
      await phone[leave]();
      await desk.presence(phone.jid, "unavailable");
      await desk.nothing_until_pong();
    }
  });

  test("a contact removed in mid-session gets nothing more", async () => {
    const [john, marie] = strangers();
    befriend(john, marie);
    const phone = await come(john, "phone");
    const desk = await come(marie, "desk");
    nobody(john, marie);
    await refresh(prosody, [john, marie]);
    await phone.until_pong();
    await desk.until_pong();
    await phone.available(status("busy"));
    await phone.stop();
    await desk.nothing_until_pong();
    const again = await come(john, "phone");
    assert.deepEqual(shown_to(again, marie), {});
    await desk.nothing_until_pong();
  });

  for (const order of ["john first", "marie first"] as const) {
    test(`a contact taken off one side's roster, and put back, is shown again (${order} at first)`, async () => {
      const [john, marie] = strangers();
      const phone = await come(john, "phone");
      const desk = await come(marie, "desk");
      befriend(john, marie);
      await refresh(prosody, order === "john first" ? [john, marie] : [marie, john]);
      for (const client of [phone, desk]) await client.until_pong();
      nobody(john);
      await refresh(prosody, [john]);
      assert.deepEqual(await news(phone), [`push ${marie}@${host} remove`]);
      assert.deepEqual(await news(desk), [`unavailable ${phone.jid}`]);
      befriend(john, marie);
      await refresh(prosody, [john]);
      assert.deepEqual(await news(phone), [`available ${desk.jid}`, `push ${marie}@${host} both`]);
      assert.deepEqual(await news(desk), [`available ${phone.jid}`]);
    });
  }

  test("a contact who is shown while blocked is shown after the end of the block, once befriended anew", async () => {
    const [john, marie] = strangers();
    const phone = await come(john, "phone");
    const desk = await come(marie, "desk");
    const item = xml("item", { jid: `${marie}@${host}` });
    await phone.request(xml("iq", { type: "set" }, xml("block", { xmlns: "urn:xmpp:blocking" }, item)));
    befriend(john, marie);
    await refresh(prosody, [marie, john]);
    nobody(john);
    await refresh(prosody, [john]);
    await phone.request(xml("iq", { type: "set" }, xml("unblock", { xmlns: "urn:xmpp:blocking" }, item)));
    befriend(john, marie);
    for (const client of [phone, desk]) await client.until_pong();
    await refresh(prosody, [john]);
    assert.deepEqual(await news(phone), [`available ${desk.jid}`, `push ${marie}@${host} both`]);
    assert.deepEqual(await news(desk), [`available ${phone.jid}`]);
  });

  test("block lists hold, whoever blocked whom", async () => {
    for (const blocker of ["john", "marie"] as const) {
      const scene = await two_by_two();
      const [blocking] = blocker === "john" ? scene.johns : scene.maries;
      const blocked = `${blocker === "john" ? scene.marie : scene.john}@${host}`;
      assert.ok(blocking);
      const block = xml("block", { xmlns: "urn:xmpp:blocking" }, xml("item", { jid: blocked }));
      assert.equal((await blocking.request(xml("iq", { type: "set" }, block))).attrs["type"], "result");
      befriend(scene.john, scene.marie);
      await refresh(prosody, [scene.john, scene.marie]);
      await assert_seen(scene, false, false);
      for (const client of [...scene.johns, ...scene.maries]) client.received.splice(0);
      nobody(scene.john, scene.marie);
      await refresh(prosody, [scene.john, scene.marie]);
      for (const client of [...scene.johns, ...scene.maries]) {
        await client.until_pong();
        // mod_blocklist tells the blocker so, by an error, of whatever it stopped; core's own broadcasts too.
        const presences = client.received.filter(({ name, attrs }) => name === "presence" && attrs["type"] !== "error");
        assert.deepEqual(presences.map(in_short), []);
      }
    }
  });

  test("who is unblocked in mid-session is shown again", async () => {
    const [john, marie] = strangers();
    const phone = await come(john, "phone");
    const desk = await come(marie, "desk");
    const item = xml("item", { jid: `${marie}@${host}` });
    await phone.request(xml("iq", { type: "set" }, xml("block", { xmlns: "urn:xmpp:blocking" }, item)));
    befriend(john, marie);
    await refresh(prosody, [john, marie]);
    assert.deepEqual(await news(desk), [`push ${john}@${host} both`]);
    await phone.request(xml("iq", { type: "set" }, xml("unblock", { xmlns: "urn:xmpp:blocking" }, item)));
    assert.deepEqual(await news(desk), [`available ${phone.jid}`]);
  });

  for (const leave of ["stop", "drop"] as const) {
    const way = leave === "stop" ? "logs out" : "is cut off";

    test(`directed presence ends when its sender ${way}, a refresh of others in between`, async () => {
      const [john, marie] = strangers();
      const phone = await come(john, "phone");
      const desk = await come(marie, "desk");
      await phone.send(xml("presence", { to: desk.jid }, status("only for you")));
      await desk.presence(phone.jid);
      backend.rosters.set(john, { "aaron@chat.test": {} });
      await refresh(prosody, [john]);
      await desk.nothing_until_pong();
      await phone[leave]();
      await desk.presence(phone.jid, "unavailable");
      await desk.nothing_until_pong();
    });

    test(`directed presence to who becomes a contact, and then no contact, ends when its sender ${way}`, async () => {
      const [john, marie] = strangers();
      const phone = await come(john, "phone");
      const desk = await come(marie, "desk");
      await phone.send(xml("presence", { to: desk.jid }, status("only for you")));
      await desk.presence(phone.jid);
      befriend(john, marie);
      await refresh(prosody, [john]);
      await desk.presence(phone.jid);
      nobody(john);
      await refresh(prosody, [john]);
      await desk.presence(phone.jid, "unavailable");
      await phone.send(xml("presence", { to: desk.jid }, status("once more")));
      await desk.presence(phone.jid);
      await phone[leave]();
      await desk.presence(phone.jid, "unavailable");
      assert.deepEqual(shown_to(desk, john), {});
    });
  }

  test("a user who comes online during a refresh of a contact's roster is shown to that contact", async () => {
    const [john, marie] = strangers();
    const desk = await come(marie, "desk");
    befriend(john, marie);
    const gate = new_gate();
    backend.behave(marie, after_gate(gate));
    const refreshed = prosody.request("POST", "/roster_admin/refresh", { json: [marie] });
    await backend.requested(marie, 2);
    const phone = await come(john, "phone");
    gate.open();
    assert.deepEqual((await refreshed).json(), ok(1));
    for (const client of [phone, desk]) await client.until_pong();
    assert.deepEqual(shown_to(desk, john), { phone: "phone" });
    assert.deepEqual(shown_to(phone, marie), { desk: "desk" });
  });

  test("who is added with whom is already a contact of others changes nothing for those others", async () => {
    const [john, marie] = strangers();
    const paul = fresh("paul");
    befriend(john, paul);
    const phone = await come(john, "phone");
    const bench = await come(paul, "bench");
    const desk = await come(marie, "desk");
    for (const client of [phone, bench, desk]) await client.until_pong();
    backend.rosters.set(john, { [`${paul}@${host}`]: { name: "Paul" }, [`${marie}@${host}`]: {} });
    await refresh(prosody, [john]);
    await bench.nothing_until_pong();
    assert.deepEqual(await news(desk), [`available ${phone.jid}`]);
  });
});
