import { lua_file } from "./lua_file.ts";
import type { Recorder } from "./recorder.ts";

export async function fire_of_servers(recorder: Recorder): Promise<void> {
  const prosody = await recorder.start({ hosts: { "declared.test": {} } });
  await prosody.lua(lua_file("servers.lua"));
}
