// Draws src/ into docs/structure.md, from the imports that are there. With --check it only tells whether the drawing is right.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";
import ts from "typescript";
import house from "./house.cjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const drawing = join(root, "docs", "structure.md");

/**
 * @typedef {{ to: string, is_type: boolean }} Import
 * @typedef {{ name: string, floor: string, purpose: string | undefined, imports: Import[] }} File
 */

/** Whether an import leaves nothing in the Lua. */
function is_of_types({ importClause }) {
  if (importClause === undefined) return false;
  const { isTypeOnly, name, namedBindings } = importClause;
  if (isTypeOnly) return true;
  return (
    name === undefined && ts.isNamedImports(namedBindings) && namedBindings.elements.every((one) => one.isTypeOnly)
  );
}

/** What a file imports from src/. */
function imports_of(name, source) {
  const tree = ts.createSourceFile(name, source, ts.ScriptTarget.Latest);
  return tree.statements
    .filter(
      (statement) =>
        (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && statement.moduleSpecifier,
    )
    .map((statement) => ({ path: statement.moduleSpecifier.text, statement }))
    .filter(({ path }) => path.startsWith("."))
    .map(({ path, statement }) => ({
      to: posix.join(posix.dirname(name), path),
      is_type: ts.isExportDeclaration(statement) ? statement.isTypeOnly : is_of_types(statement),
    }));
}

/** @returns {File[]} */
function read_files() {
  const paths = readdirSync(join(root, "src"), { recursive: true }).filter((path) => path.endsWith(".ts"));
  return paths.sort().map((path) => {
    const name = path.slice(0, -".ts".length).replaceAll("\\", "/");
    const source = readFileSync(join(root, "src", path), "utf8");
    const floor = house.floor_of(name);
    if (floor === undefined) fail(`src/${path} has no place in the plan: see scripts/house.cjs`);
    return { name, floor: floor.name, purpose: house.purpose_of(source), imports: imports_of(name, source) };
  });
}

/** A way from a file along its imports back to itself, or undefined. Types count, too: who reads one must read the other. */
function find_circle(files) {
  const by_name = new Map(files.map((file) => [file.name, file]));
  const done = new Set();
  function walk(name, way) {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const { to } of by_name.get(name)?.imports ?? []) {
      const circle = walk(to, [...way, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  }
  return files.map(({ name }) => walk(name, [])).find((circle) => circle !== undefined);
}

/** A solid arrow from each floor to those whose functions it uses, a dotted one where it needs only their types. */
function graph(files) {
  const floor_by_file = new Map(files.map(({ name, floor }) => [name, floor]));
  const arrows = new Map();
  for (const { floor, imports } of files) {
    for (const { to, is_type } of imports) {
      const target = floor_by_file.get(to);
      if (target === floor || target === house.ground.name) continue;
      const key = `${floor} ${target}`;
      arrows.set(key, (arrows.get(key) ?? true) && is_type);
    }
  }
  const boxes = house.floors.toReversed().map(({ name }) => {
    const names = files.filter(({ floor }) => floor === name).map((file) => posix.basename(file.name));
    return `  ${name}["<b>${name}</b><br>${names.join("<br>")}"]`;
  });
  const lines = [...arrows].sort().map(([key, is_type]) => `  ${key.replace(" ", is_type ? " -.-> " : " --> ")}`);
  return ["```mermaid", "graph TD", ...boxes, ...lines, "```"].join("\n");
}

function link({ name }) {
  return `[${posix.basename(name)}](../src/${name}.ts)`;
}

function row(file, files) {
  const named = (imports, is_type) =>
    imports
      .filter((each) => each.is_type === is_type)
      .map(({ to }) => (posix.dirname(to) === posix.dirname(file.name) ? posix.basename(to) : to));
  const users = files.filter(({ imports }) => imports.some(({ to }) => to === file.name)).length;
  const types = named(file.imports, true).map((name) => `_${name}_`);
  return `| ${link(file)} | ${file.purpose ?? ""} | ${[...named(file.imports, false), ...types].join(", ")} | ${users} |`;
}

function chapter(floor, files) {
  const own = files.filter((file) => file.floor === floor.name);
  const where = floor.files === undefined ? `\`src/${floor.name}/\`` : `In \`src/\` itself`;
  const allowed =
    floor === house.ground
      ? "nothing else"
      : [house.ground.name, ...floor.values, ...floor.types.map((name) => `_${name}_`)].join(", ");
  return [
    `## ${floor.name}`,
    `${where}: ${floor.subject}. May import: ${allowed}.`,
    [
      "| file | what it is for | imports | imported by |",
      "| - | - | - | -: |",
      ...own.map((file) => row(file, files)),
    ].join("\n"),
  ].join("\n\n");
}

function document(files) {
  return [
    "# The house as it stands",
    "Made from the imports in `src/` by `npm run structure`; `npm run check` tells when it is out of date. The plan that the lint holds `src/` to is [scripts/house.cjs](../scripts/house.cjs); the ways through the house are in [architecture.md](architecture.md).",
    "A dotted arrow, or a name in _italics_: types only, nothing that runs. Everyone may import the ground floor: those arrows are left out.",
    graph(files),
    ...house.floors.toReversed().map((floor) => chapter(floor, files)),
  ].join("\n\n");
}

function fail(problem) {
  console.error(problem);
  process.exit(1);
}

const files = read_files();
const circle = find_circle(files);
if (circle !== undefined) fail(`src/: these import one another: ${circle.join(" -> ")}`);
const options = await prettier.resolveConfig(drawing);
const fresh = await prettier.format(document(files), { ...options, parser: "markdown" });
if (!process.argv.includes("--check")) writeFileSync(drawing, fresh);
else if (readFileSync(drawing, "utf8") !== fresh)
  fail("docs/structure.md is out of date: run `npm run structure` and commit it");
