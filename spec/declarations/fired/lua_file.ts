import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));

/** The Lua next to this, to be run inside a server. */
export function lua_file(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}
