// Fuzzes the compiled rooms that read what comes from outside:
//   npx tstl -p tsconfig.spec.json
//   npx tsx spec/fuzz/main.ts [--seed N] [--cases N | --forever | --case N] [--prosody 13.0] [--build FOLDER]
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "20240229" },
    cases: { type: "string", default: "10000" },
    /** Runs this one alone. */
    case: { type: "string" },
    forever: { type: "boolean", default: false },
    prosody: { type: "string", default: "0.12" },
    /** The compiled code to try. */
    build: { type: "string", default: "build" },
  },
});

const root = resolve(import.meta.dirname, "../..");
const prosody = join(root, ".cache", `prosody-${values.prosody}`, "usr/lib/prosody");
const build = resolve(root, values.build);
const needed = [join(build, "src/json/json_text.lua"), join(prosody, "util/encodings.so")];
const missing = needed.filter((file) => !existsSync(file));
if (missing.length > 0) {
  console.error(`missing: ${missing.join(", ")}; run npx tstl -p tsconfig.spec.json and node scripts/setup.mjs test`);
  process.exit(2);
}

const settings = [
  values.seed,
  values.forever ? "inf" : values.cases,
  values.case ?? "",
  `npx tsx spec/fuzz/main.ts --seed ${values.seed} --prosody ${values.prosody} --build ${values.build}`,
];
const lua_path = [`${build}/?.lua`, `${root}/spec/fuzz/?.lua`, `${prosody}/?.lua`, ";"].join(";");
const { status, error } = spawnSync(
  "lua5.4",
  ["-e", 'pcall(require, "loader")', join(root, "spec/fuzz/fuzz.lua"), ...settings],
  { stdio: "inherit", cwd: root, env: { ...process.env, LUA_PATH: lua_path, LUA_CPATH: `${prosody}/?.so;;` } },
);
if (error !== undefined) console.error(`lua5.4: ${error.message}`);
process.exit(status ?? 2);
