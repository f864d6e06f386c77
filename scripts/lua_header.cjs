"use strict";
// A plugin for TypeScriptToLua: makes the bundle a file that an admin can open. Its options stand at the top, then what reads
// them, then the module's own beginning; then the rest.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const first_parts = ["settings", "mod_http_roster_admin"];

/** The bundle's parts, each from its `["src.NAME"] = function` to the line ` end,`. */
function in_reading_order(code) {
  const part = /^\["src\.([\w.]+)"\] = function\(\.\.\.\) \n[^]*?\n end,\n/gm;
  const parts = [...code.matchAll(part)].map(([text, name]) => ({ name, text }));
  const rank = ({ name }) => (first_parts.includes(name) ? first_parts.indexOf(name) : first_parts.length);
  const ordered = [...parts].sort((a, b) => rank(a) - rank(b)).map(({ text }) => text);
  let position = 0;
  return code.replace(part, () => ordered[position++]);
}

module.exports = {
  beforeEmit(_program, options, _host, files) {
    if (options.luaBundle === undefined) return;
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const header = readFileSync(join(root, "src", "header.lua"), "utf8").replace("@VERSION@", version);
    for (const file of files) file.code = header + in_reading_order(file.code);
  },
};
