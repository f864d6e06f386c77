import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Server } from "node:http";
import { PostgresqlDatabase } from "../../examples/backend/postgresql_database.ts";
import { start_backend } from "../../examples/backend/server.ts";
import { NodeProcess } from "../support/node_process.ts";
import { until } from "../support/deadline.ts";
import { http_request } from "../support/http_request.ts";
import { free_ports } from "../support/ports.ts";
import { type Postgresql, start_postgresql } from "../support/postgresql.ts";
import { fresh } from "../support/scene.ts";
import { ToldProsody } from "../support/told_prosody.ts";

const hosts = ["chat.test", "work.test"] as const;

let postgresql: Postgresql;
let chat: ToldProsody;
let work: ToldProsody;
let relays: NodeProcess[];
const applications: { server: Server; database: PostgresqlDatabase; port: number }[] = [];

before(async () => {
  postgresql = await start_postgresql();
  [chat, work] = [await ToldProsody.start(), await ToldProsody.start()];
  const prosody_url = { "chat.test": chat.url, "work.test": work.url };
  for (const port of await free_ports()) {
    const log = (): void => undefined;
    const database = await PostgresqlDatabase.open(postgresql.url, { leases: 0, log });
    const server = await start_backend({ port, xmpp_hosts: hosts, prosody_url, log, database, with_relay: false });
    applications.push({ server, database, port });
  }
  const environment = {
    XMPP_HOST: hosts.join(),
    PROSODY_URL: Object.entries(prosody_url)
      .map(([host, url]) => `${host}=${url}`)
      .join(" "),
    DATABASE_URL: postgresql.url,
  };
  const program = "examples/backend/relay_main.ts";
  relays = [1, 2].map(() => new NodeProcess({ program, environment, ready: "telling" }));
  await Promise.all(relays.map((relay) => relay.start()));
});

after(async () => {
  const problems = relays.map(({ problem }) => problem).filter((problem) => problem !== undefined);
  for (const relay of relays) await relay.kill();
  for (const { server, database } of applications) {
    server.close();
    server.closeAllConnections();
    await database.close();
  }
  await postgresql.stop();
  for (const prosody of [chat, work]) prosody.stop();
  assert.deepEqual(problems, []);
});

let turn = 0;

/** Calls the applications in turn. */
async function call(method: string, path: string, json: unknown = {}): Promise<void> {
  const port = applications[turn++ % applications.length]?.port ?? 0;
  const { status, body } = await http_request({ method, port, path, body: JSON.stringify(json) });
  assert.ok(status < 300, `${method} ${path}: ${status} ${body}`);
}

async function person(name: string, host: string = hosts[0]): Promise<string> {
  const username = fresh(name);
  await call("PUT", `/users/${username}@${host}`, { name });
  return username;
}

async function until_all_is_told(): Promise<void> {
  const [first] = applications;
  await until(
    async () => (await first?.database.transaction((queries) => queries.rows("SELECT * FROM outbox")))?.length === 0,
    () => "the outbox to be empty",
  );
}

test("two applications, two relays: all is told, and of no user by two at the same time", async () => {
  const users = await Promise.all(Array.from({ length: 6 }, () => person("john")));
  const others = [...users.slice(1), users[0] ?? ""];
  // Each is in two friendships and takes another name: whoever locks the other first must not make anything fail.
  await Promise.all(
    [1, 2, 3].flatMap((round) =>
      users.flatMap((user, index) => [
        call("POST", "/friendships", { a: user, b: others[index] }),
        call("PUT", `/users/${user}/contacts/eve@far.test`, { name: `Eve ${round}` }),
        call("PUT", `/users/${user}`, { name: `${user} ${round}` }),
      ]),
    ),
  );
  await until_all_is_told();
  for (const user of users) await chat.told(user);
  assert.deepEqual(chat.overlaps, []);
});

test("each host's Prosody is told of its own, and one that does not answer keeps nobody else waiting", async () => {
  const [john, marie, eve] = [await person("john"), await person("marie"), await person("eve", "work.test")];
  chat.silent_about.add(john);
  await call("PUT", `/users/${john}/contacts/x@far.test`, { name: "X" });
  assert.equal((await chat.told(john)).host, "chat.test");
  await call("PUT", `/users/${eve}@work.test/contacts/x@far.test`, { name: "X" });
  assert.deepEqual(await work.told(eve), {
    method: "POST",
    path: "/roster_admin/refresh",
    host: "work.test",
    authorization: undefined,
    usernames: [eve],
  });
  // The other relay is still there for the same host.
  await call("PUT", `/users/${marie}/contacts/x@far.test`, { name: "X" });
  assert.deepEqual((await chat.told(marie)).usernames, [marie]);
  chat.speak();
  await until_all_is_told();
});

test("what a relay was telling when it was killed another one tells at once", async () => {
  const john = await person("john");
  const [first, second] = relays;
  await second?.kill();
  chat.silent_about.add(john);
  await call("PUT", `/users/${john}/contacts/x@far.test`, { name: "X" });
  await chat.told(john);
  await second?.start();
  chat.silent_about.delete(john);
  await first?.kill();
  await chat.told(john);
  await until_all_is_told();
  await first?.start();
});
