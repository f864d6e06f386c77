/** Builds the module anew whenever something in src/ changes, and has the demo's Prosody load what came out. */
import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { on_exit } from "../../spec/support/prosody_process.ts";
import { headline, line } from "./screen.ts";
import { type Servers, token, xmpp_host } from "./servers.ts";
import { StepFailed } from "./steps.ts";

const root = resolve(import.meta.dirname, "../..");
const source = join(root, "src");

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

/** Goes on until the compiler ends, which it does with this process only, or in trouble. */
export async function watch_source(servers: Servers): Promise<never> {
  const compiler = join(root, "node_modules/typescript-to-lua/dist/tstl.js");
  const parameters = [compiler, "-p", join(root, "tsconfig.json"), "--watch", "--preserveWatchOutput"];
  const child = spawn(process.execPath, parameters, { stdio: ["ignore", "pipe", "inherit"] });
  on_exit(() => child.kill());
  headline("Change something in src/: it is built, and loaded into this Prosody, at once.");
  let is_first = true;
  for await (const text of createInterface(child.stdout)) {
    const [, errors] = /Found (\d+) errors?\. Watching/.exec(text) ?? [];
    if (errors === undefined) {
      if (text.includes("error TS")) line("src", text);
    } else if (is_first) {
      is_first = false;
      line("src", "watching");
    } else if (errors === "0") {
      const problems = await reload(servers);
      for (const problem of problems) line("src", problem);
      if (problems.length === 0)
        line("src", `built and loaded, ${Date.now() - Math.round(changed_at())} ms after the change`);
    }
  }
  throw new StepFailed("the compiler has ended: see above");
}
