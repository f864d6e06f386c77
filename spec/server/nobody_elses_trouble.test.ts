import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { after, answer, with_etag } from "../support/backend_behaviour.ts";
import type { Client } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { new_gate } from "../support/gate.ts";
import { contact } from "../support/online.ts";
import { complete, is_record, type Outcome, read_object } from "../support/outcome.ts";
import { fresh } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";
import { begin_trouble, type Place, stop_trouble, trouble_in_log } from "../support/trouble.ts";

const remote = "friend@x.test";
/** How long a caller may wait, in milliseconds: less than it takes for a test to give up. */
const soon = 5000;

/** Who takes part: something goes wrong with John, or with Marie whom he gets as a contact. Ann has nothing to do with it. */
interface Cast {
  john: Client;
  marie: Client;
  ann: Client;
  /** John's rosters, before and after. */
  before: Record<string, object>;
  after: Record<string, object>;
}

/** How a change reaches Prosody. Gives the answer to whoever has brought it. */
type Way = (stage: Stage, cast: Cast) => Promise<Outcome | undefined>;

interface Trouble {
  what: string;
  place: Place;
  whose: "john" | "marie";
}

const troubles: readonly Trouble[] = [
  { what: "a hook on presence/bare fails", place: "presence/bare", whose: "john" },
  { what: "a hook on pre-presence/bare fails", place: "pre-presence/bare", whose: "john" },
  { what: "sending to the user fails", place: "send", whose: "john" },
  { what: "a filter of the user's session fails", place: "filter", whose: "john" },
  { what: "sending to a contact of the user's fails", place: "send", whose: "marie" },
];

function names_of({ john, ann }: Cast): string[] {
  return [john.username, ann.username];
}

/** What the backend says from now on. */
function change(stage: Stage, cast: Cast): void {
  stage.backend.rosters.set(cast.john.username, cast.after);
  stage.backend.rosters.set(cast.ann.username, { [remote]: {} });
}

const hand_over: Way = (stage, cast) => {
  const json = { [cast.john.username]: cast.after, [cast.ann.username]: { [remote]: {} } };
  return stage.call("POST", "rosters", { json, milliseconds: soon });
};

const patch: Way = (stage, cast) => {
  const gone = Object.fromEntries(Object.keys(cast.before).map((jid) => [jid, null]));
  const json = { [cast.john.username]: { ...gone, ...cast.after }, [cast.ann.username]: { [remote]: {} } };
  return stage.call("PATCH", "rosters", { json, milliseconds: soon });
};

const notice: Way = (stage, cast) => {
  change(stage, cast);
  return stage.refresh(names_of(cast), soon);
};

const notice_for_all: Way = (stage, cast) => {
  change(stage, cast);
  return stage.call("POST", "refresh-all", { milliseconds: soon });
};

/** The fetch fails, and is tried again when nobody asks. */
const by_itself: Way = async (stage, cast) => {
  const { backend } = stage;
  for (const name of names_of(cast)) backend.behave(name, answer(503));
  backend.behave_for_batches(answer(503));
  const { errors } = await stage.refresh(names_of(cast), soon);
  assert.equal(errors, 2);
  change(stage, cast);
  for (const name of names_of(cast)) backend.behave(name);
  backend.behave_for_batches();
  // Each of them is tried again at a time of their own.
  await until(
    async () => {
      const path = `/roster_admin/rosters/${cast.john.username}`;
      const { roster } = read_object(await stage.prosody.request("GET", path, { host: stage.host }));
      return Object.keys(cast.after).every((jid) => is_record(roster) && jid in roster);
    },
    () => "John's roster to be fetched",
    15_000,
  );
  return undefined;
};

const while_reloaded: Way = async (stage, cast) => {
  const gate = new_gate();
  const { backend, prosody, host } = stage;
  const before = backend.requests.length;
  change(stage, cast);
  for (const name of names_of(cast)) backend.behave(name, after(gate));
  backend.behave_for_batches(after(gate));
  const refreshed = stage.refresh(names_of(cast), soon);
  await until(
    () => backend.requests.length > before,
    () => "the refresh to begin",
  );
  await prosody.reload_module("http_roster_admin", host);
  gate.open();
  for (const name of names_of(cast)) backend.behave(name);
  backend.behave_for_batches();
  return await refreshed;
};

