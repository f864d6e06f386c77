/** Installs what `npm test`, `npm start` and `npm run bench` need and this machine lacks, and says what. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Apt } from "./setup/apt.mjs";
import { provide_bare_debian } from "./setup/bare_debian.mjs";
import { wait_for_others } from "./setup/lock.mjs";
import { install_npm_packages } from "./setup/npm_packages.mjs";
import { Problem } from "./setup/problem.mjs";
import { provide_promtool } from "./setup/promtool.mjs";
import { provide_prosody } from "./setup/prosody_copy.mjs";
import {
  chromium,
  cjson,
  machine_tools,
  notify_tools,
  openssl,
  postgresql,
  provide_tools,
  slixmpp,
  spec_tools,
  storage_tools,
  valgrind,
} from "./setup/tools.mjs";

const test_tools = [
  ...spec_tools,
  cjson,
  ...storage_tools,
  slixmpp,
  ...notify_tools,
  ...machine_tools,
  openssl,
  chromium,
];

const needs = new Map([
  ["start", { prosodys: ["13.0"], tools: [] }],
  ["test", { prosodys: ["0.12", "13.0"], tools: test_tools, promtool: true, bare: true }],
  ["screenshots", { prosodys: ["13.0"], tools: [chromium] }],
  ["bench", { prosodys: ["0.12", "13.0"], tools: [cjson, valgrind, postgresql] }],
]);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, ".cache");

/** @typedef {{ prosodys: string[], tools: import("./setup/tools.mjs").Tool[], promtool?: boolean, bare?: boolean }} Need */

/** @param {Need} need */
function install({ prosodys, tools, promtool = false, bare = false }) {
  install_npm_packages(root);
  const names = [...prosodys.map((version) => `Prosody ${version}`), ...tools.map((tool) => tool.package)];
  if (promtool) names.push("promtool");
  const apt = new Apt(join(cache, "apt"), names.join(", "));
  try {
    for (const version of prosodys) provide_prosody(join(cache, `prosody-${version}`), version, apt);
    if (promtool) provide_promtool(join(cache, "promtool"), apt);
    provide_tools(tools, apt);
    if (bare) provide_bare_debian(join(cache, "bare-debian"));
  } finally {
    apt.close();
  }
}

try {
  const need = needs.get(process.argv[2] ?? "");
  if (need === undefined) throw new Problem(`Say what for: node scripts/setup.mjs ${[...needs.keys()].join("|")}`);
  wait_for_others(join(cache, "setup.lock"));
  install(need);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`setup: ${error.message}`);
  process.exitCode = 1;
}
