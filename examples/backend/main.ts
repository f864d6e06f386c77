/**
 * The example backend by itself, to try with a Prosody of yours (README.md tells of the settings):
 *
 *     XMPP_HOST=example.com PROSODY_TOKEN=... node --import tsx examples/backend/main.ts
 */
import { open_database } from "./open_database.ts";
import { start_backend } from "./server.ts";
import { read_settings } from "./settings.ts";

const log = (line: string): void => console.log(line);

try {
  const settings = read_settings(process.env);
  await start_backend({ ...settings, log, database: await open_database(settings, log) });
  log(`http_roster_url = "http://127.0.0.1:${settings.port}/contacts/%s@%h"`);
  log(`http_roster_edit_url = "http://127.0.0.1:${settings.port}/edits"`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
