// Runs the specs of the pure rooms on every Lua that Debian has.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const prosody = `${root}.cache/prosody-0.12/usr/lib/prosody`;
const busted = "/usr/bin/busted";
let failed = false;

for (const lua of ["lua5.1", "lua5.2", "lua5.3", "lua5.4"]) {
  console.log(`busted on ${lua}`);
  const paths = ["--lpath", `${root}build/?.lua;${root}spec/rooms/support/?.lua;${prosody}/?.lua`];
  // Prosody's C parts in Debian's packages are for this Lua alone.
  if (lua === "lua5.4") paths.push("--cpath", `${prosody}/?.so`);
  const { status, error } = spawnSync(lua, [busted, ...paths, "--pattern", "_spec", `${root}spec/rooms`], {
    stdio: "inherit",
    cwd: root,
  });
  if (error !== undefined) console.error(`${lua}: ${error.message}`);
  if (status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
