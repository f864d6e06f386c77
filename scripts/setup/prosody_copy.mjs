import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { Problem } from "./problem.mjs";

/** @typedef {import("./apt.mjs").Apt} Apt */

const lua = "lua5.4";

/** Only recommended by the package, but without it Prosody prints a warning at every start. */
const recommended = "lua5.4-unbound";

/** Prosody's libraries in C, its own and others', are what fails where a dependency is missing. */
const libraries = [
  "lxp",
  "socket",
  "ssl",
  "lfs",
  "lunbound",
  "util.encodings",
  "util.hashes",
  "util.net",
  "util.pposix",
];

/** @param {string} folder */
function what_fails(folder) {
  const source = join(folder, "usr/lib/prosody");
  const code = libraries.map((name) => `require ${JSON.stringify(name)}`).join(" ");
  const env = { ...process.env, LUA_PATH: `${source}/?.lua;;`, LUA_CPATH: `${source}/?.so;;`, LUA_INIT: "" };
  return run(lua, ["-e", code], { env });
}

/**
 * Lets a start script, called by its full path, find the files beside it instead of those of an installed Prosody.
 * @param {string} file
 */
function make_relocatable(file) {
  const text = readFileSync(file, "utf8");
  const own = text.replace(/^(CFG_(?:SOURCE|CONFIG|PLUGIN|DATA)DIR)='([^']*)';?$/gm, (_, name, path) => {
    return `${name} = arg[0]:match("^(.*)/usr/bin/[^/]*$") .. "${path}";`;
  });
  if (own === text) throw new Problem(`${file} is no start script of the form known`);
  writeFileSync(file, own);
}

/**
 * A Prosody of its own in `folder`; one that is installed on the machine is neither used nor touched.
 * @param {string} folder
 * @param {string} version "0.12" or "13.0"
 * @param {Apt} apt
 */
export function provide_prosody(folder, version, apt) {
  if (!existsSync(folder)) {
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    const dependencies = apt.unpack("prosody", version, unfinished);
    for (const script of ["prosody", "prosodyctl"]) make_relocatable(join(unfinished, "usr/bin", script));
    writeFileSync(join(unfinished, "depends"), `${dependencies}, ${recommended}`);
    renameSync(unfinished, folder);
  }
  if (what_fails(folder).ok) return;
  apt.install(readFileSync(join(folder, "depends"), "utf8").trim());
  const { ok, output } = what_fails(folder);
  if (!ok) throw new Problem(`The Prosody in ${folder} does not run; remove that folder and try again\n\n${output}`);
}
