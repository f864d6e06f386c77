/** What a host's configuration says besides the right options: names that are none, and modules that contradict this one. */
import { getconfig } from "core.configmanager";
import { get_modules_for_host } from "core.modulemanager";
import { OPTION_NAMES, read_settings, type Settings } from "./settings";

type Options = Pick<ProsodyModule, "get_option">;

/** What is configured under some names. */
export type OptionValues = LuaMap<string, unknown>;

const PREFIX = "http_roster_";
const MOST_SLIPS = 2;

const OPTIONS = new LuaSet<string>();
for (const option of OPTION_NAMES) OPTIONS.add(option);

/** By how many letters of the other name, from 0 on: slips so far. */
type Row = LuaTable<number, number>;

/** The slips that make the beginnings of `b` of so many letters of `a`, given those for one letter and for two fewer. */
function next_row(a: string, b: string, at: number, above: Row, two_above: Row): Row {
  const letter = string.byte(a, at);
  const letter_before = string.byte(a, at - 1);
  const row: Row = new LuaTable();
  row.set(0, at);
  for (const position of $range(1, b.length)) {
    const other = string.byte(b, position);
    const changed = above.get(position - 1) + (letter === other ? 0 : 1);
    let slips = math.min(changed, above.get(position) + 1, row.get(position - 1) + 1);
    const is_swapped = letter_before === other && letter === string.byte(b, position - 1);
    if (at > 1 && position > 1 && is_swapped) slips = math.min(slips, two_above.get(position - 2) + 1);
    row.set(position, slips);
  }
  return row;
}

/** How many slips make `b` of `a`: a letter that is wrong, missing, too many, or has changed places with the next. */
function slips_between(a: string, b: string): number {
  let above: Row = new LuaTable();
  for (const position of $range(0, b.length)) above.set(position, position);
  let two_above = above;
  for (const at of $range(1, a.length)) {
    const row = next_row(a, b, at, above, two_above);
    two_above = above;
    above = row;
  }
  return above.get(b.length);
}

/** `true` where one half of a name is that of an option, so that the other may be misspelt. */
function may_be_meant(lower: string): boolean {
  return string.sub(lower, 1, 5) === "http_" || string.find(lower, "_roster", 1, true)[0] !== undefined;
}

/** The option that a name which is none most likely stands for; nil where it is somebody else's. */
function meant_option(name: string): string | undefined {
  const lower = string.lower(name);
  if (OPTIONS.has(name) || !may_be_meant(lower)) return undefined;
  const is_ours = string.sub(lower, 1, PREFIX.length) === PREFIX;
  let nearest: string | undefined;
  let least = is_ours ? math.huge : MOST_SLIPS + 1;
  for (const option of OPTION_NAMES) {
    if (is_ours || math.abs(option.length - lower.length) <= MOST_SLIPS) {
      const slips = slips_between(lower, option);
      if (slips < least) {
        least = slips;
        nearest = option;
      }
    }
  }
  return nearest;
}

/** What stands in a host's own section, or in the global one; nil where there is none of that name. */
function section_of(host: string): LuaTable<string, unknown> | undefined {
  for (const [name, options] of getconfig()) {
    if (name === host) return options;
  }
  return undefined;
}

/** The names of all options that are set for a host, or for all hosts. */
function configured_names(host: string): string[] {
  const names = new LuaSet<string>();
  for (const section of [host, "*"]) {
    const options = section_of(section);
    if (options !== undefined) {
      for (const [name] of options) names.add(name);
    }
  }
  const sorted: string[] = [];
  for (const name of names) sorted.push(name);
  table.sort(sorted);
  return sorted;
}

/** What is wrong with the names of options; each with the right one. */
function misspelt_options(names: string[]): string[] {
  const problems: string[] = [];
  for (const name of names) {
    const meant = meant_option(name);
    if (meant !== undefined) problems.push(`option ${name} is unknown and ignored: ${meant} may be meant`);
  }
  return problems;
}

/** Those that are this module's by their names, right ones and others, and their values. */
function option_values(options: Options, host: string): OptionValues {
  const values = new LuaMap<string, unknown>();
  for (const name of configured_names(host)) {
    if (OPTIONS.has(name) || meant_option(name) !== undefined) {
      values.set(name, options.get_option(name));
    }
  }
  return values;
}

