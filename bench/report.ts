/** The results as Markdown. By itself: node --import tsx bench/report.ts FOLDER writes results.md and growth.svg anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProsodyVersion } from "../spec/support/prosody_process.ts";
import type { ContestantName } from "./contestants.ts";
import type { Cost } from "./measure.ts";
import { type Limit, limits, memory_limit, type Our, ping_limit } from "./limits.ts";
import { growth_plot } from "./plot.ts";
import { cost_of, type Results } from "./results.ts";
import { all_workloads } from "./scenes.ts";
import type { Workload } from "./workload.ts";

const contestant_names: readonly ContestantName[] = ["ours", "ours_plain", "floor", "other", "native"];
const ours: readonly Our[] = ["ours", "ours_plain"];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** With two digits after the point where it is small, and with no more than three that count. */
function figure(value: number | undefined, unit = ""): string {
  if (value === undefined || !Number.isFinite(value)) return "";
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)}${unit}`;
}

function ratio_text(value: number): string {
  return value < 0.095 ? value.toFixed(3) : value.toFixed(2);
}

function millions(value: number | undefined): string {
  return figure(value === undefined ? undefined : value / 1e6);
}

function milliseconds(value: number | undefined): string {
  return figure(value === undefined ? undefined : value * 1000);
}

function versions(results: Results): ProsodyVersion[] {
  const found = [...results.costs, ...results.pings, ...results.memory, ...results.outbox].map(
    ({ version }) => version,
  );
  return [...new Set(found)].sort();
}

function title_of(results: Results, name: ContestantName): string {
  return results.titles[name] ?? name;
}

function present(results: Results): ContestantName[] {
  return contestant_names.filter((name) => results.titles[name] !== undefined);
}

function measured(results: Results, version: ProsodyVersion): Workload[] {
  const names = new Set(results.costs.filter((cost) => cost.version === version).map(({ workload }) => workload));
  return all_workloads.filter(({ name }) => names.has(name));
}

function instructions(
  results: Results,
  version: ProsodyVersion,
  contestant: ContestantName,
  workload: string,
): number | undefined {
  return cost_of(results, { version, contestant }, workload).instructions;
}

/** "0.87 (≤ 0.9)", in bold where it is too much. */
function against_limit(ratio: number | undefined, limit: number | undefined): string {
  if (ratio === undefined || !Number.isFinite(ratio)) return "";
  if (limit === undefined) return ratio_text(ratio);
  const text = `${ratio_text(ratio)} (≤ ${limit})`;
  return ratio <= limit ? text : `**${text}**`;
}

function limit_row(results: Results, version: ProsodyVersion, limit: Limit): string[] {
  const { workload, against, at_most, stated } = limit;
  const base = (our: Our): number | undefined =>
    instructions(results, version, against.contestant === "itself" ? our : against.contestant, against.workload);
  const cells = ours.flatMap((our) => {
    const cost = instructions(results, version, our, workload);
    const divisor = base(our);
    const ratio = cost === undefined || divisor === undefined ? undefined : cost / divisor;
    return [millions(cost), against_limit(ratio, at_most[our])];
  });
  const title = all_workloads.find(({ name }) => name === workload)?.title ?? workload;
  const suffix = against.workload === workload ? "" : ` (against \`${against.workload}\`)`;
  const of_other = against.contestant === "itself" ? "" : millions(base("ours"));
  const native = instructions(results, version, "native", workload);
  return [
    `${title}${suffix}`,
    of_other,
    figure(stated),
    ...cells,
    ...floor_cells(results, version, limit),
    millions(native),
  ];
}

/** What the floor costs, where it took part, and its ratio. */
function floor_cells(results: Results, version: ProsodyVersion, { workload, against }: Limit): string[] {
  if (!present(results).includes("floor")) return [];
  const cost = instructions(results, version, "floor", workload);
  const other = against.contestant === "itself" ? undefined : instructions(results, version, "other", against.workload);
  const ratio = cost === undefined || other === undefined ? "" : ratio_text(cost / other);
  return [millions(cost), ratio];
}

function limits_table(results: Results, version: ProsodyVersion): string {
  const head = [
    "work",
    "other, M",
    "as stated, M",
    "ours (cjson), M",
    "ratio",
    "ours (plain), M",
    "ratio",
    ...(present(results).includes("floor") ? ["floor, M", "ratio"] : []),
    "mod_roster, M",
  ];
  const names = new Set(measured(results, version).map(({ name }) => name));
  const rows = limits.filter(({ workload }) => names.has(workload)).map((each) => limit_row(results, version, each));
  return table(head, rows);
}

