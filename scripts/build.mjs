// Builds dist/mod_http_roster_admin.lua. With --check it only tells whether that is what src/ builds to.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const file_name = "mod_http_roster_admin.lua";
const is_check = process.argv.includes("--check");

// What Prosody 0.12 and 13.0 both ship, and what is asked for only where it is installed.
const allowed_requires = /^(util|net|core)\.[a-z0-9_.]+$/;
const optional_requires = new Set(["cjson.safe"]);

/** What TypeScriptToLua would let pass without a word. */
function problems_of(lua) {
  const problems = [];
  for (const [helper] of lua.matchAll(/__TS__\w+/g)) problems.push(`the runtime library's ${helper} got in`);
  for (const [, name] of lua.matchAll(/\brequire\("([^"]+)"/g)) {
    if (name.startsWith("src.") || allowed_requires.test(name)) continue;
    problems.push(`it requires ${name}, which Prosody does not ship`);
  }
  for (const [, name] of lua.matchAll(/\bpcall\(\s*require,\s*"([^"]+)"/g)) {
    if (!optional_requires.has(name)) problems.push(`it asks for ${name}, which is not a known option`);
  }
  for (const [, name] of lua.matchAll(/^(\w+) = /gm)) {
    problems.push(`${name} is a global variable`);
  }
  for (const [branch] of lua.matchAll(/^ *(?:if .* then|elseif .* then|else)\n *(?:elseif|else|end)\b/gm)) {
    problems.push(`a branch does nothing: ${branch.split("\n")[0].trim()}`);
  }
  return [...new Set(problems)];
}

/** Compiles src/ into a folder, and gives what came out. */
function build(folder) {
  const compiler = join(root, "node_modules/typescript-to-lua/dist/tstl.js");
  const parameters = [compiler, "-p", join(root, "tsconfig.json"), "--outDir", folder];
  const { status } = spawnSync(process.execPath, parameters, { stdio: "inherit" });
  if (status !== 0) process.exit(1);
  return readFileSync(join(folder, file_name), "utf8");
}

function fail(problems) {
  for (const problem of problems) console.error(`dist/${file_name}: ${problem}`);
  if (problems.length > 0) process.exit(1);
}

if (is_check) {
  const folder = mkdtempSync(join(tmpdir(), "build-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const fresh = build(folder);
  fail(problems_of(fresh));
  const committed = readFileSync(join(root, "dist", file_name), "utf8");
  if (fresh !== committed) fail(["it is not what src/ builds to: run `npm run build` and commit it"]);
} else {
  fail(problems_of(build(join(root, "dist"))));
}
