import type { ProsodyVersion } from "../spec/support/prosody_process.ts";
import type { ContestantName } from "./contestants.ts";
import { cost_of, type Results } from "./results.ts";
import { all_workloads } from "./scenes.ts";

interface Chart {
  name: string;
  title: string;
  axis: string;
}

const charts: readonly Chart[] = [
  { name: "login", title: "A login with its roster get", axis: "contacts" },
  { name: "contacts-unchanged", title: "Refresh of one user, nothing changed", axis: "contacts" },
  { name: "contact", title: "One contact changed", axis: "contacts" },
  { name: "write", title: "A write to the store (put off)", axis: "contacts" },
  { name: "notice-unchanged", title: "A user in one notice, nothing changed", axis: "users in the notice" },
  { name: "notice-changed", title: "A user in one notice, one contact changed", axis: "users in the notice" },
  { name: "online-login", title: "A login, 10 contacts", axis: "users online meanwhile" },
  { name: "online", title: "A user refreshed, one of 10 contacts changed", axis: "users online meanwhile" },
];

const colours: Record<ContestantName, string> = {
  ours: "#0b62a4",
  ours_plain: "#5aa9e6",
  floor: "#b0b0b0",
  other: "#c8442b",
  native: "#777777",
};

const dashes = new Map([
  ["refresh", ""],
  ["PATCH", "2 3"],
  ["edit", "6 3"],
  ["by batch", "6 3"],
]);

interface Line {
  contestant: ContestantName;
  series: string;
  points: { x: number; y: number }[];
}

const contestant_names: readonly ContestantName[] = ["ours", "ours_plain", "other", "native"];

function series_of(workload: string): string {
  if (workload.startsWith("patch-")) return "PATCH";
  if (workload.startsWith("edit-")) return "edit";
  return workload.endsWith("-batch") ? "by batch" : "refresh";
}

function lines_of(results: Results, version: ProsodyVersion, chart: string): Line[] {
  const lines = new Map<string, Line>();
  for (const { name, growth } of all_workloads) {
    if (growth?.chart !== chart) continue;
    for (const contestant of contestant_names) {
      const { instructions } = cost_of(results, { version, contestant }, name);
      if (instructions === undefined) continue;
      const series = series_of(name);
      const key = `${contestant}/${series}`;
      const line = lines.get(key) ?? { contestant, series, points: [] };
      line.points.push({ x: growth.at, y: instructions / 1e6 });
      lines.set(key, line);
    }
  }
  return [...lines.values()];
}

const width = 380;
const height = 260;
const inset = { left: 52, right: 14, top: 30, bottom: 38 };
const columns = 2;
const header = 76;

/** From the power of ten below all values to the one above. */
function decades(values: readonly number[]): [low: number, high: number] {
  const low = Math.floor(Math.log10(Math.min(...values)));
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9))];
}

function decade_text(exponent: number): string {
  return exponent >= 0 ? (10 ** exponent).toLocaleString("en") : (10 ** exponent).toFixed(-exponent);
}

function text(x: number, y: number, content: string, more = ""): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${content}</text>`;
}

function draw(chart: Chart, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return "";
  const [x_low, x_high] = decades(points.map(({ x }) => x));
  const [y_low, y_high] = decades(points.map(({ y }) => y));
  const across = width - inset.left - inset.right;
  const up = height - inset.top - inset.bottom;
  const place_x = (x: number): number => inset.left + ((Math.log10(x) - x_low) / (x_high - x_low)) * across;
  const place_y = (y: number): number => height - inset.bottom - ((Math.log10(y) - y_low) / (y_high - y_low)) * up;
  const parts = [text(inset.left, 18, chart.title, 'class="title"')];
  for (let exponent = x_low; exponent <= x_high; exponent++) {
    const x = place_x(10 ** exponent).toFixed(1);
    parts.push(`<line x1="${x}" y1="${inset.top}" x2="${x}" y2="${height - inset.bottom}" class="grid"/>`);
    parts.push(text(Number(x), height - inset.bottom + 14, decade_text(exponent), 'text-anchor="middle"'));
  }
  for (let exponent = y_low; exponent <= y_high; exponent++) {
    const y = place_y(10 ** exponent).toFixed(1);
    parts.push(`<line x1="${inset.left}" y1="${y}" x2="${width - inset.right}" y2="${y}" class="grid"/>`);
    parts.push(text(inset.left - 6, Number(y) + 4, decade_text(exponent), 'text-anchor="end"'));
  }
  parts.push(text(inset.left + across / 2, height - 8, chart.axis, 'text-anchor="middle"'));
  for (const { contestant, series, points: line } of lines) {
    const sorted = line.toSorted((a, b) => a.x - b.x);
    const path = sorted.map(({ x, y }) => `${place_x(x).toFixed(1)},${place_y(y).toFixed(1)}`);
    const colour = colours[contestant];
    const dash = dashes.get(series) ?? "";
    parts.push(`<polyline points="${path.join(" ")}" stroke="${colour}" stroke-dasharray="${dash}" class="line"/>`);
    for (const place of path) {
      const [x = "", y = ""] = place.split(",");
      parts.push(`<circle cx="${x}" cy="${y}" r="2.5" fill="${colour}"/>`);
    }
  }
  return parts.join("\n");
}

function legend(results: Results): string {
  const who = contestant_names.filter((name) => results.titles[name] !== undefined);
  const entries = [
    ...who.map((name) => ({ label: results.titles[name] ?? name, colour: colours[name], dash: "" })),
    { label: "by batch; a client's own change", colour: "#333333", dash: "6 3" },
    { label: "PATCH", colour: "#333333", dash: "2 3" },
  ];
  let x = inset.left;
  const parts: string[] = [];
  for (const { label, colour, dash } of entries) {
    parts.push(
      `<line x1="${x}" y1="52" x2="${x + 24}" y2="52" stroke="${colour}" stroke-dasharray="${dash}" class="line"/>`,
    );
    parts.push(text(x + 29, 56, label));
    x += 44 + label.length * 6.2;
  }
  return parts.join("\n");
}

/** How instructions grow, on the newest Prosody that was measured. */
export function growth_plot(results: Results): string {
  const version = results.costs
    .map((cost) => cost.version)
    .sort()
    .at(-1);
  const drawn = charts
    .map((chart) => (version === undefined ? "" : draw(chart, lines_of(results, version, chart.name))))
    .filter((each) => each !== "");
  const total_width = columns * width;
  const total_height = header + Math.ceil(drawn.length / columns) * height;
  const placed = drawn.map((each, index) => {
    const [x, y] = [(index % columns) * width, header + Math.floor(index / columns) * height];
    return `<g transform="translate(${x} ${y})">\n${each}\n</g>`;
  });
  const prosody = version === undefined ? "" : (results.environment.prosody[version] ?? version);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total_width} ${total_height}" width="${total_width}" height="${total_height}">
<style>
text { font: 11px sans-serif; fill: #333333; }
.title { font-size: 13px; font-weight: bold; }
.grid { stroke: #dddddd; stroke-width: 1; }
.line { fill: none; stroke-width: 1.8; }
</style>
<rect width="100%" height="100%" fill="#ffffff"/>
${text(inset.left, 26, `Millions of instructions of Prosody ${prosody}, for each unit of work`, 'class="title"')}
${legend(results)}
${placed.join("\n")}
</svg>
`;
}
