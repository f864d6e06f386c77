import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Options } from "../spec/support/prosody_config.ts";
import { dist_folder, on_exit } from "../spec/support/prosody_process.ts";

export type ContestantName = "ours" | "ours_plain" | "floor" | "other" | "native";

/** Something that gives users their rosters. */
export interface Contestant {
  name: ContestantName;
  /** As the report names it. */
  title: string;
  /** Has the store `http_roster`. */
  keeps_rosters: boolean;
  /** Where its module file is; none for what Prosody brings. */
  module_folder?: string;
  /** The same for a Prosody that Valgrind runs, where that makes a difference. */
  slow_module_folder?: string;
  modules_enabled: readonly string[];
  modules_disabled: readonly string[];
  /** Lua source for the configuration. */
  lua: string;
  host_options(backend: { url: string }): Options;
}

const module_name = "http_roster_admin";
const file_name = `mod_${module_name}.lua`;

/** As if lua-cjson were not installed. */
const without_cjson = ["cjson", "cjson.safe"]
  .map((name) => `package.preload["${name}"] = function () error("not installed here") end\n`)
  .join("");

/** What the other module's documentation asks for; ours is configured the same way, but its own store can be held. */
const storage: Options = { storage: { roster: "memory", http_roster: "bench_held" } };

/** What `Server.request` sends. */
export const token = "token-of-the-benchmark";

/** Longer than anything lasts under Valgrind. */
const timeout = 500;

/** A module file with this text in a folder of its own, so that a build meanwhile does not change what is measured. */
function folder_with(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "roster-bench-module-"));
  on_exit(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, file_name), text);
  return folder;
}

function copy_of(module_file: string): string {
  return folder_with(readFileSync(module_file, "utf8"));
}

/** How many times as long everything takes under Valgrind. */
const slowdown = 50;

/**
 * The module with as many times as long a share of each turn of Prosody's loop. With the share it has, it would be through with as many
 * times less in each, and what a turn costs would be counted so many times too often.
 */
function slow_copy_of(module_file: string): string {
  let shares = 0;
  const text = readFileSync(module_file, "utf8").replace(
    /^( *local (?:SHARE|SLICE|TICK_BUDGET) = )(0\.\d+)$/gm,
    (_, beginning: string, seconds: string) => {
      shares++;
      return `${beginning}${Number(seconds) * slowdown}`;
    },
  );
  if (shares !== 4) throw new Error(`${module_file} has another kind of slices`);
  return folder_with(text);
}

function ours(name: ContestantName, title: string, module_folder: string, lua: string): Contestant {
  return {
    name,
    title,
    keeps_rosters: true,
    module_folder,
    modules_enabled: [module_name],
    modules_disabled: ["roster"],
    lua,
    host_options: ({ url }) => ({
      ...storage,
      http_roster_url: url,
      http_roster_timeout: timeout,
      http_roster_token: token,
    }),
  };
}

function other(path: string): Contestant {
  const title = /lua-cjson|require\s*\(?\s*["']cjson/.test(readFileSync(path, "utf8")) ? "other (cjson)" : "other";
  return {
    name: "other",
    title,
    keeps_rosters: false,
    module_folder: copy_of(path),
    modules_enabled: [module_name],
    modules_disabled: ["roster"],
    lua: "",
    host_options: ({ url }) => ({ ...storage, http_roster_url: url }),
  };
}

const native: Contestant = {
  name: "native",
  title: "mod_roster",
  keeps_rosters: false,
  modules_enabled: ["roster"],
  modules_disabled: [],
  lua: "",
  host_options: () => ({ storage: { http_roster: "bench_held" } }),
};

/** Only what the contract makes inevitable, of what there is a floor for. */
function floor(): Contestant {
  return ours("floor", "floor (cjson)", fileURLToPath(new URL("floor", import.meta.url)), "");
}

export function contestants(against: string | undefined, with_floor = false): Contestant[] {
  const dist = join(dist_folder, file_name);
  const built = copy_of(dist);
  const slow_module_folder = slow_copy_of(dist);
  return [
    { ...ours("ours", "ours (cjson)", built, ""), slow_module_folder },
    { ...ours("ours_plain", "ours (plain)", built, without_cjson), slow_module_folder },
    ...(with_floor ? [floor()] : []),
    ...(against === undefined ? [] : [other(against)]),
    native,
  ];
}
