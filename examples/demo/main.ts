/**
 * The main job, to be seen: `npm start`; `npm start -- --once` to end with it; `npm start -- --watch` to go on with what is changed in
 * src/ from then on.
 */
import { dim, headline, line } from "./screen.ts";
import { type Servers, start_servers, token, xmpp_host } from "./servers.ts";
import { step, StepFailed } from "./steps.ts";
import { tell_story } from "./story.ts";
import { watch_source } from "./watch.ts";

type Ending = "--once" | "--watch" | undefined;

function read_ending([argument, ...others]: string[]): Ending {
  if (others.length === 0 && (argument === undefined || argument === "--once" || argument === "--watch"))
    return argument;
  throw new StepFailed("unknown arguments: npm start takes none, or  npm start -- --once  or  npm start -- --watch");
}

async function start(): Promise<Servers> {
  headline("Starting a Prosody with mod_http_roster_admin, and the web application in examples/backend");
  const servers = await step("the servers start", start_servers);
  const { prosody, prosody_url, backend_url } = servers;
  line("Prosody", `${prosody.version}, HTTP ${prosody_url}, clients 127.0.0.1:${prosody.c2s_port}`);
  line("backend", backend_url);
  return servers;
}

function invite({ prosody, prosody_url, backend_url }: Servers): void {
  const authorization = `-H 'Authorization: Bearer ${token}'`;
  headline("Now you: paste these into another terminal, and see here what the clients see. Ctrl-C ends it all.");
  console.log(`
  # the web application's own API
  curl -X POST ${backend_url}/friendships -d '{"a": "john", "b": "aaron"}'
  curl -X PUT ${backend_url}/users/aaron -d '{"name": "Aaron B."}'
  curl -X DELETE ${backend_url}/friendships/john/aaron
  curl -X POST ${backend_url}/users/john/contacts/aaron/ask -d '{"text": "It is me"}'
  curl -X POST ${backend_url}/users/aaron/contacts/john/approve
  curl -X PUT ${backend_url}/users/john/contacts/aaron -d '{"name": "A.", "groups": ["Work"]}'
  curl -X DELETE ${backend_url}/users/john/contacts/aaron

  # what it answers when Prosody asks, and how it tells Prosody
  curl ${backend_url}/contacts/john
  curl ${prosody_url}/roster_admin/refresh ${authorization} -d '["john", "aaron"]'

  # what Prosody knows
  curl ${prosody_url}/roster_admin/rosters/john ${authorization}
  curl ${prosody_url}/roster_admin/status ${authorization}
  tail -f ${prosody.folder}/prosody.log

  ${dim(`A client of yours: any name @${xmpp_host}, any password, server 127.0.0.1 port ${prosody.c2s_port}, no TLS`)}
`);
}

let servers: Servers | undefined;
let is_done = false;
let is_ending = false;

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
  servers = await start();
  end_on_signals();
  await tell_story(servers);
  is_done = true;
  if (ending === "--once") {
    headline("Every step was seen.");
    await end(0);
  }
  invite(servers);
  if (ending === "--watch") await watch_source(servers);
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  if (!is_ending) {
    console.error(`\nFAILED  ${error.message}`);
    await end(1);
  }
}
