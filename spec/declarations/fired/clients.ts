import { log_in } from "../../support/client.ts";
import { lua_file } from "./lua_file.ts";
import type { Recorder } from "./recorder.ts";

export async function fire_of_clients(recorder: Recorder): Promise<void> {
  const prosody = await recorder.start({ hosts: { "declared.test": {} }, modules_enabled: ["register", "smacks"] });
  const first = await log_in(prosody, "john");
  await first.available();
  // The presence comes back to a client that can't acknowledge it any more.
  await first.raw("<presence/></stream:stream>");
  await recorder.until_fired("host", "delivery/failure");
  const client = await log_in(prosody, "john");
  await client.roster();
  await client.available();
  await prosody.lua(lua_file("clients.lua"), ["john"]);
}
