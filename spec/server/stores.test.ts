import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Backend, start_backend } from "../support/backend.ts";
import { answer } from "../support/backend_behaviour.ts";
import { type Client, log_in } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type Postgresql, start_postgresql } from "../support/postgresql.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";
import type { Options } from "../support/prosody_config.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { arrive, fresh, refresh } from "../support/scene.ts";
import { error_condition } from "../support/stanza.ts";

/** What is stored of a user, as the storage itself says. */
async function stored(prosody: Prosody, username: string, host: string): Promise<string | undefined> {
  const code =
    'return (require "core.storagemanager".open(module.host, "http_roster", "keyval"):get(...) or {}).roster';
  const text = await prosody.lua(code, [username], host);
  return typeof text === "string" ? text : undefined;
}

async function until_stored(prosody: Prosody, usernames: readonly string[], host: string, text = "/"): Promise<void> {
  for (const name of usernames) {
    await until(
      async () => (await stored(prosody, name, host))?.includes(text),
      () => `the roster of ${name}@${host} to be stored`,
    );
  }
}

async function jids(client: Client): Promise<string[]> {
  return (await client.roster()).items.map(({ jid }) => jid).sort();
}

/** Logs in, and expects that nothing is known of the contacts. */
async function assert_unknown(prosody: Prosody, username: string, host: string): Promise<void> {
  const connection = new RawConnection(prosody, host);
  await connection.authenticate(username);
  await connection.bind("phone");
  await connection.raw("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
  assert.equal(error_condition(await connection.answer_to("r")), "internal-server-error");
  connection.drop();
}

const contacts = {
  "marie@x.test": { name: 'Marie "M." d\'Été \\ / | 🎡', groups: ["A/B", "|", "Ü"], subscription: "to" },
  "max@y.test": { groups: ["A"] },
  "gateway.test": {},
};

for_each_prosody("the last rosters known, in each storage that Debian has,", (version) => {
  let backend: Backend;
  let postgresql: Postgresql;
  let prosody: Prosody;

  const kept = ["internal.test", "sqlite.test", "postgresql.test"];

  before(async () => {
    backend = await start_backend();
    postgresql = await start_postgresql();
    const base = { http_roster_url: backend.url, http_roster_timeout: 2, http_roster_max_age: 0 };
    const hosts: Record<string, Options> = {
      "internal.test": { ...base, storage: "internal" },
      "sqlite.test": { ...base, storage: "sql", sql: { driver: "SQLite3", database: "prosody.sqlite" } },
      "postgresql.test": { ...base, storage: "sql", sql: postgresql.sql },
      "memory.test": { ...base, storage: "memory" },
      "none.test": { ...base, storage: { http_roster: "none" } },
      "null.test": { ...base, storage: { http_roster: "null" } },
      "xep0227.test": { ...base, storage: { http_roster: "xep0227" } },
    };
    prosody = await start_prosody({ version, hosts });
  });

  after(async () => {
    const trouble = prosody.tracebacks().filter((line) => !/xep0227|store http_roster can't be opened/.test(line));
    await prosody.stop();
    await postgresql.stop();
    await backend.stop();
    assert.deepEqual(trouble, []);
  });

  test("are there after a restart while the backend is away, for everyone, as they last were", async () => {
    const users = Array.from({ length: 6 }, () => fresh("john"));
    const [changed = "", gone = ""] = users;
    const known = new Map<string, unknown>();
    for (const name of users) backend.rosters.set(name, { ...contacts, [`${name}@z.test`]: { name } });

    async function until_all_is_stored(host: string): Promise<void> {
      await Promise.all(users.map(async (name) => await (await arrive(prosody, name, { host })).stop()));
      await until_stored(prosody, users, host);
    }

    async function until_changes_are_stored(host: string): Promise<void> {
      const client = await arrive(prosody, changed, { host });
      const leaving = await arrive(prosody, gone, { host });
      await refresh(prosody, [changed, gone], host);
      await client.stop();
      await leaving.stop();
      await until(
        async () => (await stored(prosody, gone, host)) === undefined,
        () => `the roster of ${gone}@${host} to be gone`,
      );
      await until_stored(prosody, [changed], host, "new");
    }

    await Promise.all(kept.map(until_all_is_stored));
    const clients = await Promise.all(kept.map((host) => arrive(prosody, changed, { host })));
    backend.rosters.set(changed, { ...contacts, "new@x.test": {} });
    for (const host of kept) await refresh(prosody, [changed], host);
    for (const client of clients) assert.ok((await jids(client)).includes("new@x.test"));
    backend.behave(gone, answer(410));
    await Promise.all(kept.map(until_changes_are_stored));
    for (const client of clients) await client.stop();
    for (const name of ["memory.test", "none.test", "null.test", "xep0227.test"]) {
      const client = await arrive(prosody, changed, { host: name });
      assert.ok((await jids(client)).includes("new@x.test"), name);
      await client.stop();
    }
    for (const host of kept) {
      for (const name of users) {
        const client = await log_in(prosody, name, { host });
        if (name !== gone) known.set(`${name}@${host}`, await client.roster());
        await client.stop();
      }
    }
    for (const host of ["none.test", "null.test"]) {
      await prosody.wait_for_log(new RegExp(`${host}:http_roster_admin\twarn\tThe store http_roster fails`));
    }
    assert.doesNotMatch(
      prosody.log(),
      /(internal|sqlite|postgresql|memory)\.test:\S*\twarn\tThe store http_roster fails/,
    );

    await backend.stop();
    await prosody.restart();
    for (const host of kept) {
      for (const name of users) {
        if (name === gone) {
          await assert_unknown(prosody, name, host);
          continue;
        }
        const client = await log_in(prosody, name, { host });
        assert.deepEqual(await client.roster(), known.get(`${name}@${host}`), `${name}@${host}`);
        await client.stop();
      }
    }
    for (const host of ["memory.test", "none.test", "null.test", "xep0227.test"]) {
      await assert_unknown(prosody, changed, host);
    }
    await backend.start();
    // By now it counts as away, and not everyone is asked for.
    await prosody.restart();
  });

  test("are stored anew where what is stored can't be read, and one line says so", async () => {
    const john = fresh("john");
    backend.rosters.set(john, contacts);
    const set =
      'local u, r = ...; return (require "core.storagemanager".open(module.host, "http_roster", "keyval"):set(u, { roster = r }))';
    for (const host of kept) {
      await (await arrive(prosody, john, { host })).stop();
      await until_stored(prosody, [john], host);
      const text = (await stored(prosody, john, host)) ?? "";
      await prosody.lua(set, [john, text.slice(0, -1)], host);
      // What is stored is asked for again.
      await prosody.reload_module("http_roster_admin", host);
      await (await arrive(prosody, john, { host })).stop();
      await until(
        async () => (await stored(prosody, john, host))?.length === text.length,
        () => `the roster of ${john}@${host} to be stored as it was`,
      );
    }
    const [host = ""] = kept;
    const marie = fresh("marie");
    await prosody.lua(set, [marie, "3/"], host);
    await assert_unknown(prosody, marie, host);
    assert.match(prosody.log(), new RegExp(`${host}:\\S*\twarn\tThe store http_roster fails.*can't be read`));
  });

  test("are read in the form that earlier versions of this module kept", async () => {
    const john = fresh("john");
    const text = '{"marie@x.test":{"name":"Marie","subscription":"to","groups":["A"]}}';
    const code =
      'local u, r = ...; return (require "core.storagemanager".open(module.host, "http_roster", "keyval"):set(u, { roster = r, asked_at = 1700000000.5, version = "v" }))';
    await backend.stop();
    for (const host of kept) {
      await prosody.lua(code, [john, text], host);
      const client = await log_in(prosody, john, { host });
      assert.deepEqual((await client.roster()).items, [
        { jid: "marie@x.test", name: "Marie", subscription: "to", groups: ["A"] },
      ]);
      await client.stop();
    }
    await backend.start();
  });
});

const fails = /\twarn\tThe store http_roster fails/g;
const works = /\tinfo\tThe store http_roster works again/g;

for_each_prosody("the last rosters known, in a faulty storage,", (version) => {
  let backend: Backend;
  let prosody: Prosody;

  before(async () => {
    backend = await start_backend();
    const base = {
      http_roster_url: backend.url,
      http_roster_timeout: 2,
      http_roster_max_age: 0,
      storage: { http_roster: "test_faulty" },
    };
    const hosts: Record<string, Options> = {
      "chat.test": base,
      "waits.test": { ...base, test_store_fault: "waits" },
      "blocks.test": { ...base, test_store_fault: "blocks" },
      "talks.test": { ...base, test_store_fault: "says more than it needs to" },
      "full.test": { ...base, test_store_fault: "says nil", http_roster_cache_size: 10 },
      "closed.test": { ...base, test_store_fault: "throws when opened" },
      "moves.test": base,
    };
    prosody = await start_prosody({ version, hosts });
  });

  after(async () => {
    const trouble = prosody.tracebacks().filter((line) => !line.includes("it can't be opened"));
    await prosody.stop();
    await backend.stop();
    assert.deepEqual(trouble, []);
  });

  async function set_fault(username: string, fault: string): Promise<void> {
    await prosody.lua("local u, f = ...; prosody.test_store_faults[module.host][u] = f", [username, fault]);
  }

  function lines(pattern: RegExp, from: number): number {
    return (prosody.log().slice(from).match(pattern) ?? []).length;
  }

  async function file_of(username: string): Promise<unknown> {
    const code =
      'return (require "core.storagemanager".load_driver(module.host, "internal"):open("http_roster", "keyval"):get(...) or {}).roster';
    return await prosody.lua(code, [username]);
  }

  async function until_written(username: string, milliseconds?: number): Promise<void> {
    await until(
      async () => (await file_of(username)) !== undefined,
      () => `the roster of ${username} to be written`,
      milliseconds,
    );
  }

  for (const fault of ["throws", "says nil", "says false", "never answers"]) {
    test(`which ${fault} for one user, are written for the others; one line says so, and one that it is over`, async () => {
      const from = prosody.log().length;
      const [john, ...others] = [fresh("john"), fresh("a"), fresh("b"), fresh("c")];
      for (const name of [john, ...others]) backend.rosters.set(name, contacts);
      await set_fault(john, fault);
      const client = await arrive(prosody, john);
      assert.equal((await client.roster()).items.length, 3);
      await client.stop();
      for (const name of others) await (await arrive(prosody, name)).stop();
      // None that never answers is waited for longer than 10 s.
      for (const name of others) await until_written(name, 20_000);
      assert.deepEqual([lines(fails, from), lines(works, from)], [1, 0]);
      if (fault === "never answers") return;
      await set_fault(john, "none");
      await (await arrive(prosody, john)).stop();
      await until_written(john);
      await until(
        () => lines(works, from) === 1,
        () => "a line that it works again",
      );
      assert.equal(lines(fails, from), 1);
    });
  }

  test("which fails to delete a roster, are deleted later", async () => {
    const john = fresh("john");
    backend.rosters.set(john, contacts);
    const client = await arrive(prosody, john);
    await until_written(john);
    await set_fault(john, "throws");
    backend.behave(john, answer(410));
    await refresh(prosody, [john]);
    await set_fault(john, "none");
    await client.stop();
    await until(
      async () => (await file_of(john)) === undefined,
      () => "the roster to be deleted",
    );
  });

  for (const host of ["waits.test", "blocks.test", "talks.test"]) {
    test(`${host}, are there after a restart while the backend is away`, async () => {
      const from = prosody.log().length;
      const users = [fresh("john"), fresh("john"), fresh("john")];
      for (const name of users) {
        backend.rosters.set(name, { ...contacts, [`${name}@z.test`]: {} });
        await (await arrive(prosody, name, { host })).stop();
      }
      const code =
        'return require "lfs".attributes(prosody.paths.data .. "/" .. (module.host:gsub("%W", "%%2e")) .. "/http_roster/" .. ... .. ".dat", "size") or 0';
      for (const name of users) {
        await until(
          async () => Number(await prosody.lua(code, [name], host)) > 0,
          () => `the roster of ${name} to be written`,
        );
      }
      assert.equal(lines(fails, from), 0);
      await backend.stop();
      await prosody.restart();
      for (const name of users) {
        const client = await log_in(prosody, name, { host });
        assert.ok((await jids(client)).includes(`${name}@z.test`));
        await client.stop();
      }
      assert.equal(lines(fails, from), 0);
      await backend.start();
    });
  }

  test("which waits over a reload of the module, end as what was known last", async () => {
    const [john, marie] = [fresh("john"), fresh("marie")];
    backend.rosters.set(john, contacts);
    await set_fault(john, "waits until told");
    const client = await arrive(prosody, john);
    await until(
      () => prosody.lua("return prosody.test_store_go_on ~= nil"),
      () => "the store to be given a roster",
    );
    await set_fault(john, "none");
    await prosody.reload_module();
    const json = { [john]: { "later@x.test": {} }, [marie]: {} };
    assert.equal((await prosody.request("POST", "/roster_admin/rosters", { json })).status, 200);
    // Both are due at the same time.
    await until_written(marie);
    await prosody.lua("prosody.test_store_go_on()");
    await until(
      async () => String(await file_of(john)).includes("later"),
      () => "the roster known last to be stored",
    );
    await client.stop();
  });

  test("which waits, are nothing any more of a user who is deleted meanwhile", async () => {
    const john = fresh("john");
    backend.rosters.set(john, contacts);
    await (await arrive(prosody, john)).stop();
    await until_written(john);
    await prosody.restart();
    backend.behave(john, answer(500));
    await set_fault(john, "reads early");
    await prosody.lua('require "core.rostermanager".load_roster(..., module.host)', [john]);
    await until(
      () => prosody.lua("return prosody.test_store_go_on ~= nil"),
      () => "the store to be asked",
    );
    await set_fault(john, "none");
    await prosody.lua('require "core.usermanager".delete_user(..., module.host)', [john]);
    await prosody.lua("prosody.test_store_go_on()");
    const held = await prosody.request("GET", `/roster_admin/rosters/${john}`);
    assert.equal(held.status, 404, held.body);
  });

  test("which waits, are shown to whoever asks for them, and in the end that there is no answer", async () => {
    const john = fresh("john");
    backend.rosters.set(john, contacts);
    await (await arrive(prosody, john)).stop();
    await until_written(john);
    await prosody.restart();
    await set_fault(john, "waits");
    const known = await prosody.request("GET", `/roster_admin/rosters/${john}`);
    assert.equal(known.status, 200, known.body);
    assert.match(known.body, /"source":"last known"/);
    await set_fault(john, "never answers");
    const unknown = await prosody.request("GET", `/roster_admin/rosters/${john}`);
    assert.equal(unknown.status, 404, unknown.body);
  });

  test("which always fails, are kept in memory for so many users offline, and no more", async () => {
    // Those in the cache, who is online, and who was just tried.
    const held = 10 + 2;
    const kept = async (): Promise<number> => {
      const code = `
        local count = 0;
        for _ in pairs(require "core.modulemanager".get_module(module.host, "http_roster_admin").module.save().last_known.drafts) do count = count + 1; end
        return count;
      `;
      return Number(await prosody.lua(code, [], "full.test"));
    };
    const john = fresh("john");
    backend.rosters.set(john, contacts);
    const client = await arrive(prosody, john, { host: "full.test" });
    const json = Object.fromEntries(Array.from({ length: 3000 }, () => [fresh("offline"), { "marie@x.test": {} }]));
    await prosody.request("POST", "/roster_admin/rosters", { host: "full.test", json });
    await until(
      async () => (await kept()) <= 1000 + held,
      () => "most of what can't be stored to be let go",
    );
    assert.ok((await kept()) >= 1000);
    await prosody.lua("prosody.test_store_faults[module.host].default = ...", ["none"], "full.test");
    // Each failure has kept it waiting longer.
    await until(
      async () => (await kept()) < 1000,
      () => "those that are left to be stored",
      30_000,
    );
    await client.stop();
  });

  test("which waits, are all given to it when the module is unloaded", async () => {
    const users = [fresh("john"), fresh("john"), fresh("john")];
    for (const name of users) await set_fault(name, "waits");
    const json = Object.fromEntries(users.map((name) => [name, contacts]));
    await prosody.request("POST", "/roster_admin/rosters", { json });
    await prosody.lua('require "core.modulemanager".unload(module.host, "http_roster_admin")');
    for (const name of users) await until_written(name);
    await prosody.lua('require "core.modulemanager".load(module.host, "http_roster_admin")');
  });

  test("are written as the server stops, though another module ends that for all others", async () => {
    const john = fresh("john");
    await prosody.lua('module:hook_global("server-stopping", function () return true; end, 500)');
    await prosody.request("POST", "/roster_admin/rosters", { json: { [john]: contacts } });
    await prosody.restart();
    assert.match(String(await file_of(john)), /marie/);
  });

  test("which can't be opened, are known to nobody, and everything else works", async () => {
    const john = fresh("john");
    backend.rosters.set(john, {});
    const client = await arrive(prosody, john, { host: "closed.test" });
    backend.rosters.set(john, contacts);
    await refresh(prosody, [john], "closed.test");
    assert.equal((await client.roster()).items.length, 3);
    assert.match(prosody.log(), /closed\.test\S*\terror\tThe store http_roster can't be opened/);
    await client.stop();
  });

  test("which becomes another one, are there once their users have left", async () => {
    const host = "moves.test";
    const john = fresh("john");
    backend.rosters.set(john, contacts);
    const client = await arrive(prosody, john, { host });
    await until(
      async () => (await stored(prosody, john, host)) !== undefined,
      () => "the roster to be stored",
    );
    const storage = { http_roster: "sql" };
    await prosody.change_options({ storage, sql: { driver: "SQLite3", database: "moves.sqlite" } }, host);
    await prosody.reload_module("http_roster_admin", host);
    assert.equal(await stored(prosody, john, host), undefined);
    await client.stop();
    await until_stored(prosody, [john], host);
  });

  test("which never answers, keep nobody from logging in", async () => {
    const john = fresh("john");
    await set_fault(john, "never answers");
    backend.behave(john, answer(500));
    await assert_unknown(prosody, john, "chat.test");
  });
});
