import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { blocks_of } from "../support/markdown.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Which test runs the blocks of a page. Of each other page, each block says why it is not run. */
const runs = new Map([
  ["README.md", "spec/debian/install.test.ts"],
  ...[
    "edits",
    "everyone",
    "migrating",
    "nginx-and-tokens",
    "options",
    "other-servers",
    "several-hosts",
    "several-prosodys",
  ].map((name): [string, string] => [`docs/${name}.md`, "spec/debian/admin_pages.test.ts"]),
  ["docs/structure.md", "scripts/structure.mjs"],
]);

/** How many blocks of a page are not run. */
const not_run = { "CONTRIBUTING.md": 4, "bench/README.md": 3, "docs/other-servers.md": 1, "types/README.md": 2 };

const pages = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: repository,
  encoding: "utf8",
})
  .split("\n")
  .filter((page) => page !== "" && existsSync(join(repository, page)));

function read(file: string): string {
  return readFileSync(join(repository, file), "utf8");
}

test("each block of the documentation is run by a test, or says why not", () => {
  const unmarked = pages
    .filter((page) => !runs.has(page))
    .flatMap((page) =>
      blocks_of(join(repository, page))
        .filter((block) => block.not_run === undefined)
        .map(({ line }) => `${page}:${line}`),
    );
  assert.deepEqual(unmarked, []);
  for (const [page, by] of runs) {
    const name = page.replace(/^.*\//, "");
    assert.ok(read(by).includes(name), `${by} does not name ${name}`);
  }
});

test("no more blocks than these are not run", () => {
  const counts = pages.map((page): [string, number] => [
    page,
    blocks_of(join(repository, page)).filter((block) => block.not_run !== undefined).length,
  ]);
  assert.deepEqual(Object.fromEntries(counts.filter(([, count]) => count > 0)), not_run);
});

test("what npm is told to run is a script of package.json, and files that are named are there", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  for (const page of pages) {
    const text = read(page);
    for (const [, name = ""] of text.matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g))
      assert.ok(name in scripts, `${page}: npm run ${name}`);
    for (const [, file = ""] of text.matchAll(/(?:^|[\s`])((?:bench|docs|examples|scripts|spec|src)\/[\w./-]+\.\w+)/g))
      assert.ok(existsSync(join(repository, file)), `${page}: ${file}`);
  }
});

test("README.md is read in two minutes", () => {
  assert.ok(read("README.md").split("\n").length <= 151);
});
