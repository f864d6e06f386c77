/**
 * The main job, to be seen: `npm start` shows it here, then on a page in a browser; `npm start -- --once` ends before the page; with
 * `npm start -- --watch` what is changed in src/ from then on is loaded at once.
 */
import { dim, headline, line } from "./screen.ts";
import { type Servers, start_servers, token, xmpp_host } from "./servers.ts";
import { step, StepFailed } from "./steps.ts";
import { tell_story } from "./story.ts";
import { serve_two_chats } from "./two_chats.ts";
import { watch_source } from "./watch.ts";

let servers: Servers | undefined;
let is_done = false;
let is_ending = false;

type Ending = "--once" | "--watch" | undefined;

function read_ending([argument, ...others]: string[]): Ending {
  if (others.length === 0 && (argument === undefined || argument === "--once" || argument === "--watch"))
    return argument;
  throw new StepFailed("unknown arguments: npm start takes none, or  npm start -- --once  or  npm start -- --watch");
}

/** After the story, the page shows what the application says to Prosody. */
function say(notice: string): void {
  if (!is_done) line("backend", notice);
}

async function start(): Promise<Servers> {
  headline("Starting a Prosody with mod_http_roster_admin, and the web application in examples/backend");
  const servers = await step("the servers start", () => start_servers(say));
  const { prosody, prosody_url, backend_url } = servers;
  line("Prosody", `${prosody.version}, HTTP ${prosody_url}, clients 127.0.0.1:${prosody.c2s_port}`);
  line("backend", backend_url);
  return servers;
}

function invite({ prosody, prosody_url, backend_url }: Servers, page_url: string): void {
  const authorization = `-H 'Authorization: Bearer ${token}'`;
  headline("Now you. From another terminal, if you like:");
  console.log(`
  # the web application's own API
  curl -X POST ${backend_url}/friendships -d '{"a": "john", "b": "marie"}'
  curl -X PUT ${backend_url}/users/marie -d '{"name": "Marie Curie"}'
  curl -X DELETE ${backend_url}/friendships/john/marie
  curl -X POST ${backend_url}/users/john/contacts/marie/ask -d '{"text": "It is me"}'
  curl -X POST ${backend_url}/users/marie/contacts/john/approve
  curl -X PUT ${backend_url}/users/john/contacts/marie -d '{"name": "M.", "groups": ["Work"]}'
  curl -X DELETE ${backend_url}/users/john/contacts/marie

  # what it answers when Prosody asks, and how it tells Prosody
  curl ${backend_url}/contacts/john
  curl ${prosody_url}/roster_admin/refresh ${authorization} -d '["john", "marie"]'

  # what Prosody knows
  curl ${prosody_url}/roster_admin/rosters/john ${authorization}
  curl ${prosody_url}/roster_admin/status ${authorization}
  tail -f ${prosody.folder}/prosody.log

  ${dim(`A client of yours: any name @${xmpp_host}, any password, server 127.0.0.1 port ${prosody.c2s_port}, no TLS`)}`);
  headline("In a browser, John and Marie chat side by side, each next to the application's list of their friends:");
  console.log(`\n  ${page_url}\n\n  ${dim("Ctrl-C ends it all.")}\n`);
}

async function end(code: number): Promise<void> {
  is_ending = true;
  await servers?.prosody.stop().catch((error: unknown) => console.error(String(error)));
  process.exit(code);
}

/** Ctrl-C ends everything in order; pressed again, at once. */
function end_on_signals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Those of the test support would leave no time for it.
    process.removeAllListeners(signal);
    process.once(signal, () => void end(is_done ? 0 : 130));
  }
}

try {
  const ending = read_ending(process.argv.slice(2));
  const started = await start();
  servers = started;
  end_on_signals();
  await tell_story(started);
  is_done = true;
  if (ending === "--once") {
    headline("Every step was seen.");
    await end(0);
  }
  const page_url = await step("the page is served", () => serve_two_chats(started));
  invite(started, page_url);
  if (ending === "--watch") await watch_source(started);
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  if (!is_ending) {
    console.error(`\nFAILED  ${error.message}`);
    await end(1);
  }
}
