import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { start_prosody } from "../support/prosody.ts";
import { recorded_use } from "./community_use.ts";
import { read_declarations } from "./declared_names.ts";
import {
  either,
  type Exports,
  Known,
  read_sources,
  type Share,
  shares_of_comments,
  shares_of_prosody,
  shares_of_use,
} from "./shares.ts";

const folder = dirname(fileURLToPath(import.meta.url));
const versions = ["0.12", "13.0"] as const;

/** In per cent. A change that lowers a share below its floor says so; one that lifts it may lift the floor. */
const floors: Record<string, number> = {
  "methods of module": 100,
  "util.* libraries": 76,
  "names in util.*": 89,
  "names in util.* that Prosody's own declarations name": 99,
  "net.* libraries": 63,
  "names in net.*": 42,
  "core.* libraries": 100,
  "names in core.*": 100,
  events: 100,
  "used by the community: libraries required": 99,
  "used by the community: members of libraries": 99,
  "used by the community: methods of module": 100,
  "used by the community: events hooked": 99,
  "used by the community: kinds of provides": 100,
  "community modules that need nothing undeclared": 98,
  "members with a comment of their own": 100,
  "members with a source named": 95,
};

let shares: Share[];

before(async () => {
  const lua = readFileSync(join(folder, "exports.lua"), "utf8");
  const there = [];
  for (const version of versions) {
    const prosody = await start_prosody({
      version,
      hosts: { "shares.test": {} },
      modules_disabled: ["http_roster_admin"],
    });
    const exports = (await prosody.lua(lua, [])) as Exports;
    await prosody.stop();
    const lists = Object.entries(exports).map(([name, members]) => [name, Array.isArray(members) ? members : []]);
    const source = join(folder, "../../.cache", `prosody-${version}`, "usr/lib/prosody");
    there.push({ exports: Object.fromEntries(lists) as Exports, ...read_sources(source) });
  }
  const all = either(there);
  const newest = read_declarations("13.0");
  const known = new Known([read_declarations("index"), newest]);
  const of_prosody = shares_of_prosody(known, all);
  shares = [...of_prosody, ...shares_of_use(known, all, recorded_use()), ...shares_of_comments(newest)];
});

for (const [area, floor] of Object.entries(floors)) {
  test(`${area}: at least ${floor} %`, (context) => {
    const share = shares.find((each) => each.area === area);
    assert.ok(share, "not measured");
    const percent = (100 * share.declared) / share.of;
    context.diagnostic(`${area}: ${share.declared} of ${share.of}, ${percent.toFixed(1)} %`);
    if (share.missing.length > 0) context.diagnostic(`not declared: ${share.missing.join(", ")}`);
    assert.ok(percent >= floor, `${percent.toFixed(1)} % is less`);
  });
}

test("all that is measured has a floor", () => {
  assert.deepEqual(
    shares.map(({ area }) => area),
    Object.keys(floors),
  );
});
