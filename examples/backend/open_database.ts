import type { Database } from "./database.ts";
import { EmbeddedDatabase } from "./embedded_database.ts";
import { PostgresqlDatabase } from "./postgresql_database.ts";
import type { Settings } from "./settings.ts";

/** The database that the settings name. */
export function open_database({ database, xmpp_hosts }: Settings, log: (line: string) => void): Promise<Database> {
  if (database.kind === "embedded") return EmbeddedDatabase.open(database.file);
  return PostgresqlDatabase.open(database.url, { leases: xmpp_hosts.length, log });
}
