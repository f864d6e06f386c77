"use strict";
// The plan of the house: what each folder of src/ is for, and what it may import, from the ground up. The lint holds src/ to it, the
// built file is in its order, and docs/structure.md is drawn by it.

/**
 * @typedef {object} Floor
 * @property {string} name
 * @property {string} subject
 * @property {string[]} [files] in src/ itself; a floor without is the folder src/NAME
 * @property {string[]} values floors that it may import from
 * @property {string[]} types floors of which it may import types, but nothing that runs
 */

/** Everyone may import the first. */
const ground = {
  name: "ground",
  files: ["attempt", "waiting_line", "deadlines", "time_slices", "user_turns", "version"],
  subject:
    "calls that may fail, waiting lines, deadlines, work in slices of time, or in a user's turn, the version; knows nothing of the rest",
  values: [],
  types: [],
};

/** @type {Floor[]} */
const upper_floors = [
  {
    name: "json",
    subject: "text to tables: decoding, the blocks of a text, what a text is recognised by",
    values: [],
    types: [],
  },
  {
    name: "settings",
    files: ["settings", "configuration"],
    subject: "options, checked; what else the configuration says",
    values: ["json"],
    types: [],
  },
  {
    name: "backend",
    subject: "what is asked, when and in which order: queue, breaker, requests, and what an answer means",
    values: ["json"],
    types: ["settings"],
  },
  {
    name: "rosters",
    subject: "documents, contacts and versions; who holds what, since when; the only place that writes rosters",
    values: ["json"],
    types: ["backend"],
  },
  {
    name: "upkeep",
    subject: "when a roster is asked for, who waits for it, and what becomes of a failure",
    values: ["json", "backend", "rosters"],
    types: [],
  },
  {
    name: "clients",
    subject: "roster queries, gates, Prosody's own caches; changes to pushes and presence",
    values: ["rosters"],
    types: ["settings", "upkeep"],
  },
  {
    name: "api",
    subject: "what the application tells Prosody, who may, and what it is told",
    values: ["json", "rosters"],
    types: ["settings", "upkeep", "clients"],
  },
  {
    name: "edits",
    subject:
      "what clients and contacts elsewhere want: asked, decided by the application, carried out, and said to contacts",
    values: ["json", "backend", "rosters", "clients", "api"],
    types: ["upkeep"],
  },
  {
    name: "admin",
    subject: "check, shell, status, statistics, log",
    values: ["settings", "json", "backend", "rosters", "api"],
    types: ["upkeep", "edits"],
  },
];

/** Nobody may import the last. */
const wiring = {
  name: "wiring",
  files: ["state", "mod_http_roster_admin"],
  subject: "what is remembered over a reload; options read, rooms built, hooks and routes registered",
  values: upper_floors.map(({ name }) => name),
  types: [],
};

const floors = [ground, ...upper_floors, wiring];

/** The floor of a file, given by its path in src/ without its ending; undefined where the plan has none for it. */
function floor_of(file) {
  const [folder, ...rest] = file.split("/");
  if (rest.length === 0) return floors.find(({ files }) => files?.includes(file));
  return floors.find(({ name, files }) => files === undefined && name === folder);
}

/** The first sentence of the comment that a file begins with, which says what it is for; undefined where it begins otherwise. */
function purpose_of(source) {
  const [, comment] = /^\/\*\*([^]*?)\*\//.exec(source) ?? [];
  const text = comment?.replace(/^\s*\* ?/gm, " ").replace(/\{@link (\w+)\}/g, "$1");
  const [sentence] = /^[^]*?[.:](?=\s|$)/.exec(text?.replace(/\s+/g, " ").trim() ?? "") ?? [];
  return sentence?.replace(/[.:]$/, "");
}

module.exports = { floor_of, floors, ground, purpose_of };
