import { contact, host } from "./documents.ts";
import { Contacts } from "../examples/backend/contacts.ts";
import { PostgresqlDatabase } from "../examples/backend/postgresql_database.ts";
import { until } from "../spec/support/deadline.ts";
import { http_request } from "../spec/support/http_request.ts";
import { NodeProcess } from "../spec/support/node_process.ts";
import { free_ports } from "../spec/support/ports.ts";
import { start_postgresql } from "../spec/support/postgresql.ts";
import type { ProsodyVersion } from "../spec/support/prosody_process.ts";
import { type Contestant, contestants, token } from "./contestants.ts";
import { LightClient } from "./light_client.ts";
import { median } from "./median.ts";
import { Server } from "./server.ts";

/** Changes per second, from the application's API to the clients of those whose lists have changed: the median of some rounds. */
export interface OutboxRates {
  changes: number;
  callers: number;
  contacts: number;
  /** Through the outbox and a relay in a process of its own. */
  relayed: number;
  /** By the same application without an outbox, which tells Prosody of each change itself. */
  direct: number;
}

export interface OutboxOptions {
  /** Users, all online, each of whom gets one change a round: so nothing is saved by telling of two at once. */
  changes: number;
  callers: number;
  contacts: number;
  rounds: number;
}

interface Way {
  server: Server;
  processes: NodeProcess[];
  port: number;
  clients: LightClient[];
  rates: number[];
}

function username(index: number): string {
  return `user${index}`;
}

async function fill(database: PostgresqlDatabase, { changes, contacts }: OutboxOptions): Promise<void> {
  await database.transaction(async (queries) => {
    const application = new Contacts(queries);
    for (let index = 0; index < changes; index++) {
      const owner = `${username(index)}@${host}`;
      await application.save_user({ jid: owner, name: username(index) });
      for (let place = 0; place < contacts; place++) {
        const { jid, name, group } = contact(place);
        await application.save_contact(owner, jid, { name, groups: [group], subscription: "none" });
      }
    }
  });
}

async function open_way(
  version: ProsodyVersion,
  ours: Contestant,
  programs: readonly { program: string; ready: string }[],
  options: OutboxOptions & { database_url: string },
): Promise<Way> {
  const [port] = await free_ports();
  const backend = { url: `http://127.0.0.1:${port}/contacts/%s` };
  const server = await Server.start({ version, contestant: ours, backend, under: [], host_options: {}, modules: [] });
  const environment = {
    PORT: String(port),
    XMPP_HOST: host,
    PROSODY_URL: `http://127.0.0.1:${server.http_port}`,
    PROSODY_TOKEN: token,
    DATABASE_URL: options.database_url,
    RELAY: "elsewhere",
  };
  const processes = programs.map((program) => new NodeProcess({ ...program, environment }));
  for (const each of processes) await each.start();
  const clients: LightClient[] = [];
  for (let index = 0; index < options.changes; index++) {
    const client = await LightClient.bind(server.c2s_port, username(index));
    await client.get_roster(options.contacts);
    clients.push(client);
  }
  return { server, processes, port, clients, rates: [] };
}

async function go_round(way: Way, round: number, { changes, callers }: OutboxOptions): Promise<void> {
  const { port, clients } = way;
  const items = (): number => clients.reduce((sum, client) => sum + client.items, 0);
  const { jid } = contact(1);
  const before = items();
  const waiting = Array.from({ length: changes }, (_, index) => index);
  const caller = async (): Promise<void> => {
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      const path = `/users/${username(index)}/contacts/${jid}`;
      const { status, body } = await http_request({
        method: "PUT",
        path,
        port,
        body: JSON.stringify({ name: `N ${round}`, groups: ["G"] }),
        milliseconds: 60_000,
      });
      if (status !== 200) throw new Error(`PUT ${path}: ${status} ${body}`);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  await until(
    () => items() - before >= changes,
    () => `${changes} pushes; there were ${items() - before}`,
    60_000,
  );
  way.rates.push((changes * 1000) / (performance.now() - start));
}

/** Both in turn, each with a PostgreSQL, a Prosody and users of its own; the first round warms up. */
export async function measure_outbox(version: ProsodyVersion, options: OutboxOptions): Promise<OutboxRates> {
  const [ours] = contestants(undefined);
  if (ours === undefined) throw new Error("nobody to measure");
  const relayed = [
    { program: "examples/backend/main.ts", ready: "http_roster_url" },
    { program: "examples/backend/relay_main.ts", ready: "telling" },
  ];
  const direct = [{ program: "bench/direct_process.ts", ready: "listening" }];
  const ways: Way[] = [];
  const closing: (() => Promise<void>)[] = [];
  try {
    for (const programs of [relayed, direct]) {
      const postgresql = await start_postgresql();
      closing.push(() => postgresql.stop());
      const log = (line: string): void => console.error(line);
      const database = await PostgresqlDatabase.open(postgresql.url, { leases: 0, log });
      await fill(database, options);
      await database.close();
      const way = await open_way(version, ours, programs, { ...options, database_url: postgresql.url });
      closing.unshift(() => close_way(way));
      ways.push(way);
    }
    for (let round = 0; round <= options.rounds; round++) {
      for (const way of ways) await go_round(way, round, options);
    }
    const [by_relay = NaN, by_itself = NaN] = ways.map(({ rates }) => median(rates.slice(1)));
    const { changes, callers, contacts } = options;
    return { changes, callers, contacts, relayed: by_relay, direct: by_itself };
  } finally {
    for (const close of closing) await close();
  }
}

async function close_way({ server, processes, clients }: Way): Promise<void> {
  for (const client of clients) client.drop();
  for (const each of processes) await each.kill();
  server.stop();
}
