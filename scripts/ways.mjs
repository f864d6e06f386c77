// Checks that each function that docs/architecture.md leads to is where it says.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = join(root, "docs", "architecture.md");

/** All that a file gives a name to: functions, and members of the objects that it makes. */
function names_in(file) {
  const names = new Set();
  function visit(node) {
    const is_named =
      ts.isFunctionDeclaration(node) || ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
    if (is_named && node.name !== undefined) names.add(node.name.text);
    ts.forEachChild(node, visit);
  }
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
  return names;
}

const text = readFileSync(page, "utf8");
const problems = [];
let steps = 0;
for (const [, name, path] of text.matchAll(/\[`(\w+)`\]\(([^)#]+\.ts)\)/g)) {
  const file = join(dirname(page), path);
  steps++;
  if (!existsSync(file)) problems.push(`${name} is to be in ${relative(root, file)}, which is not there`);
  else if (!names_in(file).has(name)) problems.push(`${relative(root, file)} has no function ${name}`);
}
if (steps === 0) problems.push("no step of a way leads to a function");
for (const problem of problems) console.error(`docs/architecture.md: ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);
