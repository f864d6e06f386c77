/** Shows where a contestant spends its time in one workload: node --import tsx bench/profile.ts NAME [CONTESTANT] [--against PATH] */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { contestants } from "./contestants.ts";
import { all_workloads, choose } from "./scenes.ts";
import { Stage } from "./stage.ts";

const rounds = 5;

const { values, positionals } = parseArgs({ options: { against: { type: "string" } }, allowPositionals: true });
const [name = "", who = "ours"] = positionals;
const [scene] = choose([name]);
const [workload] = scene?.workloads ?? [];
if (scene === undefined || workload === undefined) {
  throw new Error(`name one of ${all_workloads.map((each) => each.name).join(", ")}`);
}
const contestant = contestants(values.against, true).find((each) => each.name === who);
if (contestant === undefined) throw new Error(`no contestant ${who}`);

const stage = await Stage.open("0.12", contestant, { batch: scene.batch, modules: ["bench_profile"] });

async function go_round(index: number): Promise<void> {
  await workload?.before?.(stage, index);
  await stage.rest();
  await stage.server.lua_number("return prosody.bench_profile_start()");
  await workload?.round(stage, index);
  await stage.rest();
  await stage.server.lua_number("return prosody.bench_profile_pause()");
  await workload?.tidy?.(stage, index);
}

try {
  await workload.prepare?.(stage);
  const { warm_up = 1 } = workload;
  for (let index = 0; index < warm_up; index++) await go_round(index);
  await stage.server.lua_number("return prosody.bench_profile_reset()");
  for (let index = 0; index < rounds * workload.period; index++) await go_round(warm_up + index);
  const file = join(stage.server.folder, "profile.txt");
  await stage.server.lua_number(`return prosody.bench_profile_write(${JSON.stringify(file)})`);
  console.log(`${contestant.title}: ${workload.title}\n${readFileSync(file, "utf8")}`);
} finally {
  stage.close();
}
process.exit(0);
