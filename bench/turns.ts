/** Shows what keeps other clients waiting while 1,000 users are refreshed: node --import tsx bench/turns.ts VERSION CONTESTANT [--batch] [--against PATH] */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prosody_version } from "./arguments.ts";
import { contestants } from "./contestants.ts";
import { usernames } from "./documents.ts";
import { Pinger, put_first } from "./pinger.ts";
import { Stage } from "./stage.ts";

const rounds = 3;

const { values, positionals } = parseArgs({
  options: { against: { type: "string" }, batch: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [version = "0.12", who = "ours"] = positionals;
const contestant = contestants(values.against).find((each) => each.name === who);
if (contestant === undefined) throw new Error(`no contestant ${who}`);

const stage = await Stage.open(prosody_version(version), contestant, { batch: values.batch, modules: ["bench_turns"] });
const users = usernames(10, 1000);
const file = join(stage.server.folder, "turns.txt");
try {
  await stage.log_in_all(users);
  put_first(stage.server.pid);
  const pinger = await Pinger.start(stage.server.c2s_port);
  for (const changed of [false, true]) {
    for (let round = 0; round < rounds; round++) {
      if (changed) await stage.backend.change(users);
      await stage.rest();
      await stage.server.lua_number("return prosody.bench_turns_start()");
      const pings = await pinger.during(() => stage.refresh(users, changed ? users.length : 0));
      await stage.server.lua_number(`return prosody.bench_turns_write(${JSON.stringify(file)})`);
      const trips = `pings took ${pings.worst.toFixed(0)} ms at most, ${pings.median.toFixed(0)} ms mostly`;
      console.log(`${changed ? "one contact changed each" : "nothing changed"}: ${trips}`);
      console.log(readFileSync(file, "utf8"));
    }
  }
  pinger.stop();
} finally {
  stage.close();
}
process.exit(0);
