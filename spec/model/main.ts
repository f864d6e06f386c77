// node --import tsx spec/model/main.ts [--seed N] [--sequences M] [--version 0.12|13.0] [--at-once K] [--reloads R] [--shrink S] [--module FOLDER]
import { parseArgs } from "node:util";
import { versions } from "../support/each_prosody.ts";
import { model } from "./model.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    sequences: { type: "string", default: "1000" },
    version: { type: "string", default: "13.0" },
    "at-once": { type: "string", default: "24" },
    reloads: { type: "string", default: "2" },
    shrink: { type: "string", default: "3" },
    module: { type: "string" },
  },
});

function number_of(name: "seed" | "sequences" | "at-once" | "reloads" | "shrink"): number {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} is a whole number, not ${values[name]}`);
  return number;
}

const version = versions.find((known) => known === values.version);
if (version === undefined) throw new Error(`--version is one of ${versions.join(", ")}`);

const { report, problems } = await model({
  version,
  seed: number_of("seed"),
  sequences: number_of("sequences"),
  at_once: number_of("at-once"),
  reloads: number_of("reloads"),
  shrink: number_of("shrink"),
  module_folder: values.module,
});
for (const line of report) console.log(line);
for (const problem of problems.slice(0, 50)) console.log(`PROBLEM: ${problem}`);
console.log(`problems: ${problems.length}`);
process.exit(problems.length === 0 ? 0 : 1);
