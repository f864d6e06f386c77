// What the community's modules use of Prosody's API, found by pattern. Given a checkout of them, and its date, it writes
// community_use.json: node --import tsx spec/declarations/community_use.ts FOLDER DATE
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";

const result_file = fileURLToPath(new URL("community_use.json", import.meta.url));

/** How a name is used: a library required, a member of it, a method of `module`, an event hooked, a kind of `module:provides`. */
export type UseKind = "library" | "member" | "method" | "event" | "provides";

export interface CommunityUse {
  /** Of the checkout. */
  date: string;
  files: number;
  /** Each name with the number of files that use it. */
  names: [kind: UseKind, name: string, files: number][];
  /** Each module with the places of its names in that list. */
  modules: Record<string, number[]>;
}

const library = /require\s*\(?\s*["'](?:prosody\.)?((?:util|net|core)\.[\w.]+)["']/;

function without_comments(lua: string): string {
  return lua.replace(/--\[\[[^]*?\]\]/g, "").replace(/--[^\n]*/g, "");
}

function all(lua: string, pattern: string, flags = "g"): string[] {
  return [...lua.matchAll(new RegExp(pattern, flags))].map((match) => match[1] ?? "");
}

/** The names that a file uses, as `KIND NAME`. */
export function names_used(source: string): Set<string> {
  const lua = without_comments(source);
  const names = new Set<string>();
  const add = (kind: UseKind, found: string[]): void => found.forEach((name) => names.add(`${kind} ${name}`));

  add("library", all(lua, library.source));
  for (const [, name, member] of lua.matchAll(new RegExp(`${library.source}\\s*\\)?\\s*\\.\\s*(\\w+)`, "g"))) {
    add("member", [`${name}.${member}`]);
  }
  // `local st = require "util.stanza"`, then `st.iq`.
  for (const [, variable, name] of lua.matchAll(
    new RegExp(`(\\w+)\\s*=\\s*${library.source}\\s*\\)?\\s*(?![\\s.:\\w]*\\.)`, "g"),
  )) {
    const members = all(lua, `(?<![\\w.:])${variable}\\s*\\.\\s*([A-Za-z_]\\w*)`);
    add(
      "member",
      members.map((member) => `${name}.${member}`),
    );
  }
  add("method", all(lua, `\\bmodule\\s*:\\s*(\\w+)`));
  add("event", all(lua, `:\\s*hook(?:_global)?\\s*\\(\\s*["']([^"']+)["']`));
  add("event", all(lua, `:\\s*hook_object_event\\s*\\([^,]+,\\s*["']([^"']+)["']`));
  add("provides", all(lua, `module\\s*:\\s*provides\\s*\\(?\\s*["']([^"']+)["']`));
  return names;
}

export function read_use(folder: string, date: string): CommunityUse {
  const files_by_name = new Map<string, number>();
  const names_by_module = new Map<string, Set<string>>();
  let files = 0;
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const [module_name] = path.split("/");
    if (module_name?.startsWith("mod_") !== true || !path.endsWith(".lua")) continue;
    files++;
    const names = names_used(readFileSync(join(folder, path), "utf8"));
    const of_module = names_by_module.get(module_name) ?? new Set();
    names_by_module.set(module_name, of_module);
    for (const name of names) {
      files_by_name.set(name, (files_by_name.get(name) ?? 0) + 1);
      of_module.add(name);
    }
  }
  const ranked = [...files_by_name].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const places = new Map(ranked.map(([name], place) => [name, place]));
  return {
    date,
    files,
    names: ranked.map(([entry, count]) => {
      const [kind = "", ...name] = entry.split(" ");
      return [kind as UseKind, name.join(" "), count];
    }),
    modules: Object.fromEntries(
      [...names_by_module].map(([name, names]) => [
        name,
        [...names].map((each) => places.get(each) ?? 0).sort((a, b) => a - b),
      ]),
    ),
  };
}

/** As checked in. */
export function recorded_use(): CommunityUse {
  return JSON.parse(readFileSync(result_file, "utf8")) as CommunityUse;
}

const [, script, folder, date] = process.argv;
if (script === fileURLToPath(import.meta.url) && folder !== undefined && date !== undefined) {
  writeFileSync(result_file, await format(JSON.stringify(read_use(folder, date)), { parser: "json", printWidth: 120 }));
}
