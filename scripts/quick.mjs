// What can be told of src/ without a server: built as committed, types, drawings, lint of src and types, the specs on each Lua, a short fuzz, the
// example application, the contract's files, the documentation as far as it needs no server.
import { spawn } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const node_tool = (file) => `node node_modules/${file}`;
const example_tests = readdirSync(`${root}spec/examples`)
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => `spec/examples/${name}`);
const declaration_tests = ["package", "versions", "wrong_names"].map((name) => `spec/declarations/${name}.test.ts`);
const tasks = [
  [
    "lint",
    node_tool("eslint/bin/eslint.js src types"),
    node_tool("prettier/bin/prettier.cjs --check --log-level warn ."),
  ],
  [
    "rooms",
    node_tool("typescript-to-lua/dist/tstl.js -p tsconfig.spec.json"),
    "node scripts/busted.mjs",
    "node --import tsx spec/fuzz/main.ts --cases 1000",
  ],
  [
    "types",
    node_tool("typescript/bin/tsc -p tsconfig.node.json"),
    node_tool("typescript/bin/tsc -p tsconfig.page.json"),
    node_tool("typescript/bin/tsc --noEmit -p types/test"),
    node_tool("typescript/bin/tsc --noEmit -p types/test/13.0"),
    node_tool("typescript/bin/tsc --noEmit -p types/examples"),
    `node --import tsx --test ${declaration_tests.join(" ")}`,
  ],
  ["example", `node --import tsx --test ${example_tests.join(" ")}`],
  [
    "docs",
    "node --import tsx --test spec/docs/errors.test.ts spec/docs/pages.test.ts",
    node_tool("remark-cli/cli.js --quiet --frail ."),
    node_tool("cspell/bin.mjs --no-progress **/*.md"),
  ],
  ["model", "node --import tsx --test spec/model/knowledge.test.ts"],
  ["contract", "node --import tsx --test spec/contract/documents.test.ts spec/contract/roster_documents.test.ts"],
  [
    "dist",
    "node scripts/build.mjs --check",
    "node scripts/rebuild.mjs --check",
    "node scripts/structure.mjs --check",
    "node scripts/ways.mjs",
    "node --import tsx --test spec/setup/npm_packages.test.ts",
  ],
];

/** Runs a command to its end; what it says is shown only where it failed. */
function run(command) {
  const [program, ...parameters] = command.split(" ");
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("error", ({ message }) => resolve(message));
    child.once("close", (code) => resolve(code === 0 ? undefined : output));
  });
}

let failed = false;

// A room that has moved would still be found where it was.
rmSync(`${root}build`, { recursive: true, force: true });

async function perform([name, ...commands]) {
  const began = performance.now();
  for (const command of commands) {
    const problem = await run(command);
    if (problem === undefined) continue;
    failed = true;
    console.error(`${problem}\n${name}: failed: ${command}`);
    return;
  }
  console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

async function work() {
  for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await perform(task);
}

await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
process.exit(failed ? 1 : 0);
