import assert from "node:assert/strict";
import { before, test } from "node:test";
import { arrives, watch_arrivals } from "../support/arrivals.ts";
import { after, answer, hang, in_turn, normally, with_etag } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact, log_in_with_roster } from "../support/online.ts";
import { read_object } from "../support/outcome.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { ask_from_afar, far_away } from "../support/outsiders.ts";
import { fresh } from "../support/scene.ts";
import { screen } from "../support/screen.ts";
import { error_condition } from "../support/stanza.ts";
import { type Stage, test_stages } from "../support/stages.ts";

const [ann, bob] = ["ann@example.com", "bob@example.com"];

/** So many contacts that a body with them is on its way through the slices for a second or so. */
const others = Object.fromEntries(
  Array.from({ length: 600 }, (_, i) => [
    `other${i}`,
    Object.fromEntries(Array.from({ length: 50 }, (_, j) => [`contact${j}@example.com`, { name: `No. ${j}` }])),
  ]),
);

for_each_prosody("where two things come together", (version) => {
  const stage = test_stages(
    version,
    {
      plain: () => ({}),
      faulty: () => ({ http_roster_timeout: 0.5, storage: { http_roster: "test_faulty", default: "internal" } }),
      reloaded: () => ({}),
      keeping_none: () => ({ http_roster_cache_size: 0 }),
    },
    { lua: far_away },
  );

  before(async () => {
    for (const name of ["plain", "reloaded"] as const) await watch_arrivals(stage(name).prosody, stage(name).host);
  });

  async function login_waits(here: Stage, username: string): Promise<void> {
    await until(
      async () =>
        (await here.lua(
          `local interest = require "core.modulemanager".get_module(module.host, "http_roster_admin").module.save().fetches.interests[...];
          for _, waiter in ipairs(interest and interest.waiters or {}) do
            if waiter.request_class == "login" then return true; end
          end`,
          username,
        )) === true,
      () => "the login to wait",
    );
  }

  /** Is held, with an ETag, and has gone. */
  async function new_user(here: Stage): Promise<string> {
    const username = fresh("john");
    here.backend.rosters.set(username, { [ann]: {} });
    here.backend.behave(username, with_etag);
    await (await here.log_in(username)).stop();
    await until(
      async () => (await here.lua("return hosts[module.host].sessions[...] == nil", username)) === true,
      () => `${username} to have left`,
    );
    return username;
  }

  test("a login during which everyone is to be asked for again ends with what is true then", async () => {
    const { backend, prosody, host } = stage("plain");
    const username = fresh("john");
    backend.rosters.set(username, { [ann]: {}, [bob]: {} });
    const gate = new_gate();
    backend.behave(username, in_turn(after(gate), normally));
    const login = log_in_with_roster(prosody, username, { host });
    await backend.requested(username);
    backend.rosters.set(username, { [ann]: {} });
    assert.equal((await stage("plain").call("POST", "refresh-all")).errors, 0);
    gate.open();
    const client = await login;
    await until(
      () => !(bob in screen(client)),
      () => `${bob} to go; the client shows ${JSON.stringify(screen(client))}`,
    );
    await client.stop();
  });

  test("a login of somebody whose roster is unchanged is over with that, though everyone is to be asked for again", async () => {
    const here = stage("plain");
    const username = await new_user(here);
    const gate = new_gate();
    here.backend.behave(username, in_turn(after(gate, with_etag), hang));
    const login = here.log_in(username);
    assert.notEqual((await here.backend.requested(username, 2)).headers["if-none-match"], undefined);
    assert.equal((await here.call("POST", "refresh-all")).errors, 0);
    gate.open();
    const client = await login;
    assert.deepEqual((await client.roster()).items, [contact(ann)]);
    const held = await here.prosody.request("GET", `/roster_admin/rosters/${username}`, { host: here.host });
    assert.equal(read_object(held)["source"], "backend", "the login has waited for the second answer, in vain");
    await client.stop();
  });

  test("a login during a fetch of others that says that the user is gone is served the empty roster", async () => {
    const here = stage("plain");
    const username = await new_user(here);
    const gate = new_gate();
    here.backend.behave(username, in_turn(after(gate, answer(410)), hang));
    assert.equal((await here.refresh([username])).errors, 0);
    await here.backend.requested(username, 2);
    const login = here.log_in(username);
    await login_waits(here, username);
    gate.open();
    const client = await login;
    assert.deepEqual((await client.roster()).items, []);
    await client.stop();
  });

  test("a login is not over with an answer from before what has been handed over and let go", async () => {
    const here = stage("keeping_none");
    const username = fresh("john");
    here.backend.rosters.set(username, { [ann]: {} });
    const [first, second] = [new_gate(), new_gate()];
    here.backend.behave(username, in_turn(after(first), after(second)));
    await ask_from_afar(here, [username]);
    await here.backend.requested(username);
    here.backend.rosters.set(username, { [bob]: {} });
    assert.equal((await here.call("POST", "rosters", { json: { [username]: { [bob]: {} } } })).errors, 0);
    const login = here.log_in(username);
    await login_waits(here, username);
    first.open();
    await here.backend.requested(username, 2);
    await login_waits(here, username);
    second.open();
    const client = await login;
    assert.deepEqual((await client.roster()).items, [contact(bob)]);
    await client.stop();
  });

  test("a login is not over with what was handed over before the backend said that the user is gone", async () => {
    const here = stage("plain");
    const username = await new_user(here);
    const gate = new_gate();
    here.backend.behave(username, in_turn(answer(410), after(gate, answer(200, { [ann]: {} }))));
    const body = { ...others, [username]: { [bob]: {} } };
    const { answer: bulk } = await arrives(here.prosody, "POST", "rosters", { host: here.host, json: body });
    assert.equal((await here.refresh([username])).errors, 0);
    await here.backend.requested(username, 2);
    await here.settled();
    const login = here.log_in(username);
    await here.backend.requested(username, 3);
    assert.equal(read_object(await bulk)["errors"], 0);
    await login_waits(here, username);
    gate.open();
    const client = await login;
    assert.deepEqual((await client.roster()).items, [contact(ann)]);
    await client.stop();
  });

  test("an earlier word that comes to nothing does not end the attempts to learn of a later one", async () => {
    const { backend, prosody, host } = stage("plain");
    const username = fresh("john");
    backend.rosters.set(username, { [ann]: {} });
    const client = await log_in_with_roster(prosody, username, { host });
    const body = { ...others, [username]: { [ann]: {} } };
    const { answer: bulk } = await arrives(prosody, "POST", "rosters", { host, json: body });
    assert.equal((await stage("plain").refresh([username])).errors, 0);
    backend.rosters.set(username, { [bob]: {} });
    backend.behave(username, in_turn(answer(503, "", { "Retry-After": "3" }), normally));
    assert.equal((await stage("plain").refresh([username])).errors, 1);
    assert.equal(read_object(await bulk)["errors"], 0);
    await until(
      () => bob in screen(client),
      () => `${bob} to come; the client shows ${JSON.stringify(screen(client))}`,
      10_000,
    );
    await client.stop();
  });

  test("a login is not left with what was asked for before it began", async () => {
    const { backend, prosody, host } = stage("plain");
    const username = fresh("john");
    backend.rosters.set(username, { [bob]: {} });
    const gate = new_gate();
    backend.behave(username, in_turn(after(gate), normally));
    await ask_from_afar(stage("plain"), [username]);
    await backend.requested(username);
    backend.rosters.set(username, { [ann]: {} });
    const login = log_in_with_roster(prosody, username, { host });
    await login_waits(stage("plain"), username);
    gate.open();
    const client = await login;
    await until(
      () => ann in screen(client) && !(bob in screen(client)),
      () => `${ann} to come; the client shows ${JSON.stringify(screen(client))}`,
    );
    await client.stop();
  });

  test("a store that answers when the second resource comes changes nothing behind core's back", async () => {
    const { backend, prosody, host } = stage("faulty");
    const [john, marie] = [fresh("john"), fresh("marie")];
    const [johns_jid, maries_jid] = [`${john}@${host}`, `${marie}@${host}`];
    backend.rosters.set(john, { [maries_jid]: {} });
    backend.rosters.set(marie, { [johns_jid]: {} });
    const first = await log_in_with_roster(prosody, john, { host });
    await until(
      async () =>
        (await stage("faulty").lua(
          'return (require "core.storagemanager".open(module.host, "http_roster", "keyval"):get(...) or {}).roster ~= nil',
          john,
        )) === true,
      () => "the roster to be stored",
    );
    await first.stop();
    const set_fault = (fault: string): Promise<unknown> =>
      stage("faulty").lua("local name, fault = ...; prosody.test_store_faults[module.host][name] = fault", john, fault);
    await set_fault("never answers");
    await prosody.reload_module("http_roster_admin", host);
    assert.equal((await stage("faulty").call("POST", "refresh-all")).errors, 0);
    backend.behave(john, answer(503));
    const phone = new RawConnection(prosody, host);
    await phone.authenticate(john);
    await phone.bind("phone");
    await phone.raw("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
    assert.equal(error_condition(await phone.answer_to("r")), "internal-server-error");
    await set_fault("none");
    const desk = await stage("faulty").log_in(john, { resource: "desk" });
    assert.equal(
      await stage("faulty").lua(
        `local username = ...;
        local mod = require "core.modulemanager".get_module(module.host, "http_roster_admin");
        local held = mod.module.save().rosters.holdings[username];
        return held == nil or held.roster == prosody.hosts[module.host].sessions[username].roster`,
        john,
      ),
      true,
      "the roster held is not core's own",
    );
    backend.behave(john);
    await phone.stanza(({ name, attrs }) => name === "iq" && attrs["type"] === "set", "a push to the phone", 15_000);
    phone.drop();
    await desk.stop();
  });

  test("what was changed by a body that was being read at a reload is stored", async () => {
    const { backend, prosody, host } = stage("reloaded");
    const username = fresh("john");
    backend.rosters.set(username, { [ann]: {} });
    const client = await log_in_with_roster(prosody, username, { host });
    const body = { ...others, [username]: { [bob]: {} } };
    // Of the others nothing is held that would have to be stored first.
    const { answer: bulk } = await arrives(prosody, "PATCH", "rosters", { host, json: body });
    await prosody.reload_module("http_roster_admin", host);
    await watch_arrivals(prosody, host);
    assert.equal(read_object(await bulk)["errors"], 0);
    await until(
      async () => {
        const stored = await stage("reloaded").lua(
          'return (require "core.storagemanager".open(module.host, "http_roster", "keyval"):get(...) or {}).roster',
          username,
        );
        return typeof stored === "string" && stored.includes("/bob/");
      },
      () => "the roster to be stored",
      15_000,
    );
    await client.stop();
  });
});
