// node --import tsx spec/outbox/main.ts [--kills N] [--seed S] [--version 0.12|13.0] [--users U]
import { parseArgs } from "node:util";
import { versions } from "../support/each_prosody.ts";
import { crash } from "./crashes.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    users: { type: "string", default: "60" },
    version: { type: "string", default: "13.0" },
  },
});

function number_of(name: "kills" | "seed" | "users"): number {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} is a number from 1, not ${values[name]}`);
  return number;
}

const version = versions.find((known) => known === values.version);
if (version === undefined) throw new Error(`--version is one of ${versions.join(", ")}`);

const { report, problems } = await crash({
  version,
  seed: number_of("seed"),
  kills: number_of("kills"),
  users: number_of("users"),
  note: (line) => console.log(line),
});
for (const line of report) console.log(line);
for (const problem of problems.slice(0, 20)) console.log(`PROBLEM: ${problem}`);
console.log(`problems: ${problems.length}`);
process.exit(problems.length === 0 ? 0 : 1);
