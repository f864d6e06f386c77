import assert from "node:assert/strict";
import { before, test } from "node:test";
import { arrives, watch_arrivals } from "../support/arrivals.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { log_in_with_roster } from "../support/online.ts";
import { read_object } from "../support/outcome.ts";
import { far_away } from "../support/outsiders.ts";
import { fresh } from "../support/scene.ts";
import { test_stages } from "../support/stages.ts";

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
    },
    { lua: far_away },
  );

  before(async () => {
    for (const name of ["plain", "reloaded"] as const) await watch_arrivals(stage(name).prosody, stage(name).host);
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