function pings_table(results: Results): string {
  const rows = results.pings.map((each) => {
    const work = `${each.users} users, ${each.changed ? "one contact changed each" : "nothing changed"}${each.batch ? ", by batch" : ""}`;
    const worst = figure(each.usual_worst);
    const is_over = each.contestant !== "other" && each.usual_worst > ping_limit;
    const numbers = [
      is_over ? `**${worst}**` : worst,
      figure(each.worst),
      figure(each.quiet_worst),
      figure(each.refresh),
    ];
    return [each.version, title_of(results, each.contestant), work, ...numbers];
  });
  const head = [
    "Prosody",
    "who",
    "refresh",
    "worst, ms",
    "worst of all rounds",
    "worst when all is quiet",
    "the refresh took",
  ];
  return table(head, rows);
}

function outbox_table(results: Results): string {
  const rows = results.outbox.map(({ version, callers, relayed, direct }) => {
    return [version, String(callers), figure(relayed), figure(direct), ratio_text(relayed / direct)];
  });
  return table(["Prosody", "callers", "by outbox and relay, changes/s", "directly, changes/s", "ratio"], rows);
}

function memory_table(results: Results): string {
  const rows = results.memory.map((each) => {
    const other = results.memory.find(({ version, contestant }) => version === each.version && contestant === "other");
    const ratio = other === undefined ? undefined : each.heap_each / other.heap_each;
    const is_ours = each.contestant === "ours" || each.contestant === "ours_plain";
    const kilobytes = [each.heap_each, each.resident_each, each.heap_left_each].map((bytes) => figure(bytes / 1000));
    const [heap = "", resident = "", left = ""] = kilobytes;
    return [
      each.version,
      title_of(results, each.contestant),
      is_ours ? String(each.cache_size ?? "default (1024)") : "",
      heap,
      against_limit(ratio, is_ours ? memory_limit : undefined),
      resident,
      left,
    ];
  });
  const head = [
    "Prosody",
    "who",
    "`http_roster_cache_size`",
    "Lua heap, kB",
    "of the other's",
    "RSS, kB",
    "heap that stays, kB",
  ];
  return table(head, rows);
}

/** One row for each workload, one column for each contestant. */
function full_table(results: Results, version: ProsodyVersion, cell: (cost: Cost) => string): string {
  const who = present(results);
  const rows = measured(results, version).map(({ name, title }) => {
    const costs = who.map((contestant) => cost_of(results, { version, contestant }, name));
    return [`${title} \`${name}\``, ...costs.map(cell)];
  });
  return table(["work", ...who.map((contestant) => title_of(results, contestant))], rows);
}

function times({ cpu_seconds, wall_seconds }: Cost): string {
  return cpu_seconds === undefined ? "" : `${milliseconds(cpu_seconds)} / ${milliseconds(wall_seconds)}`;
}

const how_to_read = `\
Each figure is what **one unit of work** costs the process of Prosody: a login, a user refreshed, a PATCH. Instructions are
those retired by that process under \`valgrind --tool=callgrind\`, counted from just before the work until Prosody has come to
rest, so that its start is no part of them; M is a million. They hardly vary from one run to the next (± 2 %), whatever else the
machine does: it is they that decide. CPU and wall time come from other rounds without Valgrind, all contestants in turn, as
medians; on a busy machine they do vary (± 30 %).

- *ours (cjson)*: lua-cjson is installed; *ours (plain)*: the same file where it is not. *other*: the module file given by
  \`--against\`. *mod_roster*: Prosody's own, on internal storage. *floor*, where it took part: \`floor/\`, which does only what the
  contract makes inevitable.
- A ratio is of the other module's cost in the same run and on the same Prosody; \`≤\` is the limit; **bold** is above it.
- "as stated": the other module's cost by the issue that set the limits. Its figures for logins are without presence, and are
  closest to rosters whose contacts each have a name and one group; so the table is of those. \`names-*\` are the same logins with
  a name alone, as in the other module's documentation, and \`presence-*\` the logins with presence, which is most of the
  cost and Prosody's own in all four.
- A quarter of the contacts is local and offline; the others are remote, with s2s switched off. The backend sends no \`ETag\`.`;

function section(title: string, ...parts: string[]): string {
  return [`## ${title}`, ...parts].join("\n\n");
}

function pings_section(results: Results): string[] {
  if (results.pings.length === 0) return [];
  const text = `\
What the pings of a client that pings all the time took while one POST refreshed everyone who is online, in milliseconds of
wall time: the worst of each of some rounds, of which the median; at most ${ping_limit}. Prosody and the client that pings run with
the priority of \`nice -15\` where that is allowed; the backend, the other clients and whatever else runs share the machine with
them, and how long pings take at worst when Prosody has nothing else to do shows what that makes.`;
  return [section("Another client's ping meanwhile", text, pings_table(results))];
}

function outbox_section(results: Results): string[] {
  const [first] = results.outbox;
  if (first === undefined) return [];
  const text = `\
Changes per second in the example application on PostgreSQL, from its HTTP API until the client of each user has the push: ${first.changes} users
online with ${first.contacts} contacts, one change of each a round, the median of the rounds. By outbox and relay, or by the same application without an
outbox, which tells Prosody of each change by itself before it answers. Everything shares the machine, so that it is the ratio that counts.`;
  return [section("The example's outbox", text, outbox_table(results))];
}

