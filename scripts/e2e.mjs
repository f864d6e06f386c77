// All tests that need servers. Most wait more than they work, so two files run side by side; those that measure, or take all of a core, run alone.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const alone = new Set(
  [
    "crowded_logins",
    "failing_backend",
    "large_requests",
    "long_rosters",
    "model",
    "soak",
    "who_goes_first",
    "whose_failure",
  ].map((name) => `spec/server/${name}.test.ts`),
);

const files = ["spec/declarations", "spec/server"].flatMap((folder) =>
  readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${folder}/${name}`),
);

/** Runs files, so many at a time. Gives whether all passed. */
function run(concurrency, names) {
  const options = ["--experimental-websocket", "--import", "tsx", "--test", "--test-force-exit"];
  const { status } = spawnSync(process.execPath, [...options, `--test-concurrency=${concurrency}`, ...names], {
    cwd: root,
    stdio: "inherit",
  });
  return status === 0;
}

const passed = [
  run(
    2,
    files.filter((name) => !alone.has(name)),
  ),
  run(
    1,
    files.filter((name) => alone.has(name)),
  ),
];
process.exit(passed.every(Boolean) ? 0 : 1);
