/**
 * The relay in a process of its own, beside any number of applications with RELAY=elsewhere. Several may run at once, on several machines:
 *
 *     DATABASE_URL=postgresql://... XMPP_HOST=example.com PROSODY_TOKEN=... node --import tsx examples/backend/relay_main.ts
 */
import { open_database } from "./open_database.ts";
import { Relay } from "./relay.ts";
import { prosodys_of, read_settings } from "./settings.ts";

const log = (line: string): void => console.log(line);

try {
  const settings = read_settings({ ...process.env, RELAY: "elsewhere" });
  const prosodys = prosodys_of(settings.xmpp_hosts, settings.prosody_url, settings.token);
  const relay = new Relay({ database: await open_database(settings, log), prosodys, log });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void relay.stop().then(() => process.exit(0)));
  }
  log(`telling the Prosodys of ${[...prosodys.keys()].join(", ")}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