function memory_section(results: Results): string[] {
  const [first] = results.memory;
  if (first === undefined) return [];
  const text = `\
By how much the Lua heap (after a full collection) and the resident memory of the process grow for each of ${first.users} users
who come, and how much of that heap stays once they have left. A little stays with every contestant, mod_roster too: it is
Prosody's own. A user's roster goes when they leave, so \`http_roster_cache_size\` makes no difference here: it is about users
offline whom somebody asked for. RSS is the allocator's, which may keep what Lua gives back.`;
  return [section(`Memory for each user online with ${first.contacts} contacts`, text, memory_table(results))];
}

function writes_section(results: Results): string[] {
  const list = versions(results).flatMap((version) => writes_rows(results, version));
  if (list.length === 0) return [];
  const text = `\
The last roster known of each user goes to the store \`http_roster\` some time after a change (1 s and, for each 2,000 bytes,
1 s more; soon after a logoff), once for all changes until then. Of the other figures here only \`first-login-*\` have any
part of that. On internal
storage one write costs this, in millions of instructions; beside it what mod_roster pays for a change that a client makes, which
it writes at once:`;
  return [
    section(
      "Writes to the store",
      text,
      table(["Prosody", "contacts", "ours (cjson)", "ours (plain)", "mod_roster"], list),
    ),
  ];
}

function writes_rows(results: Results, version: ProsodyVersion): string[][] {
  return [10, 100, 1000, 10_000]
    .map((contacts) => {
      const cost = (contestant: ContestantName, work: string): string =>
        millions(instructions(results, version, contestant, `${work}-${contacts}`));
      return [version, String(contacts), cost("ours", "write"), cost("ours_plain", "write"), cost("native", "edit")];
    })
    .filter(([, , ...costs]) => costs.some((cost) => cost !== ""));
}

export function report(results: Results): string {
  const { environment } = results;
  const list = versions(results);
  const full_name = (version: ProsodyVersion): string => `Prosody ${environment.prosody[version] ?? version}`;
  const with_costs = list.filter((version) => measured(results, version).length > 0);
  const sections = [
    "# What it costs",
    `\`${environment.command}\`, ${environment.date}. ${list.map(full_name).join(" and ")}, ${environment.lua}, ` +
      `node ${environment.node}, ${environment.valgrind}, ${environment.system}, ${environment.cores} × ${environment.cpu}.`,
    "![How costs grow](growth.svg)",
    section("How to read this", how_to_read),
    ...with_costs.map((version) => section(`Instructions, ${full_name(version)}`, limits_table(results, version))),
    ...pings_section(results),
    ...memory_section(results),
    ...outbox_section(results),
    ...writes_section(results),
    ...with_costs.map((version) =>
      section(
        `Everything measured, ${full_name(version)}`,
        "Millions of instructions:",
        full_table(results, version, (cost) => millions(cost.instructions)),
        "CPU time of Prosody / wall time, in milliseconds:",
        full_table(results, version, times),
      ),
    ),
    ...(results.failures.length > 0 ? [section("Not measured", ...results.failures.map((each) => `- ${each}`))] : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** For the terminal. */
export function short_table(results: Results): string {
  const lines: string[] = [];
  for (const version of versions(results)) {
    for (const { name } of measured(results, version)) {
      const cost = (contestant: ContestantName): string => {
        const each = cost_of(results, { version, contestant }, name);
        const parts = [
          each.instructions === undefined ? "" : `${millions(each.instructions)} M`,
          each.cpu_seconds === undefined ? "" : `${milliseconds(each.cpu_seconds)} ms`,
        ];
        return parts.map((part) => part.padStart(10)).join("");
      };
      const base = name.replace(/-batch$/, "");
      const ratios = ours.map((our) => {
        const [mine, others] = [
          instructions(results, version, our, name),
          instructions(results, version, "other", base),
        ];
        return mine === undefined || others === undefined ? "-" : ratio_text(mine / others);
      });
      lines.push(`${version} ${name.padEnd(28)}${present(results).map(cost).join("")}   ${ratios.join(" / ")}`);
    }
  }
  if (lines.length > 0) {
    const head = present(results).map((name) => title_of(results, name).padStart(20));
    lines.unshift(`${" ".repeat(33)}${head.join("")}   ratios (cjson / plain)`);
  }
  if (results.pings.length > 0) lines.push("", pings_table(results));
  if (results.memory.length > 0) lines.push("", memory_table(results));
  if (results.outbox.length > 0) lines.push("", outbox_table(results));
  return [...lines, ...results.failures].join("\n");
}

const [, script = "", folder] = process.argv;
if (import.meta.url === pathToFileURL(script).href && folder !== undefined) {
  // Older ones have no outbox.
  const results: Results = { outbox: [], ...JSON.parse(readFileSync(join(folder, "results.json"), "utf8")) };
  writeFileSync(join(folder, "results.md"), report(results));
  writeFileSync(join(folder, "growth.svg"), growth_plot(results));
}
