import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import type { ProsodyVersion } from "../spec/support/prosody_process.ts";
import { contestants } from "./contestants.ts";
import type { Environment } from "./results.ts";
import { Stage } from "./stage.ts";

/** As Prosody gives it itself. */
async function ask_prosody(version: ProsodyVersion): Promise<[prosody: string, lua: string]> {
  const native = contestants(undefined).at(-1);
  if (native === undefined) throw new Error("nobody to ask");
  const stage = await Stage.open(version, native);
  try {
    return [await stage.server.lua_text("return prosody.version"), await stage.server.lua_text("return _VERSION")];
  } finally {
    stage.close();
  }
}

/** The command with no more of a path than the file's name. */
function command(): string {
  const words = process.argv.slice(2).map((word) => (word.includes("/") ? `…/${word.split("/").at(-1) ?? ""}` : word));
  return ["npm run bench --", ...words].join(" ");
}

function system_name(): string {
  return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? process.platform;
}

export async function environment(versions: readonly ProsodyVersion[]): Promise<Environment> {
  const prosody: Record<string, string> = {};
  let lua = "";
  for (const version of versions) [prosody[version], lua] = await ask_prosody(version);
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    command: command(),
    prosody,
    lua,
    node: process.version,
    valgrind: execFileSync("valgrind", ["--version"], { encoding: "utf8" }).trim(),
    system: system_name(),
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
  };
}
