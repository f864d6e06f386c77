import assert from "node:assert/strict";
import { test } from "node:test";
import { xml } from "@xmpp/client";
import { answer } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { read_refusal, subscription } from "../support/edit_stanzas.ts";
import { far_away } from "../support/outsiders.ts";
import { complete } from "../support/outcome.ts";
import { fresh, in_short } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";

const eve = "eve@far.test";
const fay = "fay@far.test";

/** How long a caller may wait, in milliseconds. */
const soon = 5000;

/** What goes out to the component far.test is noted, in a few words. */
const note_what_goes_out = `
  prosody.test_sent = {};
  for _, kind in ipairs { "bare", "full", "host" } do
    module:context("far.test"):hook("presence/"..kind, function (event)
      local attr = event.stanza.attr;
      table.insert(prosody.test_sent, (attr.type or "available").." "..attr.from.." -> "..attr.to);
      return true;
    end, 1000);
  end
`;

for_each_prosody("with block lists in a storage that has its callers wait,", (version) => {
  const storage = { blocklist: "test_faulty" };
  const stage = test_stages(
    version,
    {
      // Whatever mod_blocklist holds of them is soon another user's.
      waits: () => ({ storage, test_blocklist_fault: "waits", blocklist_cache_size: 1 }),
      asks: ({ edit_url }) => ({ storage, test_blocklist_fault: "waits", http_roster_edit_url: edit_url }),
      silent: ({ edit_url }) => ({ storage, test_blocklist_fault: "never answers", http_roster_edit_url: edit_url }),
    },
    { modules_enabled: ["blocklist"], lua: far_away, expected_errors: /no answer for 10 seconds/ },
  );

  async function block(client: Client, jid: string): Promise<void> {
    const list = xml("block", { xmlns: "urn:xmpp:blocking" }, xml("item", { jid }));
    const result = await client.request(xml("iq", { type: "set" }, list));
    assert.equal(result.attrs["type"], "result", result.toString());
  }

  /** mod_blocklist holds nobody's list but that of somebody else. */
  async function forget_lists(here: Stage): Promise<void> {
    const other = await here.arrive(fresh("other"), {});
    await block(other, "x@y.test");
    await other.stop();
    await here.lua("collectgarbage() collectgarbage()");
  }

  async function sent(here: Stage): Promise<unknown[]> {
    const texts = await here.lua("local sent = prosody.test_sent; prosody.test_sent = {}; return sent;");
    return Array.isArray(texts) ? texts : [];
  }

  async function until_sent(here: Stage, text: string): Promise<unknown[]> {
    const all: unknown[] = [];
    await until(
      async () => {
        all.push(...(await sent(here)));
        return all.includes(text);
      },
      () => `${text} to go out; what did: ${all.join(", ")}`,
    );
    return all;
  }

  for (const [method, is_batch] of [
    ["POST", false],
    ["PATCH", false],
    ["POST", true],
  ] as const) {
    const many = is_batch ? 600 : 0;
    test(`new contacts see the user, and those blocked do not, after ${method} of ${many + 2} contacts`, async () => {
      const here = stage("waits");
      const [john, marie, max] = [fresh("john"), fresh("marie"), fresh("max")];
      const phone = await here.arrive(john, {});
      const own = `${john}@${here.host}`;
      const [desk, tablet] = [await here.arrive(marie, { [own]: {} }), await here.arrive(max, { [own]: {} })];
      await block(phone, `${max}@${here.host}`);
      await forget_lists(here);
      const others = Array.from({ length: many }, (_, i) => [`n${i}@x.test`, { subscription: "none" }] as const);
      const contacts = { [`${max}@${here.host}`]: {}, [`${marie}@${here.host}`]: {}, ...Object.fromEntries(others) };
      assert.deepEqual(
        await here.call(method, "rosters", { json: { [john]: contacts }, milliseconds: soon }),
        complete(1),
      );
      await desk.presence(phone.jid);
      await phone.presence(desk.jid);
      // What is taken back is seen to be, in that order.
      await here.call("POST", "rosters", { json: { [john]: {} }, milliseconds: soon });
      await desk.presence(phone.jid, "unavailable");
      await desk.nothing_until_pong();
      await tablet.nothing_until_pong();
      for (const client of [phone, desk, tablet]) await client.stop();
    });
  }

  test("a prober is answered, once the roster has come, by who has not blocked them", async () => {
    const here = stage("waits");
    await here.lua(note_what_goes_out);
    const john = fresh("john");
    const phone = await here.arrive(john, {});
    await block(phone, eve);
    await phone.stop();
    await forget_lists(here);
    here.backend.rosters.set(john, { [fay]: {}, [eve]: {} });
    await here.refresh([john]);
    await sent(here);
    const code = `
      local from, to = ...;
      local stanza = require "util.stanza".presence({ type = "probe", from = from, to = to });
      require "util.async".runner(function () prosody.core_post_stanza(prosody.hosts["far.test"], stanza); end):run(true);
    `;
    for (const from of [eve, fay]) await here.lua(code, from, `${john}@${here.host}`);
    const all = await until_sent(here, `unavailable ${john}@${here.host} -> ${fay}`);
    assert.equal(all.length, 1);
  });

  test("what the roster says goes out to contacts elsewhere, and not to those blocked", async () => {
    const here = stage("asks");
    await here.lua(note_what_goes_out);
    const john = fresh("john");
    const own = `${john}@${here.host}`;
    const phone = await here.arrive(john, {});
    await block(phone, eve);
    const json = { [john]: { [eve]: { subscription: "from" }, [fay]: { subscription: "from" } } };
    assert.deepEqual(await here.call("PATCH", "rosters", { json, milliseconds: soon }), complete(1));
    assert.deepEqual(await until_sent(here, `available ${phone.jid} -> ${fay}`), [
      `subscribed ${own} -> ${fay}`,
      `available ${phone.jid} -> ${fay}`,
    ]);
    await here.call("PATCH", "rosters", { json: { [john]: { [eve]: null, [fay]: null } } });
    const all = await until_sent(here, `unavailable ${phone.jid} -> ${fay}`);
    assert.deepEqual(all.sort(), [`unavailable ${phone.jid} -> ${fay}`, `unsubscribed ${own} -> ${fay}`]);
    await phone.stop();
  });

  test("who has asked is shown, but for those blocked; the user's own stanzas to those are refused", async () => {
    const here = stage("asks");
    const john = fresh("john");
    const phone = await here.arrive(john, {});
    await block(phone, eve);
    const json = { [john]: { [eve]: { request: true }, [fay]: { request: "Hello" } } };
    assert.deepEqual(await here.call("PATCH", "rosters", { json, milliseconds: soon }), complete(1));
    await phone.presence(fay, "subscribe");
    await phone.nothing_until_pong();
    here.backend.behave_for_edits(answer(204));
    await phone.send(subscription("subscribe", eve));
    assert.equal(read_refusal(await phone.presence(eve, "error")).condition, "not-acceptable");
    // One after the other, as they came.
    await phone.send(subscription("unsubscribed", fay));
    const iq = xml("iq", { type: "set" }, xml("query", { xmlns: "jabber:iq:roster" }, xml("item", { jid: fay })));
    assert.equal((await phone.request(iq)).attrs["type"], "result");
    const asked = here.backend.edits(`${john}@${here.host}`).map(({ edit }) => edit.action);
    assert.deepEqual(asked, ["unsubscribed", "set"]);
    await phone.stop();
  });

  test("which never answers, callers are answered, edits go on, and one line says what is the matter", async () => {
    const here = stage("silent");
    const john = fresh("john");
    // Its first presence would wait for the list for ever.
    const phone = await here.log_in(john);
    await phone.request(xml("iq", { type: "get" }, xml("query", { xmlns: "jabber:iq:roster" })));
    const json = { [john]: { [fay]: { request: true, subscription: "from" } } };
    assert.deepEqual(await here.call("POST", "rosters", { json, milliseconds: soon }), complete(1));
    assert.equal((await phone.push()).item.jid, fay);
    here.backend.behave_for_edits(answer(204));
    await here.call("PATCH", "rosters", { json: { [john]: { [fay]: { subscription: "none" } } }, milliseconds: soon });
    const iq = xml("iq", { type: "set" }, xml("query", { xmlns: "jabber:iq:roster" }, xml("item", { jid: fay })));
    assert.equal((await phone.request(iq, 25_000)).attrs["type"], "result");
    assert.match(here.logged("error").join("\n"), /no answer for 10 seconds/);
    assert.ok(here.logged("error").length <= 3);
    assert.deepEqual(
      phone.received.map(in_short).filter((text) => text.startsWith("subscribe")),
      [],
    );
    phone.drop();
  });
});
