/** Builds the module anew whenever something in src/ changes, and has the demo's Prosody load what came out. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { on_exit } from "../../spec/support/prosody_process.ts";
import { headline, line } from "./screen.ts";
import { type Servers, token, xmpp_host } from "./servers.ts";
import { StepFailed } from "./steps.ts";

const root = resolve(import.meta.dirname, "../..");
const source = join(root, "src");
const built = join(root, "dist/mod_http_roster_admin.lua");

/** When somebody last changed a file in src/ (Unix milliseconds). */
function changed_at(): number {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).map((file) => join(source, file));
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

/** Has Prosody load what was built. Returns what it says against it. */
async function reload({ prosody }: Servers): Promise<string[]> {
  const log_length = prosody.log().length;
  const { code, stdout, stderr } = await prosody.shell(`module:reload("http_roster_admin", "${xmpp_host}")`);
  const headers = { Authorization: `Bearer ${token}` };
  const { status } = await prosody.request("GET", "/roster_admin/status", { headers });
  if (code === 0 && status === 200) return [];
  const errors = prosody
    .log()
    .slice(log_length)
    .split("\n")
    .filter((entry) => entry.includes("\terror\t"));
  return [stdout.trim(), stderr.trim(), ...errors].filter((text) => text !== "");
}

/** Goes on until the builder ends, which it does with this process only, or in trouble. */
export async function watch_source(servers: Servers): Promise<never> {
  const child = spawn(process.execPath, [join(root, "scripts/rebuild.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
  on_exit(() => child.kill());
  headline("Change something in src/: it is built, and loaded into this Prosody, at once.");
  let loaded = "";
  for await (const text of createInterface(child.stdout)) {
    const lua = readFileSync(built, "utf8");
    if (text !== "patched" && text !== "built") {
      line("src", text);
    } else if (lua !== loaded) {
      loaded = lua;
      const problems = await reload(servers);
      for (const problem of problems) line("src", problem);
      if (problems.length === 0)
        line("src", `${text} and loaded, ${Date.now() - Math.round(changed_at())} ms after the change`);
    } else {
      line("src", text);
    }
  }
  throw new StepFailed("the builder has ended: see above");
}
