import { log_in } from "../../support/client.ts";
import { lua_file } from "./lua_file.ts";
import type { Recorder } from "./recorder.ts";

export async function fire_of_rooms(recorder: Recorder): Promise<void> {
  const prosody = await recorder.start({
    hosts: { "declared.test": {} },
    lua: 'Component "rooms.declared.test" "muc"',
  });
  const client = await log_in(prosody, "john");
  await client.available();
  await prosody.lua(lua_file("rooms.lua"), ["john"]);
}
