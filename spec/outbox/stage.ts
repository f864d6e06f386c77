import { free_ports } from "../support/ports.ts";
import { NodeProcess } from "../support/node_process.ts";
import { type Postgresql, start_postgresql } from "../support/postgresql.ts";
import { authorization, type Prosody, start_prosody } from "../support/prosody.ts";
import type { ProsodyVersion } from "../support/prosody_process.ts";
import { make_change } from "./changes.ts";
import { begin_history } from "./history.ts";
import { OnlineUser } from "./online_user.ts";
import type { Part } from "./parts.ts";
import { Witness } from "./witness.ts";

export const host = "chat.test";

/** All that is killed, and those who look on. */
export interface Stage {
  postgresql: Postgresql;
  prosody: Prosody;
  witness: Witness;
  processes: NodeProcess[];
  parts: Part[];
  users: OnlineUser[];
  /** The application's. */
  port: number;
}

function node_part(name: string, child: NodeProcess): Part {
  return {
    name,
    weight: 3,
    is_running: () => child.is_running,
    kill: () => child.kill(),
    start: () => child.start(),
  };
}

function prosody_part({ prosody, witness, users }: Pick<Stage, "prosody" | "witness" | "users">): Part {
  let is_running = true;
  return {
    name: "Prosody",
    weight: 3,
    is_running: () => is_running,
    kill: async () => {
      is_running = false;
      witness.life++;
      await prosody.kill();
    },
    start: async () => {
      await prosody.restart();
      await Promise.all(users.map((user) => user.come()));
      is_running = true;
    },
  };
}

function postgresql_part(postgresql: Postgresql): Part {
  let is_running = true;
  return {
    name: "PostgreSQL",
    weight: 1,
    is_running: () => is_running,
    kill: () => {
      is_running = false;
      return postgresql.kill();
    },
    start: async () => {
      await postgresql.start();
      is_running = true;
    },
  };
}

export async function set_up(version: ProsodyVersion, count: number): Promise<Stage> {
  const postgresql = await start_postgresql();
  const [port, witness_port] = await free_ports();
  const prosody = await start_prosody({
    version,
    hosts: { [host]: { http_roster_url: `http://127.0.0.1:${witness_port}/contacts/%s` } },
    options: { http_roster_timeout: 2, http_roster_edit_url: `http://127.0.0.1:${port}/edits` },
  });
  const environment = {
    PORT: String(port),
    XMPP_HOST: host,
    PROSODY_URL: `http://127.0.0.1:${prosody.http_port}`,
    PROSODY_TOKEN: authorization.replace("Bearer ", ""),
    DATABASE_URL: postgresql.url,
    RELAY: "elsewhere",
  };
  const application = new NodeProcess({ program: "examples/backend/main.ts", environment, ready: "http_roster_url" });
  const relay = new NodeProcess({ program: "examples/backend/relay_main.ts", environment, ready: "telling" });
  await application.start();
  await begin_history(postgresql.url);
  await relay.start();
  const witness = await Witness.start(witness_port, port);
  const users = Array.from({ length: count }, (_, index) => new OnlineUser(`user${index}`, prosody));
  for (const { username } of users) {
    await make_change(port, { method: "PUT", path: `/users/${username}`, json: { name: username } });
  }
  await Promise.all(users.map((user) => user.come()));
  const parts = [
    node_part("application", application),
    node_part("relay", relay),
    prosody_part({ prosody, witness, users }),
    postgresql_part(postgresql),
  ];
  return { postgresql, prosody, witness, parts, users, port, processes: [application, relay] };
}

export async function tear_down({ postgresql, prosody, witness, users, processes }: Stage): Promise<void> {
  for (const user of users) user.leave();
  for (const child of processes) await child.kill();
  witness.stop();
  await prosody.stop();
  await postgresql.stop();
}