function is_table(value: unknown): value is LuaTable<AnyNotNil, unknown> {
  return type(value) === "table";
}

/** `true` where all that is in the first is in the second. */
function is_within(a: LuaTable<AnyNotNil, unknown>, b: LuaTable<AnyNotNil, unknown>): boolean {
  for (const [key, value] of a) {
    if (!is_equal(value, b.get(key))) return false;
  }
  return true;
}

/** `true` where two values of the configuration say the same. */
function is_equal(a: unknown, b: unknown): boolean {
  return is_table(a) && is_table(b) ? is_within(a, b) && is_within(b, a) : a === b;
}

/** Modules that put contacts into rosters of their own accord, which the next word of the backend takes out again. */
const ADD_CONTACTS = ["groups", "groups_internal", "roster_allinall", "support_contact"];

/** Which of a host's modules contradict this one, and what to do. */
function contradictions(options: Options, host: string): string[] {
  const [enabled] = get_modules_for_host(host);
  const problems: string[] = [];
  for (const name of ADD_CONTACTS) {
    // Without its file, mod_groups does nothing.
    const is_idle = name === "groups" && options.get_option("groups_file") === undefined;
    if (enabled.contains(name) === true && !is_idle) {
      problems.push(
        `mod_${name} contradicts this module: contacts that it adds vanish, since the backend alone says who is in a roster. Disable one of the two on this host`,
      );
    }
  }
  if (enabled.contains("block_subscriptions") === true && options.get_option("http_roster_edit_url") !== undefined) {
    problems.push(
      "mod_block_subscriptions contradicts http_roster_edit_url: it drops what clients ask for before the backend can be asked. Disable one of the two on this host",
    );
  }
  return problems;
}

/** All that is wrong with a host's configuration, but for the values of options. */
function configuration_problems(options: Options, host: string): string[] {
  const problems = misspelt_options(configured_names(host));
  for (const problem of contradictions(options, host)) problems.push(problem);
  return problems;
}

/** Which host Prosody does not have, or not as one that can have rosters; nil where there is no such trouble. */
function why_no_host(host: string): string | undefined {
  if (section_of(host) === undefined || host === "*") {
    const hosts: string[] = [];
    for (const [name] of getconfig()) {
      if (name !== "*") hosts.push(name);
    }
    table.sort(hosts);
    const known = hosts.length === 0 ? "it has none" : `it has ${table.concat(hosts, ", ")}`;
    return `Prosody has no host ${host}, ${known}. Mend the name, or add VirtualHost "${host}" to the configuration`;
  }
  const [, component] = get_modules_for_host(host);
  return component === undefined ? undefined : `${host} is a component. Name a VirtualHost`;
}

/** Why the module is not loaded on a host; nil where it is to be. */
function why_not_loaded(host: string): string | undefined {
  const [enabled] = get_modules_for_host(host);
  if (section_of(host)?.get("enabled") === false) return `${host} is disabled. Take out its enabled = false`;
  if (enabled.contains("http_roster_admin") === true) return undefined;
  return `http_roster_admin is not enabled on ${host}. Put it into modules_enabled, below VirtualHost "${host}"`;
}

const ANY_URL = "http://localhost/%s";

/** Options as if some of them were not set. */
function options_without(options: Options, left_out: LuaSet<string>): Options {
  return {
    get_option(name: string, default_value?: unknown) {
      if (!left_out.has(name)) return options.get_option(name, default_value);
      return name === "http_roster_url" ? ANY_URL : default_value;
    },
  };
}

/** What is wrong with options, each by its name; and the settings that the others make, nil where there is no URL to ask. */
function read_all_options(options: Options): LuaMultiReturn<[settings: Settings | undefined, problems: string[]]> {
  const wrong = new LuaSet<string>();
  const problems: string[] = [];
  for (const _ of OPTION_NAMES) {
    const [ok, result] = pcall(read_settings, options_without(options, wrong));
    if (ok) return $multi(wrong.has("http_roster_url") ? undefined : result, problems);
    problems.push(tostring(result));
    const [name] = string.match(tostring(result), "^option ([%w_]+)");
    wrong.add(name ?? "");
  }
  return $multi(undefined, problems);
}

export {
  configuration_problems,
  is_equal,
  misspelt_options,
  option_values,
  read_all_options,
  why_no_host,
  why_not_loaded,
};
