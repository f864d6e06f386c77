import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { answer, reset } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { is_record, read_object } from "../support/outcome.ts";
import type { RequestOptions } from "../support/prosody.ts";
import { fresh } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";

async function status_of({ prosody, host }: Stage): Promise<Record<string, unknown>> {
  return read_object(await prosody.request("GET", "/roster_admin/status", { host }));
}

/** A request's end without how long ago that was, which is a moment. */
function just_now(end: unknown): Record<string, unknown> {
  assert.ok(is_record(end));
  const { seconds_ago, ...others } = end;
  assert.ok(typeof seconds_ago === "number" && seconds_ago >= 0 && seconds_ago < 10);
  return others;
}

/** What the endpoints that update rosters say of users offline; nil where they say nothing. */
async function offline_after(stage: Stage, method: string, path: string, options: RequestOptions): Promise<unknown> {
  const reply = await stage.prosody.request(method, `/roster_admin/${path}`, { host: stage.host, ...options });
  const document = read_object(reply);
  assert.equal(document["status"], "ok");
  return document["offline"];
}

for_each_prosody("the status", (version) => {
  const stage = test_stages(version, {
    fresh: () => ({}),
    ends: () => ({ http_roster_edit_url: "http://127.0.0.1:1/%s" }),
    stale: () => ({}),
    offline: () => ({}),
    shell: () => ({}),
  });

  test("says that the backend was not asked yet, whoever was refreshed, and the version", async () => {
    await stage("fresh").refresh([fresh("nobody")]);
    const status = await status_of(stage("fresh"));
    const { version: of_package } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    assert.deepEqual(
      [status["status"], status["backend"], status["message"], status["last_request"], status["version"]],
      ["ok", "not asked yet", "backend was not asked yet", undefined, of_package],
    );
    await stage("fresh").prosody.reload_module("http_roster_admin", "fresh.test");
    assert.equal((await status_of(stage("fresh")))["backend"], "not asked yet");
  });

  test("says how the last requests ended", async () => {
    const { backend } = stage("ends");
    const ann = fresh("ann");
    await stage("ends").arrive(ann, {});
    const well = await status_of(stage("ends"));
    assert.equal(well["backend"], "here");
    assert.deepEqual(just_now(well["last_request"]), { result: "roster" });
    assert.equal(well["last_failure"], undefined);

    backend.behave(ann, answer(401));
    await stage("ends").refresh([ann]);
    const refused = await status_of(stage("ends"));
    assert.equal(refused["backend"], "here");
    assert.deepEqual(just_now(refused["last_request"]), { result: "failed", problem: "backend answered 401" });

    backend.behave(ann, reset);
    await stage("ends").refresh([ann]);
    const failing = await status_of(stage("ends"));
    assert.deepEqual([failing["status"], failing["backend"], failing["message"]], ["ok", "failing", "backend fails"]);
    assert.match(String(just_now(failing["last_request"])["problem"]), /^no answer \(/);

    backend.behave(ann);
    await stage("ends").lose(ann);
    const away = await status_of(stage("ends"));
    assert.deepEqual([away["status"], away["backend"], away["message"]], ["error", "away", "backend is away"]);

    stage("ends").mend();
    await until(
      async () => (await status_of(stage("ends")))["backend"] === "here",
      () => "the backend to be back",
    );
    const back = await status_of(stage("ends"));
    assert.equal(just_now(back["last_request"])["problem"], undefined);
    assert.deepEqual(just_now(back["last_failure"]), { result: "failed", problem: "backend answered 503" });
  });

  test("counts who is served what was last known", async () => {
    const { backend } = stage("stale");
    const [ann, bob] = [fresh("ann"), fresh("bob")];
    await stage("stale").arrive(ann, {});
    assert.equal((await status_of(stage("stale")))["users_served_stale"], 0);
    backend.behave(bob, answer(503));
    const client = await stage("stale").log_in(bob);
    assert.equal((await status_of(stage("stale")))["users_served_stale"], 1);
    backend.rosters.set(bob, {});
    backend.behave(bob);
    await until(
      async () => (await status_of(stage("stale")))["users_served_stale"] === 0,
      () => "the roster to be had",
    );
    await client.stop();
  });

  test("answers say of how many nothing was fetched, since they are offline", async () => {
    const [ann, bob, eve] = [fresh("ann"), fresh("bob"), fresh("eve")];
    const client = await stage("offline").arrive(ann, {});
    const users = { [ann]: {}, [bob]: {}, [eve]: {} };
    const requests = [
      ["POST", "refresh", [ann, bob, eve]],
      ["POST", "rosters", users],
      ["PATCH", "rosters", users],
    ] as const;
    for (const [method, path, json] of requests) {
      assert.equal(await offline_after(stage("offline"), method, path, { json }), 2, `${method} ${path}`);
    }
    assert.equal(await offline_after(stage("offline"), "GET", `refresh/${bob}`, {}), 1);
    assert.equal(await offline_after(stage("offline"), "GET", `refresh/${ann}`, {}), undefined);
    assert.equal(await offline_after(stage("offline"), "POST", "rosters", { json: { [ann]: {} } }), undefined);
    await client.stop();
  });

  if (version === "0.12") return;

  test("in the shell: the same, and a refresh says what became of it and is counted", async () => {
    const { prosody, backend, host } = stage("shell");
    const ann = fresh("ann");
    const bob = fresh("bob");
    const shell = async (command: string): Promise<string> => {
      const { stdout, stderr } = await prosody.shell(command);
      return stdout + stderr;
    };
    await stage("shell").arrive(ann, {});
    assert.match(await shell(`rosteradmin:status("${host}")`), /^backend: here$[^]*^last_request\.result: roster$/m);
    assert.match(await shell(`rosteradmin:refresh("${ann}@${host}")`), /The roster is up to date/);
    assert.match(await shell(`rosteradmin:refresh("${bob}@${host}")`), /is offline, or unknown: nothing was asked/);
    backend.behave(ann, answer(404));
    assert.match(await shell(`rosteradmin:refresh("${ann}@${host}")`), /backend answered 404/);
    const words = await prosody.prosodyctl("shell", "rosteradmin", "refresh", `${bob}@${host}`);
    assert.match(words.stdout + words.stderr, /is offline/);
    const { users_updated, users_failed } = await status_of(stage("shell"));
    assert.deepEqual([users_updated, users_failed], [3, 1]);
    assert.match(
      await shell(`rosteradmin:refresh("x@nowhere.test")`),
      /http_roster_admin is not loaded on nowhere\.test/,
    );
    assert.match(await shell(`rosteradmin:status()`), /Name a user or a host/);
  });

  test("in the shell, has help of its own, beside that of Prosody's rosters", async () => {
    const { prosody } = stage("shell");
    const help = (await prosody.shell("help rosteradmin")).stdout;
    assert.match(help, /refresh/);
    assert.match(help, /Show how fetching rosters is going/);
    assert.doesNotMatch((await prosody.shell("help roster")).stdout, /Show how fetching rosters is going/);
  });

  test("in the shell, is there for each host after any of them was reloaded, without a warning, or unloaded", async () => {
    const { prosody } = stage("shell");
    const from = prosody.log().length;
    for (const host of ["shell.test", "stale.test", "shell.test"]) {
      await prosody.reload_module("http_roster_admin", host);
    }
    const has_status = async (host: string): Promise<boolean> =>
      (await prosody.shell(`rosteradmin:status("${host}")`)).stdout.includes("backend: ");
    for (const host of ["shell.test", "stale.test", "fresh.test"]) assert.ok(await has_status(host), host);
    for (const host of ["shell.test", "stale.test"]) {
      await prosody.lua('require "core.modulemanager".unload(module.host, "http_roster_admin")', [], host);
      assert.ok(await has_status("fresh.test"));
      assert.ok(!(await has_status(host)));
    }
    assert.doesNotMatch(prosody.log().slice(from), /already registered/);
  });
});
