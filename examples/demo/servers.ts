import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Inbox } from "../../spec/support/inbox.ts";
import { free_ports } from "../../spec/support/ports.ts";
import { type Prosody, start_prosody } from "../../spec/support/prosody.ts";
import type { ProsodyVersion } from "../../spec/support/prosody_process.ts";
import { start_backend } from "../backend/server.ts";
import { Link } from "./link.ts";
import { StepFailed } from "./steps.ts";

export const xmpp_host = "example.com";

/** What callers of Prosody's endpoints send here. */
export const token = "a_long_random_text";

export interface Servers {
  prosody: Prosody;
  /** Where the application finds Prosody: by way of the link. */
  prosody_url: string;
  backend_url: string;
  link: Link;
  /** What the backend says of the notices it sends to Prosody. */
  notices: Inbox<string>;
}

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

function newest_prosody(): ProsodyVersion {
  const versions: ProsodyVersion[] = ["13.0", "0.12"];
  const version = versions.find((candidate) => existsSync(join(repository, ".cache", `prosody-${candidate}`)));
  if (version === undefined) throw new StepFailed("no Prosody in .cache: run  node scripts/setup.mjs start");
  return version;
}

async function check_module(prosody: Prosody): Promise<void> {
  const { status } = await prosody.request("GET", "/roster_admin/status", {
    headers: { Authorization: `Bearer ${token}` },
  });
  if (status === 200) return;
  const errors = prosody.tracebacks().join("\n");
  await prosody.stop();
  throw new Error(`Prosody has not loaded the module: GET /roster_admin/status gives ${status}\n${errors}`);
}

/** A Prosody that fetches from an example backend that tells it of changes, all on free ports of the loopback interface. */
export async function start_servers(say: (notice: string) => void): Promise<Servers> {
  const [backend_port] = await free_ports();
  const backend_url = `http://127.0.0.1:${backend_port}`;
  const link = new Link();
  const link_url = await link.way_for("Prosody", backend_url);
  const prosody = await start_prosody({
    version: newest_prosody(),
    hosts: {
      [xmpp_host]: {
        http_roster_url: `${link_url}/contacts/%s`,
        http_roster_edit_url: `${link_url}/edits`,
        http_roster_token: token,
      },
    },
    with_token: false,
    modules_enabled: ["websocket", "carbons", "pep"],
    // So that callers need not say which host they mean.
    options: { http_default_host: xmpp_host },
  });
  await check_module(prosody);
  const prosody_url = await link.way_for("application", `http://127.0.0.1:${prosody.http_port}`);
  // Lets anyone on this machine run code in Prosody: only tests need that.
  await prosody.lua('require "core.modulemanager".unload(...)', [xmpp_host, "test_bridge"]);
  const notices = new Inbox<string>((notice) => notice);
  const log = (notice: string): void => {
    say(notice);
    notices.arrive(notice);
  };
  await start_backend({ port: backend_port, xmpp_hosts: [xmpp_host], prosody_url, token, log });
  return { prosody, prosody_url, backend_url, link, notices };
}
