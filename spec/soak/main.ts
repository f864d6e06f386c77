// node --import tsx spec/soak/main.ts [--users N] [--minutes M] [--seed S] [--version 0.12|13.0] [--reloads R] [--module FOLDER]
import { parseArgs } from "node:util";
import { versions } from "../support/each_prosody.ts";
import { soak } from "./soak.ts";

const { values } = parseArgs({
  options: {
    users: { type: "string", default: "200" },
    minutes: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    version: { type: "string", default: "13.0" },
    reloads: { type: "string", default: "4" },
    module: { type: "string" },
  },
});

function number_of(name: "users" | "minutes" | "seed" | "reloads"): number {
  const number = Number(values[name]);
  if (!Number.isFinite(number) || number < 0) throw new Error(`--${name} is a number, not ${values[name]}`);
  return number;
}

const version = versions.find((known) => known === values.version);
if (version === undefined) throw new Error(`--version is one of ${versions.join(", ")}`);

const { report, problems } = await soak({
  version,
  users: number_of("users"),
  minutes: number_of("minutes"),
  seed: number_of("seed"),
  reloads: number_of("reloads"),
  longest_phase: 10,
  module_folder: values.module,
});
for (const line of report) console.log(line);
for (const problem of problems.slice(0, 50)) console.log(`PROBLEM: ${problem}`);
console.log(`problems: ${problems.length}`);
process.exit(problems.length === 0 ? 0 : 1);
