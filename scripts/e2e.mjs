// All tests that need servers. Most wait more than they work, so two files run side by side; those that measure, or take all of a core, run
// alone. So does once more a file in which something failed: a deadline may be missed where the machine was busy, but not twice.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const alone = new Set(
  [
    "crowded_logins",
    "failing_backend",
    "large_requests",
    "long_rosters",
    "model",
    "outbox_crashes",
    "soak",
    "who_goes_first",
    "whose_failure",
  ].map((name) => `spec/server/${name}.test.ts`),
);

const files = ["spec/declarations", "spec/debian", "spec/server"].flatMap((folder) =>
  readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${folder}/${name}`),
);

const folder = mkdtempSync(join(tmpdir(), "e2e-"));

/** Runs files, so many at a time. Gives those that failed. */
function failed_of(concurrency, names) {
  if (names.length === 0) return [];
  const list = join(folder, "failed");
  rmSync(list, { force: true });
  const options = ["--experimental-websocket", "--import", "tsx", "--test", "--test-force-exit"];
  const reporters = ["--test-reporter=tap", "--test-reporter-destination=stdout"];
  const to_list = [`--test-reporter=${join(root, "scripts/failed_files.mjs")}`, `--test-reporter-destination=${list}`];
  const run = spawnSync(
    process.execPath,
    [...options, `--test-concurrency=${concurrency}`, ...reporters, ...to_list, ...names],
    { cwd: root, stdio: "inherit" },
  );
  if (run.status === 0) return [];
  const listed = readFileSync(list, "utf8").split("\n");
  const failed = names.filter((name) => listed.some((file) => relative(root, file) === name));
  // A file that ended without a word of it.
  return failed.length > 0 ? failed : names;
}

const failed = [
  ...failed_of(
    2,
    files.filter((name) => !alone.has(name)),
  ),
  ...failed_of(
    1,
    files.filter((name) => alone.has(name)),
  ),
];
if (failed.length > 0) console.log(`# Once more, alone: ${failed.join(", ")}`);
const failed_again = failed.filter((name) => failed_of(1, [name]).length > 0);
rmSync(folder, { recursive: true, force: true });
if (failed_again.length > 0) console.error(`# Failed twice: ${failed_again.join(", ")}`);
process.exit(failed_again.length === 0 ? 0 : 1);
