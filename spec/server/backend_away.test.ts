import assert from "node:assert/strict";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Backend } from "../support/backend.ts";
import { answer } from "../support/backend_behaviour.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import type { Prosody } from "../support/prosody.ts";
import { arrive, fresh } from "../support/scene.ts";
import { test_server } from "../support/test_server.ts";

const away = /\twarn\tThe roster backend is away/g;
const back = /\tinfo\tThe roster backend is back/g;
const contact = "marie@x.test";

/** The files of the store http_roster. */
function stored(prosody: Prosody): string[] {
  try {
    return readdirSync(join(prosody.folder, "data", "chat%2etest", "http_roster"));
  } catch {
    return [];
  }
}

async function lose(prosody: Prosody, backend: Backend, username: string): Promise<void> {
  const lost = (prosody.log().match(away) ?? []).length;
  backend.behave_for_all(answer(503));
  for (let failures = 0; failures < 5; failures++) await prosody.request("GET", `/roster_admin/refresh/${username}`);
  await until(
    () => (prosody.log().match(away) ?? []).length === lost + 1,
    () => "one line that the backend is away",
  );
}

for_each_prosody("a backend that is away", (version) => {
  const server = test_server(version, { host: { http_roster_timeout: 2, http_roster_max_age: 0 } });

  test("costs one line when it is lost and one when it is back, and everyone is brought up to date", async () => {
    const { prosody, backend } = server;
    const users = Array.from({ length: 12 }, () => fresh("many"));
    for (const name of users) backend.rosters.set(name, {});
    const clients = [];
    for (const name of users) clients.push(await arrive(prosody, name));
    await lose(prosody, backend, users[0] ?? "");
    const from = prosody.log().length;
    await prosody.request("POST", "/roster_admin/refresh", { json: users });
    assert.deepEqual(
      prosody
        .log()
        .slice(from)
        .match(/\t(warn|error)\t.*/g) ?? [],
      [],
    );

    for (const name of users) backend.rosters.set(name, { [contact]: {} });
    backend.behave_for_all();
    for (const client of clients) assert.equal((await client.push()).item.jid, contact);
    const log = prosody.log().slice(from);
    assert.equal((log.match(back) ?? []).length, 1);
    assert.equal((log.match(away) ?? []).length, 0);
  });

  test("keeps nobody waiting who logs in, and their contacts follow", async () => {
    const { prosody, backend } = server;
    const [john, known] = [fresh("john"), fresh("known")];
    for (const name of [john, known]) backend.rosters.set(name, { [contact]: {} });
    const seen = await arrive(prosody, known);
    await seen.stop();
    await until(
      () => stored(prosody).some((file) => file.startsWith(known)),
      () => "the roster to be stored",
    );
    const witness = await arrive(prosody, john);
    await lose(prosody, backend, john);
    backend.behave_for_all(async ({ response }) => {
      await new Promise((resolve) => response.once("close", resolve));
    });
    const again = await server.log_in(known, { milliseconds: 1500 });
    assert.deepEqual(
      (await again.roster()).items.map(({ jid }) => jid),
      [contact],
    );
    backend.rosters.set(known, { "new@x.test": {}, [contact]: {} });
    backend.behave_for_all();
    assert.equal((await again.push()).item.jid, "new@x.test");
    await witness.stop();
  });

  test("is asked by a notice, which may be the sign that it is back", async () => {
    const { prosody, backend } = server;
    const john = fresh("john");
    backend.rosters.set(john, {});
    const client = await arrive(prosody, john);
    await lose(prosody, backend, john);
    backend.behave_for_all();
    backend.rosters.set(john, { [contact]: {} });
    const answered = await prosody.request("POST", "/roster_admin/refresh", { json: [john] });
    assert.deepEqual(answered.json(), { status: "ok", message: "roster update complete", updated: 1, errors: 0 });
    assert.equal((await client.push()).item.jid, contact);
  });

  test("is not missed by whoever logs in after a restart or a crash of Prosody", async () => {
    const { prosody, backend } = server;
    const john = fresh("john");
    backend.rosters.set(john, { [contact]: { name: "Marie", groups: ["A"] } });
    const { items, ver } = await (await arrive(prosody, john)).roster();
    await until(
      () => stored(prosody).some((file) => file.startsWith(john)),
      () => "the roster to be stored",
    );
    for (const crash of [false, true]) {
      if (crash) await prosody.kill();
      await backend.stop();
      await prosody.restart();
      const client = await server.log_in(john);
      const roster = await client.roster();
      assert.deepEqual([roster.items, roster.ver], [items, ver]);
      await client.stop();
      await backend.start();
    }
  });
});

for_each_prosody("the last roster known", (version) => {
  // Core's own, of the folder in the way.
  const server = test_server(version, { expected_errors: /http_roster storage/ });

  test("is not written again where nothing changed, and goes with 410", async () => {
    const { prosody, backend } = server;
    const john = fresh("john");
    backend.rosters.set(john, { [contact]: {} });
    const client = await arrive(prosody, john);
    await until(
      () => stored(prosody).length === 1,
      () => "the roster to be stored",
    );
    const file = join(prosody.folder, "data", "chat%2etest", "http_roster", stored(prosody)[0] ?? "");
    rmSync(file);
    await prosody.request("POST", "/roster_admin/refresh", { json: [john] });
    // Were the unchanged roster noted, it would be written before this one.
    const other = fresh("other");
    backend.rosters.set(other, { [contact]: {} });
    await arrive(prosody, other);
    await until(
      () => stored(prosody).some((name) => name.startsWith(other)),
      () => "the other roster to be stored",
    );
    assert.ok(!stored(prosody).some((name) => name.startsWith(john)));
    backend.behave(other, answer(410));
    await prosody.request("POST", "/roster_admin/refresh", { json: [other] });
    await until(
      () => stored(prosody).length === 0,
      () => "nothing to be stored",
    );
    await client.stop();
  });

  test("is a warning, and no outage, where it can't be stored", async () => {
    const { prosody, backend } = server;
    const folder = join(prosody.folder, "data", "chat%2etest", "http_roster");
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(folder, "in the way");
    for (const name of [fresh("a"), fresh("b"), fresh("c")]) {
      backend.rosters.set(name, { [contact]: {} });
      const client = await arrive(prosody, name);
      assert.equal((await client.roster()).items.length, 1);
    }
    await prosody.wait_for_log(/\twarn\tThe store http_roster fails/);
    assert.equal((prosody.log().match(/\twarn\tThe store http_roster fails/g) ?? []).length, 1);
    rmSync(folder);
  });
});

for_each_prosody("a lost notice", (version) => {
  const server = test_server(version, { host: { http_roster_max_age: 1 } });

  test("heals by itself, once the roster is too old to be believed", async () => {
    const { prosody, backend } = server;
    const john = fresh("john");
    backend.rosters.set(john, {});
    const client = await arrive(prosody, john);
    backend.rosters.set(john, { [contact]: {} });
    assert.equal((await client.push()).item.jid, contact);
  });
});
