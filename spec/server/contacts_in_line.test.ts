import assert from "node:assert/strict";
import { test } from "node:test";
import { after, answer } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { subscription } from "../support/edit_stanzas.ts";
import { new_gate } from "../support/gate.ts";
import { ask_from_afar, far_away } from "../support/outsiders.ts";
import { complete } from "../support/outcome.ts";
import { fresh, names_of } from "../support/scene.ts";
import { test_stages } from "../support/stages.ts";
import { pass, test_clock } from "../support/test_clock.ts";

const subscribe_from_afar = `
  local name = ...
  local attr = { type = "subscribe", from = "eve@far.test", to = name.."@"..module.host };
  prosody.core_post_stanza(prosody.hosts["far.test"], require "util.stanza".presence(attr));
`;

for_each_prosody("what a contact elsewhere wants", (version) => {
  const stage = test_stages(
    version,
    {
      lost: ({ edit_url }) => ({ http_roster_edit_url: edit_url, http_roster_concurrency: 1 }),
      trial: ({ edit_url }) => ({ http_roster_edit_url: edit_url, http_roster_timeout: 60 }),
      new: ({ edit_url }) => ({ http_roster_edit_url: edit_url }),
      several: ({ edit_url }) => ({ http_roster_edit_url: edit_url }),
      noticed: ({ edit_url }) => ({ http_roster_edit_url: edit_url, http_roster_timeout: 60 }),
    },
    { lua: `${test_clock}\n${far_away}` },
  );

  test("is asked about in the end, where it was in line when the backend was lost and everyone has left since", async () => {
    const here = stage("lost");
    const name = fresh("john");
    const john = `${name}@${here.host}`;
    const client = await here.arrive(name, {});
    const gate = new_gate();
    here.backend.behave_for_edits(after(gate, answer(500)));
    here.backend.behave_for_all(answer(500));
    for (let i = 0; i < 6; i++) await client.send(subscription("subscribe", `marie${i}@${here.host}`));
    await here.backend.edit_asked(john);
    await here.lua(subscribe_from_afar, name);
    gate.open();
    await until(
      () => here.logged("warn").some((line) => line.includes("away")),
      () => "the backend to count as away",
    );
    await client.stop();
    await until(
      async () => (await here.lua("return prosody.bare_sessions[...] == nil", john)) === true,
      () => "everyone to have left",
    );
    const before = here.backend.edits(john).length;
    here.mend();
    here.backend.behave_for_edits(answer(204));
    await until(
      () => here.backend.edits(john).length > before,
      () => "the backend to be asked about the contact",
      30_000,
    );
    const questions = here.backend.edits(john).map(({ body }): unknown => JSON.parse(body));
    assert.deepEqual(questions.at(-1), { action: "subscribe", user: john, contact: "eve@far.test", from: "contact" });
  });

  test("takes nobody out of the line who waits while the backend is asked whether it is back", async () => {
    const here = stage("trial");
    await Promise.all(["first", "second"].map((name) => here.arrive(name, {})));
    const [asking, answering] = [new_gate(), new_gate()];
    here.backend.behave_for_edits(after(asking, answer(204)));
    await here.lua(subscribe_from_afar, "first");
    await here.backend.edit_asked(`first@${here.host}`);
    await here.lose("first");
    await here.settled(1);
    here.backend.behave("first", after(answering));
    here.mend();
    const asked = here.backend.requests_for("first").length;
    const refreshed = [here.refresh(["first"], 30_000)];
    await here.backend.requested("first", asked + 1);
    refreshed.push(here.refresh(["second"], 30_000));
    await here.settled(2, 1);
    asking.open();
    await here.settled(1, 1);
    answering.open();
    for (const outcome of await Promise.all(refreshed)) assert.deepEqual(outcome, complete(1));
  });

  test("is asked about of a user whom the backend did not know, and has handed over since", async () => {
    const here = stage("new");
    const name = fresh("john");
    await ask_from_afar(here, [name]);
    await here.backend.requested(name);
    await here.settled();
    assert.equal((await here.call("POST", "rosters", { json: { [name]: {} } })).errors, 0);
    here.backend.behave_for_edits(answer(204));
    await here.lua(subscribe_from_afar, name);
    await here.backend.edit_asked(`${name}@${here.host}`);
  });

  test("has the backend asked about one user after another, where it is away and nobody is online", async () => {
    const here = stage("several");
    await here.lose_and_leave();
    const names = names_of(6, "user");
    for (const name of names) await here.lua(subscribe_from_afar, name);
    const asked = (): string[] => names.filter((name) => here.backend.requests_for(name).length > 0);
    await until(
      async () => {
        await pass(here.prosody, 11);
        return asked().length >= 3;
      },
      () => `three to be asked for; there was ${asked().join()}`,
    );
  });

  test("does not keep a notice from asking at once, though the backend is being asked about the same user", async () => {
    const here = stage("noticed");
    await here.lose_and_leave();
    const gate = new_gate();
    const name = fresh("ann");
    here.backend.behave(name, after(gate, answer(503)));
    await here.lua(subscribe_from_afar, name);
    await pass(here.prosody, 11);
    await here.backend.requested(name);
    assert.deepEqual(await here.refresh([name]), complete(1));
    here.backend.behave(name);
    here.backend.rosters.set(name, {});
    here.mend();
    gate.open();
    await here.backend.edit_asked(`${name}@${here.host}`);
  });
});
