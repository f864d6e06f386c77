import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { is_installed, run } from "./command.mjs";
import { Problem } from "./problem.mjs";

/** @typedef {import("./apt.mjs").Apt} Apt */
/** @typedef {{ package: string, works: () => boolean }} Tool */

const luas = ["lua5.1", "lua5.2", "lua5.3", "lua5.4"];

/** @param {string} library */
function loads_in_every_lua(library) {
  return luas.every((lua) => run(lua, ["-e", `require ${JSON.stringify(library)}`]).ok);
}

/** @param {string} lua @returns {Tool} */
function lua_interpreter(lua) {
  return { package: lua, works: () => is_installed(lua) };
}

/** @type {Tool} */
export const cjson = { package: "lua-cjson", works: () => run("lua5.4", ["-e", 'require "cjson"']).ok };

/** @type {Tool} */
export const valgrind = { package: "valgrind", works: () => is_installed("valgrind") };

/** @type {Tool[]} */
export const spec_tools = [
  ...luas.map(lua_interpreter),
  { package: "lua-busted", works: () => is_installed("busted") && loads_in_every_lua("busted.core") },
];

/** A client that others have written. Debian's Python is not always the first one. @type {Tool} */
export const slixmpp = {
  package: "python3-slixmpp",
  works: () => run("/usr/bin/python3", ["-c", "import slixmpp"]).ok,
};

/** What the notifying calls in examples/notify run in. @type {Tool[]} */
export const notify_tools = [
  { package: "curl", works: () => is_installed("curl") },
  { package: "python3", works: () => is_installed("/usr/bin/python3") },
  { package: "php-cli", works: () => is_installed("php") },
  { package: "ruby", works: () => is_installed("ruby") },
];

/** The demo's page is tried in it. @type {Tool} */
export const chromium = { package: "chromium", works: () => is_installed("chromium") };

/** What machines of their own are made with. @type {Tool[]} */
export const machine_tools = [
  { package: "debootstrap", works: () => is_installed("debootstrap") },
  { package: "iproute2", works: () => is_installed("ip") },
];

/** What certificates are made with. @type {Tool} */
export const openssl = { package: "openssl", works: () => is_installed("openssl") };

const postgresql_folder = "/usr/lib/postgresql";

/** @type {Tool} */
export const postgresql = {
  package: "postgresql",
  works: () =>
    existsSync(postgresql_folder) &&
    readdirSync(postgresql_folder).some((version) => existsSync(join(postgresql_folder, version, "bin", "initdb"))),
};

/** What storage of each kind needs. @type {Tool[]} */
export const storage_tools = [
  { package: "lua-dbi-sqlite3", works: () => run("lua5.4", ["-e", 'require "DBI" require "dbd.sqlite3"']).ok },
  { package: "lua-dbi-postgresql", works: () => run("lua5.4", ["-e", 'require "DBI" require "dbd.postgresql"']).ok },
  postgresql,
];

/** @param {Tool[]} tools @param {Apt} apt */
export function provide_tools(tools, apt) {
  const missing = tools.filter((tool) => !tool.works());
  if (missing.length === 0) return;
  apt.install(missing.map((tool) => tool.package).join(", "));
  const broken = missing.filter((tool) => !tool.works()).map((tool) => tool.package);
  if (broken.length > 0) throw new Problem(`Installed, but still not working: ${broken.join(", ")}`);
}
