import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { answer } from "../support/backend_behaviour.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { blocks_of } from "../support/markdown.ts";
import { is_record } from "../support/outcome.ts";
import { fresh } from "../support/scene.ts";
import { test_stages } from "../support/stages.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const monitoring = join(root, "examples/monitoring");
const prefix = "prosody_mod_http_roster_admin__";

function promtool(args: string[], input = ""): { status: number | null; output: string } {
  const program = join(root, ".cache/promtool/usr/bin/promtool");
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: monitoring, input, encoding: "utf8" });
  if (error !== undefined) throw error;
  return { status, output: stdout + stderr };
}

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

function read_samples(text: string): Sample[] {
  return text.split("\n").flatMap((line) => {
    const [, name, labels = "", value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", of_label = ""]) => [key, of_label]);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

/** All queries in a dashboard or in what it holds. */
function queries_in(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(queries_in);
  if (!is_record(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    return typeof inner === "string" && (key === "expr" || key === "query") ? [inner] : queries_in(inner);
  });
}

/** What a query asks for that is in none of the samples. */
function unknown_in(query: string, samples: readonly Sample[]): string[] {
  return [...query.matchAll(/\b(prosody_\w+)(?:\{([^}]*)\})?/g)].flatMap(([, name = "", selectors = ""]) => {
    const named = samples.filter((sample) => sample.name === name);
    if (named.length === 0) return [name];
    return [...selectors.matchAll(/(\w+)(=~|!=|=)"([^"]*)"/g)].flatMap(([selector, label = "", , value = ""]) => {
      // Prometheus itself puts that one on.
      if (label === "instance" || value.startsWith("$")) return [];
      return named.some(({ labels }) => labels[label] === value) ? [] : [`${name}{${selector}}`];
    });
  });
}

const [prosody_block, prometheus_block] = blocks_of(join(monitoring, "README.md")).map(({ text }) => text);

/** What the documentation has an admin put into Prosody's configuration; the modules apart, which tests name in another way. */
function documented_configuration(): { modules_enabled: string[]; lua: string } {
  const [line = "", modules = ""] = /^modules_enabled = \{ (.*?) \}.*$/m.exec(prosody_block ?? "") ?? [];
  const names = Array.from(modules.matchAll(/"(\w+)"/g), ([, name = ""]) => name);
  return { modules_enabled: names, lua: prosody_block?.replace(line, "") ?? "" };
}

test("the documented configuration of Prometheus is right", () => {
  const folder = mkdtempSync(join(tmpdir(), "prometheus-"));
  try {
    copyFileSync(join(monitoring, "alerts.yml"), join(folder, "alerts.yml"));
    const file = join(folder, "prometheus.yml");
    writeFileSync(file, prometheus_block ?? "");
    const { status, output } = promtool(["check", "config", file]);
    assert.equal(status, 0, output);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the rules for alerts are right, and do what their tests say", () => {
  for (const args of [
    ["check", "rules", "alerts.yml"],
    ["test", "rules", "alerts_test.yml"],
  ]) {
    const { status, output } = promtool(args);
    assert.equal(status, 0, output);
  }
});

for_each_prosody("the metrics", (version) => {
  const stage = test_stages(
    version,
    { idle: ({ edit_url }) => ({ http_roster_edit_url: edit_url }), busy: () => ({}) },
    documented_configuration(),
  );

  async function scrape(): Promise<string> {
    const { status, body } = await stage("idle").prosody.request("GET", "/metrics");
    assert.equal(status, 200);
    return body;
  }

  /** Of one host: by name and labels. */
  async function figures(name: keyof typeof hosts): Promise<Record<string, number>> {
    const samples = read_samples(await scrape()).filter(({ labels }) => labels["host"] === hosts[name]);
    return Object.fromEntries(
      samples
        .filter((sample) => sample.name.startsWith(prefix) && !/_(?:created|bucket|sum)$/.test(sample.name))
        .map(({ name: metric, labels, value }) => {
          return [
            [metric.slice(prefix.length), labels["state"] ?? labels["class"] ?? labels["result"] ?? ""]
              .join(" ")
              .trimEnd(),
            value,
          ];
        }),
    );
  }

  const hosts = { idle: "idle.test", busy: "busy.test" };
  let at_start: Record<string, number>;
  before(async () => {
    at_start = await figures("idle");
  });

  test("are all there before anything has happened", () => {
    const zero = Object.entries(at_start).filter(([name]) => name !== "breaker_state closed");
    assert.deepEqual(
      zero.filter(([, value]) => value !== 0),
      [],
    );
    assert.equal(at_start["breaker_state closed"], 1);
    assert.deepEqual(Object.keys(at_start).sort(), [
      "breaker_state closed",
      "breaker_state half-open",
      "breaker_state open",
      "edits_pending put_off",
      "edits_pending under_way",
      "edits_pending waiting",
      "edits_total agreed",
      "edits_total failed",
      "edits_total refused",
      "fetch_duration_seconds_count",
      "fetches_total empty",
      "fetches_total failed",
      "fetches_total gone",
      "fetches_total roster",
      "fetches_total unchanged",
      "fetches_under_way",
      "fetches_waiting login",
      "fetches_waiting notice",
      "fetches_waiting outsider",
      "pushes_total",
      "refreshes_total failed",
      "refreshes_total updated",
      "rosters_held",
      "served_last_known_total",
      "users_behind",
      "users_served_stale",
    ]);
  });

  test("follow what happens", async () => {
    const { backend } = stage("busy");
    const [ann, bob] = [fresh("ann"), fresh("bob")];
    const client = await stage("busy").arrive(ann, {});
    assert.equal((await figures("busy"))["rosters_held"], 1);
    backend.behave(bob, answer(404));
    const stranger = await stage("busy").log_in(bob);
    const with_stranger = await figures("busy");
    assert.deepEqual([with_stranger["users_served_stale"], with_stranger["users_behind"]], [1, 1]);
    await stranger.stop();
    await stage("busy").lose(ann);
    const away = await figures("busy");
    assert.deepEqual([away["breaker_state closed"], away["fetches_total failed"]], [0, 6]);
    assert.equal(away["users_behind"], 1);
    await client.stop();
  });

  test("are of a form that Prometheus takes", async () => {
    const { status, output } = promtool(["check", "metrics"], await scrape());
    // What OpenMetrics has by the name of the family, promtool looks for by that of each sample.
    const complaints = output.split("\n").filter((line) => !/^$|_(?:total|created) no help text$/.test(line));
    assert.deepEqual([complaints, status === 0 || status === 3], [[], true]);
  });

  test("are what the dashboard and the rules for alerts ask for", async () => {
    const samples = read_samples(await scrape());
    const dashboard: unknown = JSON.parse(readFileSync(join(monitoring, "dashboard.json"), "utf8"));
    const queries = queries_in(dashboard).filter((query) => query !== "prometheus");
    assert.ok(queries.length > 10);
    const rules = readFileSync(join(monitoring, "alerts.yml"), "utf8");
    for (const query of [...queries, rules]) {
      assert.match(query, new RegExp(prefix));
      assert.deepEqual(unknown_in(query, samples), [], query);
    }
    const asked_for = [...queries, rules].join("\n");
    const names = Object.keys(at_start).map((name) => name.split(" ")[0] ?? "");
    for (const name of new Set(names)) {
      assert.ok(asked_for.includes(prefix + name.replace(/_count$/, "")), `${name} is shown nowhere`);
    }
  });

  test("stand in the table of the documentation, each", () => {
    const table = readFileSync(join(monitoring, "README.md"), "utf8");
    for (const name of Object.keys(at_start)) {
      const [metric = "", label = ""] = name.split(" ");
      const row = table.split("\n").find((line) => line.startsWith(`| \`${metric.replace(/_count$/, "")}\` `));
      assert.ok(row?.includes(label), `${name} in ${row}`);
    }
  });
});
