"use strict";
// A plugin for TypeScriptToLua: makes the bundle a file that an admin can open. Its options stand at the top, then what is where, then
// the rooms, each under the name of its source, in the order of scripts/house.cjs.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { floor_of, floors, purpose_of } = require("./house.cjs");

const root = join(__dirname, "..");
const entry = "mod_http_roster_admin";
const asked_room = /\brequire\("src\.([\w.]+)"\)/g;

// What is asked for most often. Prosody gives modules all of Lua's own by way of a metatable, which costs ten times as much as a local.
const often_asked = "error, ipairs, math, next, pairs, pcall, setmetatable, string, table, tostring, type";

/** Takes the place of TypeScriptToLua's own, which does the same in three times the lines. */
const loader = `local ${often_asked} =
    ${often_asked}
local rooms, built = {}, {}
local prosody_require = require
--- A room of this file, built when it is first asked for; or a module of Prosody's.
local function require(name)
    if rooms[name] == nil then
        return prosody_require(name)
    end
    if built[name] == nil then
        built[name] = rooms[name]()
    end
    return built[name]
end
`;

/** An admin reads the options first. What everyone uses comes before those who use it. */
const reading_order = ["settings", ...floors.map(({ name }) => name).filter((name) => name !== "settings")];

/** Puts callees above callers; files that don't call one another keep their order. */
function callees_first(rooms) {
  const by_name = new Map(rooms.map((room) => [room.name, room]));
  const ordered = new Set();
  function visit(room) {
    for (const [, name] of room.body.matchAll(asked_room)) {
      const callee = by_name.get(name);
      if (callee !== undefined) visit(callee);
    }
    ordered.add(room);
  }
  for (const room of rooms) visit(room);
  return [...ordered];
}

/** Those that are built: of a file with nothing but types, nothing is left that would be asked for. */
function without_empty(rooms) {
  const asked_for = new Set([entry]);
  for (const { body } of rooms) {
    for (const [, name] of body.matchAll(asked_room)) asked_for.add(name);
  }
  return rooms.filter(({ name }) => asked_for.has(name));
}

/** The bundle's rooms: TypeScriptToLua writes each as `["src.NAME"] = function(...)`, its body, and ` end,`. */
function rooms_of(code) {
  const parts = [...code.matchAll(/^\["src\.([\w.]+)"\] = function\(\.\.\.\) *\n([^]*?)\n end,\n/gm)];
  const rooms = parts.map(([, name, body]) => {
    const file = name.replaceAll(".", "/");
    // What has no place in the plan yet is for `npm run check` to tell of.
    const floor = floor_of(file) ?? floors.at(-1);
    return { name, body, file, floor, purpose: purpose_of(readFileSync(join(root, "src", `${file}.ts`), "utf8")) };
  });
  const built = without_empty(rooms);
  return reading_order.flatMap((name) => callees_first(built.filter(({ floor }) => floor.name === name)));
}

/** What the files of a floor are called, and what they are for. */
function contents_of(name, rooms) {
  const { files, subject } = floors.find((floor) => floor.name === name);
  const own = rooms.filter(({ floor }) => floor.name === name).map(({ file }) => file.split("/").at(-1));
  return files === undefined
    ? `--   ${name}/: ${subject}\n--     ${own.join(", ")}`
    : `--   ${own.join(", ")}: ${subject}`;
}

/** A room, under a line that says where it comes from and what for. */
function printed({ name, body, file, purpose }) {
  return `-- src/${file}.ts${purpose === undefined ? "" : `: ${purpose}.`}\nrooms["src.${name}"] = function()\n${body}\nend\n`;
}

function version() {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
}

/** Code in which a string stands for the version. */
function with_version(code) {
  return code.replace('"@VERSION@"', JSON.stringify(version()));
}

const room_end = "\nreturn ____exports\nend\n";

/** A built file with another body of one room; as it was, where there is no such room. */
function with_room(text, name, body) {
  const head = `\nrooms["${name}"] = function()\n`;
  const start = text.indexOf(head);
  const end = text.indexOf(room_end, start);
  if (start < 0 || end < 0) return text;
  return `${text.slice(0, start)}${head}${with_version(body).trimEnd()}\nend\n${text.slice(end + room_end.length)}`;
}

module.exports = {
  with_room,
  beforeEmit(_program, options, _host, files) {
    if (options.luaBundle === undefined) return;
    const header = readFileSync(join(root, "src", "header.lua"), "utf8");
    for (const file of files) {
      const rooms = rooms_of(file.code);
      const contents = reading_order.map((name) => contents_of(name, rooms)).join("\n");
      const top = header
        .replace("@VERSION@", version())
        .replace("-- @CONTENTS@", () => contents)
        .trimEnd();
      file.code = [`${top}\n`, loader, with_version(rooms.map(printed).join("\n")), `require("src.${entry}")\n`].join(
        "\n",
      );
    }
  },
};