const ways: Record<string, Way> = {
  "POST /rosters": hand_over,
  "PATCH /rosters": patch,
  "POST /refresh": notice,
  "POST /refresh-all": notice_for_all,
  "a retry": by_itself,
  "a reload": while_reloaded,
};

for_each_prosody("where another module fails", (version) => {
  const stage = test_stages(
    version,
    {
      single: () => ({ http_roster_timeout: 3 }),
      batch: ({ batch_url }) => ({ http_roster_timeout: 3, http_roster_batch_url: batch_url }),
      etag: () => ({ http_roster_timeout: 3 }),
      contacts: () => ({}),
      crowd: () => ({}),
      sessions: () => ({}),
      binds: () => ({}),
    },
    { modules_enabled: ["test_trouble"], expected_errors: trouble_in_log },
  );

  async function assemble(here: Stage): Promise<Cast> {
    const [john, marie, ann, old] = [fresh("john"), fresh("marie"), fresh("ann"), fresh("old")];
    const before = { [`${old}@${here.host}`]: {} };
    const now = { [`${marie}@${here.host}`]: {} };
    return {
      john: await here.arrive(john, before),
      marie: await here.arrive(marie, { [`${john}@${here.host}`]: {} }),
      ann: await here.arrive(ann, {}),
      before,
      after: now,
    };
  }

  async function disperse(clients: readonly Client[]): Promise<void> {
    for (const client of clients) await client.stop();
  }

  /** A refresh makes the roster what the backend says, for the client too. */
  async function is_true_after_refresh(here: Stage, client: Client, document: Record<string, object>): Promise<void> {
    here.backend.rosters.set(client.username, document);
    assert.deepEqual(await here.refresh([client.username], soon), complete(1));
    assert.deepEqual(
      (await client.roster()).items,
      Object.keys(document).map((jid) => contact(jid)),
    );
  }

  /** What the module has logged as an error since there were so many such lines. */
  async function errors_since(here: Stage, count: number): Promise<string[]> {
    return await until(
      () => here.logged("error").length > count && here.logged("error").slice(count),
      () => "a line of level error",
      15_000,
    );
  }

  for (const name of ["single", "batch", "etag"] as const) {
    describe(`rosters come ${{ single: "one by one", batch: "by batch", etag: "with an ETag" }[name]}, and`, () => {
      for (const { what, place, whose } of troubles) {
        for (const [route, way] of Object.entries(ways)) {
          // Where an ETag makes no difference, the same is not tried again.
          if (name === "etag" && (route !== "POST /refresh" || whose === "marie")) continue;
          if (way === by_itself && place !== "presence/bare" && place !== "send") continue;
          test(`${what}: ${route} is answered, others are served, and later refreshes tell the truth`, async () => {
            const here = stage(name);
            if (name === "etag") here.backend.behave_for_all(with_etag);
            const cast = await assemble(here);
            const { john, ann } = cast;
            const errors = here.logged("error").length;
            await begin_trouble(here, place, [cast[whose].username]);
            const outcome = await way(here, cast);
            if (outcome !== undefined) {
              assert.equal(outcome.failed[ann.username], undefined);
              assert.ok(outcome.updated >= 1, "Ann is up to date");
            }
            assert.equal((await ann.push()).item.jid, remote);
            await stop_trouble(here, place);
            await is_true_after_refresh(here, john, cast.before);
            await is_true_after_refresh(here, john, cast.after);
            await is_true_after_refresh(here, john, {});
            await is_true_after_refresh(here, ann, {});
            const lines = await errors_since(here, errors);
            assert.ok(lines.length <= 3, lines.join("\n"));
            assert.match(lines.join("\n"), /trouble at/);
            await disperse([john, cast.marie, ann]);
          });
        }
      }
    });
  }

  for (const [route, way] of Object.entries({ "POST /rosters": hand_over, "POST /refresh": notice })) {
    test(`for some contacts, the others are shown the user all the same, after ${route}`, async () => {
      const here = stage("contacts");
      const cast = await assemble(here);
      const bad = Array.from({ length: 20 }, () => fresh("bad"));
      for (const name of bad) cast.after[`${name}@${here.host}`] = {};
      const errors = here.logged("error").length;
      await begin_trouble(here, "presence/bare", bad);
      await way(here, cast);
      await cast.marie.presence(cast.john.jid);
      await cast.john.presence(cast.marie.jid);
      const lines = await errors_since(here, errors);
      assert.ok(lines.length <= 3, `${lines.length} lines`);
      await stop_trouble(here, "presence/bare");
      await disperse([cast.john, cast.marie, cast.ann]);
    });

    test(`for a thousand stanzas, a handful of lines say so, after ${route}`, async () => {
      const here = stage("crowd");
      const cast = await assemble(here);
      for (let count = 0; count < 1000; count++) cast.after[`${fresh("bad")}@${here.host}`] = {};
      const errors = here.logged("error").length;
      await begin_trouble(here, "presence/bare", [cast.john.username]);
      await way(here, cast);
      assert.equal((await cast.ann.push()).item.jid, remote);
      await stop_trouble(here, "presence/bare");
      await cast.john.until_pong();
      const lines = await errors_since(here, errors);
      assert.ok(lines.length <= 5, `${lines.length} lines`);
      await disperse([cast.john, cast.marie, cast.ann]);
    });

    for (const place of ["send", "filter"] as const) {
      test(`for one resource (${place}), the others get their pushes, after ${route}`, async () => {
        const here = stage("sessions");
        const cast = await assemble(here);
        const others: Client[] = [];
        for (let count = 0; count < 4; count++) {
          const other = await here.log_in(cast.john.username);
          await other.roster();
          others.push(other);
        }
        const resource = cast.john.jid.replace(/^.*\//, "");
        await begin_trouble(here, place, [cast.john.username], resource);
        await way(here, cast);
        for (const other of others) await other.push(({ item }) => item.jid === Object.keys(cast.after)[0]);
        await stop_trouble(here, place);
        await disperse([cast.john, cast.marie, cast.ann, ...others]);
      });
    }
  }

  for (const [route, way] of Object.entries({
    "POST /rosters": hand_over,
    "PATCH /rosters": patch,
    "POST /refresh": notice,
  })) {
    test(`so that a user has left before all is told, who is no contact any more sees them leave, after ${route}`, async () => {
      const here = stage("sessions");
      const cast = await assemble(here);
      const [old] = Object.keys(cast.before).map((jid) => jid.replace(/@.*/, ""));
      assert.ok(old !== undefined);
      const former = await here.arrive(old, { [`${cast.john.username}@${here.host}`]: {} });
      await begin_trouble(here, "hanging up", [cast.john.username]);
      assert.deepEqual(await way(here, cast), complete(2));
      await former.presence(cast.john.jid, "unavailable");
      await stop_trouble(here, "hanging up");
      const again = await here.log_in(cast.john.username);
      await is_true_after_refresh(here, again, cast.before);
      await disperse([cast.marie, cast.ann, former, again]);
    });
  }

  test("on what a client answers to a push, everyone else is served, and the caller answered", async () => {
    const here = stage("sessions");
    const cast = await assemble(here);
    await begin_trouble(here, "iq/self", [cast.john.username]);
    assert.deepEqual(await notice(here, cast), complete(2));
    assert.equal((await cast.ann.push()).item.jid, remote);
    await stop_trouble(here, "iq/self");
    const again = await here.log_in(cast.john.username);
    await is_true_after_refresh(here, again, cast.before);
    await disperse([cast.marie, cast.ann, again]);
  });

  for (const place of ["pre-resource-bind", "roster-load", "resource-bind"] as const) {
    test(`when a user binds (${place}), others log in, and so does the user later`, async () => {
      const here = stage("binds");
      const [john, ann] = [fresh("john"), fresh("ann")];
      here.backend.rosters.set(john, {});
      here.backend.rosters.set(ann, { [remote]: {} });
      await begin_trouble(here, place, [john]);
      await assert.rejects(here.log_in(john, { milliseconds: 1000 }));
      const other = await here.log_in(ann);
      assert.deepEqual((await other.roster()).items, [contact(remote)]);
      assert.equal((await here.refresh([john, ann], soon)).failed[ann], undefined);
      await stop_trouble(here, place);
      here.backend.rosters.set(john, { [remote]: {} });
      await here.refresh([john], soon);
      const again = await here.log_in(john);
      assert.deepEqual((await again.roster()).items, [contact(remote)]);
      await is_true_after_refresh(here, again, {});
      await disperse([other, again]);
    });
  }
});
