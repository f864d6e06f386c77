import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { blocks_of } from "../support/markdown.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const most_not_run = 14;

function read(file: string): string {
  return readFileSync(join(repository, file), "utf8");
}

function files_of_git(pattern: string): string[] {
  const options = ["ls-files", "--cached", "--others", "--exclude-standard", pattern];
  const files = execFileSync("git", options, { cwd: repository, encoding: "utf8" }).split("\n");
  return files.filter((file) => file !== "" && existsSync(join(repository, file)));
}

const pages = files_of_git("*.md").map((path) => ({ path, blocks: blocks_of(join(repository, path)) }));

/** What tests say, those of this folder left out. */
const tests = readdirSync(join(repository, "spec"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts") && !name.startsWith("docs/"))
  .map((name) => read(join("spec", name)));

/** Whether a test names the page; of a folder's README.md, the folder and the file. */
function is_named(path: string): boolean {
  const names = path.endsWith("/README.md") ? [dirname(path), basename(path)] : [basename(path)];
  return tests.some((text) => names.every((name) => text.includes(name)));
}

test("each block of the documentation is run by a test that names the page, or says why not", () => {
  const unmarked = pages
    // The drawings in it are what scripts/structure.mjs makes of src/.
    .filter(({ path }) => path !== "docs/structure.md" && !is_named(path))
    .flatMap(({ path, blocks }) =>
      blocks.filter(({ not_run }) => not_run === undefined).map(({ line }) => `${path}:${line}`),
    );
  assert.deepEqual(unmarked, []);
});

test(`no more than ${most_not_run} blocks are not run`, () => {
  const marked = pages.flatMap(({ path, blocks }) =>
    blocks.filter(({ not_run }) => not_run !== undefined).map(({ line, not_run }) => `${path}:${line}: ${not_run}`),
  );
  assert.ok(marked.length <= most_not_run, marked.join("\n"));
});

test("what npm is told to run is a script of package.json, and files that are named are there", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = /(?:^|[\s`])((?:bench|docs|examples|scripts|spec|src)\/[\w./-]+\.\w+)/g;
  for (const { path } of pages) {
    const text = read(path);
    for (const [, name = ""] of text.matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g))
      assert.ok(name in scripts, `${path}: npm run ${name}`);
    for (const [, file = ""] of text.matchAll(named)) assert.ok(existsSync(join(repository, file)), `${path}: ${file}`);
  }
});

test("README.md has at most 150 lines", () => {
  assert.ok(read("README.md").trimEnd().split("\n").length <= 150);
});
