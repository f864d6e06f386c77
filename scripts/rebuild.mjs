// Keeps dist/ up to date while somebody works on src/. What a change alters is put into the built file at once; all of it is built and checked
// after that, in a process of its own. Each line that it prints says what was done: `watching`, `patched`, `built`, `not built`, or an error.
// With --check it tells whether each file, patched into dist/, gives what is built there.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync, watch, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import * as tstl from "typescript-to-lua";
import { with_room } from "./lua_header.cjs";

const root = resolve(fileURLToPath(new URL("..", import.meta.url)));
const source = join(root, "src");
const built = join(root, "dist/mod_http_roster_admin.lua");
// An editor writes a file in more than one go.
const quiet_ms = 40;
const quiet_before_all_ms = 400;

const config = tstl.parseConfigFileWithSystem(join(root, "tsconfig.json"));
const options = { ...config.options, noEmitOnError: false, luaBundle: undefined, luaBundleEntry: undefined };

/** Files as they were read, until they change. */
const read = new Map();
const plain_host = ts.createCompilerHost(options, true);
const host = {
  ...plain_host,
  getSourceFile(name, ...rest) {
    if (!read.has(name)) read.set(name, plain_host.getSourceFile(name, ...rest));
    return read.get(name);
  },
};

/** The program with what has changed; it keeps what it knows of the rest. */
function program_after(before) {
  return ts.createProgram({ rootNames: config.fileNames, options, host, oldProgram: before });
}

/** The name of a file's room, as other rooms ask for it. */
function room_of(file) {
  return relative(root, file).replace(/\.ts$/, "").replaceAll("/", ".");
}

/** The Lua of one file, without its neighbours; undefined where it can't be read. */
function lua_of(program, file) {
  const source_file = program.getSourceFile(file);
  if (source_file === undefined || program.getSyntacticDiagnostics(source_file).length > 0) return undefined;
  const task = { program, sourceFiles: [source_file] };
  const [transpiled] = tstl.getProgramTranspileResult(ts.sys, () => undefined, task).transpiledFiles;
  return transpiled?.code.replace(
    /\brequire\("(\.[^"]+)"\)/g,
    (_, path) => `require("${room_of(resolve(dirname(file), path))}")`,
  );
}

let program = program_after(undefined);
const changed = new Set();
let soon;
let later;
let building;

function build_all() {
  building = spawn(process.execPath, [join(root, "scripts/build.mjs")], { stdio: ["ignore", "inherit", "inherit"] });
  building.on("exit", (code, signal) => {
    if (signal === null) console.log(code === 0 ? "built" : "not built");
  });
}

function patch_changed() {
  for (const file of changed) read.delete(file);
  program = program_after(program);
  const before = readFileSync(built, "utf8");
  let text = before;
  for (const file of changed) {
    const lua = lua_of(program, file);
    if (lua !== undefined) text = with_room(text, room_of(file), lua);
  }
  changed.clear();
  if (text === before) return;
  writeFileSync(built, text);
  console.log("patched");
}

function note_change(file) {
  changed.add(file);
  building?.kill();
  clearTimeout(soon);
  clearTimeout(later);
  soon = setTimeout(patch_changed, quiet_ms);
  later = setTimeout(build_all, quiet_before_all_ms);
}

/** Names the files that come out otherwise on their own than in the whole. */
function check() {
  const whole = readFileSync(built, "utf8");
  const files = readdirSync(source, { recursive: true }).filter((name) => name.endsWith(".ts"));
  const others = files.filter((name) => {
    const file = join(source, name);
    return with_room(whole, room_of(file), lua_of(program, file)) !== whole;
  });
  for (const name of others) console.error(`src/${name}: patched, it is not what is built`);
  process.exit(others.length === 0 ? 0 : 1);
}

if (process.argv.includes("--check")) check();

// What is done for the first time takes long, and is better done before somebody waits.
lua_of(program, join(source, "mod_http_roster_admin.ts"));
// Folder by folder: a recursive watch loses a file that an editor puts in the place of another.
for (const name of ["", ...readdirSync(source, { recursive: true })]) {
  const folder = join(source, name);
  if (!statSync(folder).isDirectory()) continue;
  watch(folder, (_event, file) => {
    if (file?.endsWith(".ts")) note_change(join(folder, file));
  });
}
console.log("watching");
