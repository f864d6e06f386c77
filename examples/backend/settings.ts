import type { Prosody } from "./prosody.ts";

type ForEach = string | Record<string, string>;

export interface Settings {
  port: number;
  xmpp_hosts: readonly string[];
  prosody_url: ForEach;
  token: ForEach | undefined;
  database: { kind: "embedded"; file: string } | { kind: "postgresql"; url: string };
  with_relay: boolean;
}

/** What is said for all hosts, or for this one. */
function of_host(value: ForEach | undefined, host: string): string | undefined {
  return typeof value === "object" ? value[host] : value;
}

/** Where each host's Prosody is. */
export function prosodys_of(hosts: readonly string[], url: ForEach, token?: ForEach): Map<string, Prosody> {
  return new Map(
    hosts.map((host) => {
      const address = of_host(url, host);
      if (address === undefined) throw new Error(`no address of Prosody is known for ${host}`);
      return [host, { url: address, token: of_host(token, host) }];
    }),
  );
}

/** `VALUE` is that of all hosts, `HOST=VALUE HOST=VALUE` those of each. */
function read_for_each(text: string, hosts: readonly string[]): ForEach {
  const words = text.trim().split(/\s+/);
  const pairs = words.map((word): [string, string] => {
    const host = hosts.find((each) => word.startsWith(`${each}=`)) ?? "";
    return [host, word.slice(host.length + 1)];
  });
  return pairs.every(([host]) => host !== "") ? Object.fromEntries(pairs) : text;
}

function read_database(text: string): Settings["database"] {
  if (/^postgres(ql)?:/.test(text)) return { kind: "postgresql", url: text };
  return { kind: "embedded", file: text };
}

/** Settings from the environment; README.md tells of them. */
export function read_settings(environment: NodeJS.ProcessEnv): Settings {
  const { PORT = "8080", XMPP_HOST = "localhost", PROSODY_URL = "http://127.0.0.1:5280" } = environment;
  const { PROSODY_TOKEN, DATABASE_URL = "contacts.sqlite", RELAY = "here" } = environment;
  const xmpp_hosts = XMPP_HOST.split(",").map((host) => host.trim());
  const port = Number(PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`PORT is a number, not ${PORT}`);
  if (RELAY !== "here" && RELAY !== "elsewhere") throw new Error(`RELAY is "here" or "elsewhere", not ${RELAY}`);
  const prosody_url = read_for_each(PROSODY_URL, xmpp_hosts);
  const token = PROSODY_TOKEN === undefined ? undefined : read_for_each(PROSODY_TOKEN, xmpp_hosts);
  for (const { url } of prosodys_of(xmpp_hosts, prosody_url).values()) {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new Error(`PROSODY_URL has no address in ${url}`);
  }
  const database = read_database(DATABASE_URL);
  const with_relay = RELAY === "here";
  if (!with_relay && database.kind === "embedded") {
    throw new Error("RELAY=elsewhere needs PostgreSQL: the embedded database is for one process");
  }
  return { port, xmpp_hosts, prosody_url, token, database, with_relay };
}
