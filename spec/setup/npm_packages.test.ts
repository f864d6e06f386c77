import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";

const script = new URL("../../scripts/setup/npm_packages.mjs", import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), "npm-packages-"));
after(() => rmSync(folder, { recursive: true, force: true }));

type Packages = Record<string, object>;

const wanted: Packages = {
  "": { name: "project" },
  "node_modules/one": { version: "1.0.0" },
  "node_modules/for-other-machines": { version: "1.0.0", optional: true },
  "node_modules/one/inner": { dev: true },
  "node_modules/inner": { resolved: "node_modules/one/inner", link: true },
  "node_modules/prosody-types": { resolved: "types", link: true },
  types: { name: "prosody-types", version: "0.1.0" },
};

function without(packages: Packages, ...paths: string[]): Packages {
  return Object.fromEntries(Object.entries(packages).filter(([path]) => !paths.includes(path)));
}

const fresh = without(wanted, "", "node_modules/for-other-machines");
const before_the_link = without(fresh, "node_modules/prosody-types", "types");

/** Whether `npm ci` is run in a folder where so much is installed, by an npm that only says that it was called. */
function installs(name: string, installed: Packages | undefined): boolean {
  const root = join(folder, name);
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: wanted }));
  if (installed !== undefined)
    writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages: installed }));
  mkdirSync(join(root, "bin"));
  writeFileSync(join(root, "bin/npm"), '#!/bin/sh\necho "$@" > called\n', { mode: 0o755 });
  const code = `import { install_npm_packages } from ${JSON.stringify(script)}; install_npm_packages(${JSON.stringify(root)});`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    env: { ...process.env, PATH: `${join(root, "bin")}${delimiter}${process.env["PATH"] ?? ""}` },
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return existsSync(join(root, "called"));
}

test("packages are installed where there are none", () => {
  assert.equal(installs("nothing", undefined), true);
});

test("nothing is done where all are there", () => {
  assert.equal(installs("fresh", fresh), false);
});

test("packages of an older lock file are installed anew, once", () => {
  assert.equal(installs("older", before_the_link), true);
  assert.equal(installs("other_version", { ...fresh, types: { version: "0.0.9" } }), true);
  const over_others = { ...fresh, "node_modules/one/inner": { name: "inner", version: "0.0.1" } };
  assert.equal(installs("installed_over_others", over_others), false);
});
