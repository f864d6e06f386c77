// Runs the specs of the pure rooms on every Lua that Debian has.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const prosody = `${root}.cache/prosody-0.12/usr/lib/prosody`;
const busted = (process.env.PATH ?? "")
  .split(":")
  .map((folder) => `${folder}/busted`)
  .find((file) => existsSync(file));
let failed = false;
if (busted === undefined) {
  console.error("busted is not installed: lua-busted on Debian, `luarocks install busted` elsewhere");
  process.exit(1);
}

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
