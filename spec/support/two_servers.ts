import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { xml } from "@xmpp/client";
import { type Element, Parser } from "@xmpp/xml";
import { type Backend, start_backend } from "./backend.ts";
import { type Client, log_in, type LoginOptions } from "./client.ts";
import { until } from "./deadline.ts";
import { read_object } from "./outcome.ts";
import { type Prosody, type ProsodyOptions, start_prosody } from "./prosody.ts";
import type { Federation, Options } from "./prosody_config.ts";
import { on_exit, type ProsodyVersion } from "./prosody_process.ts";
import type { Session } from "./session.ts";
import { Stage } from "./stages.ts";
import { in_short } from "./scene.ts";

/** A server with rosters of its own, that knows nothing of the module. */
export class StockServer {
  constructor(
    readonly prosody: Prosody,
    readonly host: string,
  ) {}

  log_in(username: string, options: LoginOptions = {}): Promise<Client> {
    return log_in(this.prosody, username, { host: this.host, ...options });
  }

  /** Logs in, asks for the roster, sends presence, and takes in all that follows from that. */
  async arrive(username: string, options: LoginOptions = {}): Promise<Client> {
    const client = await this.log_in(username, options);
    await client.roster();
    await client.available();
    await client.until_pong();
    return client;
  }
}

/** Two servers that speak with each other, ours with the module. */
export interface TwoServers {
  here: Stage;
  far: StockServer;
  /** Of the other server, where it has the module too. */
  far_backend: Backend | undefined;
  /** Nothing is on its way between the servers, and no backend is being asked. The clients are one of each server's. */
  rest: (here: Session, far: Session) => Promise<void>;
  /** What has come to the other server since this was asked last, in short. */
  sent: () => Promise<string[]>;
  /** What has come from the other server since this was asked last, in short. */
  received: () => Promise<string[]>;
}

export interface TwoServersOptions {
  here: ProsodyVersion;
  far: ProsodyVersion;
  /** Whether the other server's rosters come from a backend of its own. */
  far_has_module?: boolean;
  /** Of the host here. */
  options?: (backend: Backend) => Options;
  modules_enabled?: readonly string[];
  /** Lua source for the configuration of the server here. */
  lua?: string;
  /** Lines of the logs that are no trouble, though they tell of errors. */
  expected_errors?: RegExp;
}

const here_host = "chat.test";
const far_host = "far.test";

/** An address of the loopback interface that nobody else is likely to have. */
export function some_address(): string {
  const byte = (): number => 1 + Math.floor(Math.random() * 250);
  return `127.${60 + Math.floor(Math.random() * 100)}.${byte()}.${byte()}`;
}

function parse(text: string): Element {
  let parsed: Element | undefined;
  const parser = new Parser();
  parser.on("element", (element: Element) => (parsed = element));
  parser.write(`<stream>${text}`);
  if (parsed === undefined) throw new Error(`no stanza: ${text}`);
  return parsed;
}

/** What has come in from other servers since this was asked last. */
export async function take_wire(prosody: Prosody): Promise<Element[]> {
  const texts = await prosody.lua(`
    local texts = prosody.test_wire;
    prosody.test_wire = {};
    return texts;
  `);
  return Array.isArray(texts) ? texts.map((text) => parse(String(text))) : [];
}

/** Stanzas in a few words and with what they hold: `subscribe marie@chat.test -> eve@far.test "Hello"`. */
export function on_the_wire(stanza: Element): string {
  const [what = ""] = in_short(stanza).split(" ");
  const text = stanza.getChildText("status");
  return `${what} ${stanza.attrs["from"]} -> ${stanza.attrs["to"]}${text === null ? "" : ` "${text}"`}`;
}

async function ping(session: Session, to: string): Promise<void> {
  const answer = await session.request(xml("iq", { type: "get", to }, xml("ping", { xmlns: "urn:xmpp:ping" })));
  assert.equal(answer.attrs["type"], "result", answer.toString());
}

