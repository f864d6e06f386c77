/**
 * The example backend by itself, to try with a Prosody of yours:
 *
 *     PORT=8080 XMPP_HOST=example.com PROSODY_URL=http://127.0.0.1:5280 PROSODY_TOKEN=... node --import tsx examples/backend/main.ts
 */
import { start_backend } from "./server.ts";

const {
  PORT = "8080",
  XMPP_HOST = "localhost",
  PROSODY_URL = "http://127.0.0.1:5280",
  PROSODY_TOKEN: token,
} = process.env;

try {
  const log = (line: string): void => console.log(line);
  const xmpp_hosts = XMPP_HOST.split(",");
  await start_backend({ port: Number(PORT), xmpp_hosts, prosody_url: PROSODY_URL, token, log });
  console.log(`http_roster_url = "http://127.0.0.1:${PORT}/contacts/%s@%h"`);
  console.log(`http_roster_edit_url = "http://127.0.0.1:${PORT}/edits"`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