/** What the module is doing for the host, by its own account: questions to its backend, under way and waiting. */
async function work_of(prosody: Prosody, host: string): Promise<number> {
  const status = read_object(await prosody.request("GET", "/roster_admin/status", { host }));
  const counts = Object.entries(status).filter(([name]) => /_(?:under_way|waiting)$/.test(name));
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

async function wire_length(prosody: Prosody): Promise<number> {
  return Number(await prosody.lua("return #prosody.test_wire"));
}

/**
 * Two Prosodys that find each other by a hosts file, for all tests of the `describe` block this is called in. At the end tracebacks or
 * errors in their logs fail the block.
 */
export function two_servers(wanted: TwoServersOptions): () => TwoServers {
  const { far_has_module = false, options = (): Options => ({}), modules_enabled = [], expected_errors } = wanted;
  let servers: TwoServers | undefined;
  let end: () => Promise<void> = () => Promise.resolve();

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), "two-servers-"));
    const forget = on_exit(() => rmSync(folder, { recursive: true, force: true }));
    const [here_address, far_address] = [some_address(), some_address()];
    const hosts_file = join(folder, "hosts");
    writeFileSync(hosts_file, `${here_address} ${here_host}\n${far_address} ${far_host}\n`);
    const federation = (address: string): Federation => ({ address, hosts_file });

    const backend = await start_backend();
    const far_backend = far_has_module ? await start_backend() : undefined;
    const module_options = (of: Backend): Options => ({
      http_roster_url: of.url,
      http_roster_edit_url: of.edit_url,
    });
    const common = { modules_enabled };
    const here_options: ProsodyOptions = {
      version: wanted.here,
      hosts: { [here_host]: { ...module_options(backend), ...options(backend) } },
      federation: federation(here_address),
      lua: wanted.lua ?? "",
      ...common,
    };
    const far_options: ProsodyOptions = {
      version: wanted.far,
      hosts: { [far_host]: far_backend === undefined ? {} : module_options(far_backend) },
      federation: federation(far_address),
      modules_disabled: far_has_module ? [] : ["http_roster_admin"],
      ...common,
    };
    const [here, far] = await Promise.all([start_prosody(here_options), start_prosody(far_options)]);

    async function activity(): Promise<string> {
      const work = (await work_of(here, here_host)) + (far_has_module ? await work_of(far, far_host) : 0);
      assert.ok(work >= 0);
      const asked = backend.requests.length + (far_backend?.requests.length ?? 0);
      return work > 0 ? `at work ${Math.random()}` : `${asked} ${await wire_length(here)} ${await wire_length(far)}`;
    }

    servers = {
      here: new Stage(here, backend, here_host),
      far: new StockServer(far, far_host),
      far_backend,
      rest: async (here_client, far_client) => {
        let last = "";
        await until(
          async () => {
            await ping(here_client, far_host);
            await ping(far_client, here_host);
            const now = await activity();
            const is_quiet = now === last;
            last = now;
            return is_quiet;
          },
          () => "the servers to come to rest",
        );
        await here_client.request(xml("iq", { type: "get" }, xml("ping", { xmlns: "urn:xmpp:ping" })));
        await far_client.request(xml("iq", { type: "get" }, xml("ping", { xmlns: "urn:xmpp:ping" })));
      },
      sent: async () => (await take_wire(far)).map(on_the_wire),
      received: async () => (await take_wire(here)).map(on_the_wire),
    };
    end = async () => {
      const tracebacks = [...here.tracebacks(), ...far.tracebacks()];
      for (const prosody of [here, far]) await prosody.stop();
      for (const each of [backend, far_backend]) await each?.stop();
      rmSync(folder, { recursive: true, force: true });
      forget();
      assert.deepEqual(
        tracebacks.filter((line) => expected_errors?.test(line) !== true),
        [],
      );
    };
  });

  after(() => end());

  return () => {
    if (servers === undefined) throw new Error("there are servers only while tests run");
    return servers;
  };
}

/** Declares the same tests for each mix of versions. */
export const mixes: readonly { here: ProsodyVersion; far: ProsodyVersion }[] = [
  { here: "0.12", far: "0.12" },
  { here: "0.12", far: "13.0" },
  { here: "13.0", far: "0.12" },
  { here: "13.0", far: "13.0" },
];
