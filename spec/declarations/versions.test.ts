import assert from "node:assert/strict";
import { test } from "node:test";
import { type Declaration, read_declarations } from "./declared_names.ts";

const for_both = read_declarations("index");
const for_newest = read_declarations("13.0");

/** Of names that one looks for: under one that 0.12 does not know nothing is found. */
const of_names = new Set(["ModuleItems", "ProsodyEvents", "ProsodyGlobalEvents", "StoreTypes"]);

interface Found {
  optional: boolean;
  since: string | undefined;
}

/** Each member by its full name; those of interfaces that came as a whole are left out: nobody gets one on the version before. */
function members(declarations: Declaration[]): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const declaration of declarations) {
    if (declaration.since !== undefined || of_names.has(declaration.name)) continue;
    for (const { name, optional, since } of declaration.members) {
      found.set(`${declaration.name}.${name}`, { optional, since });
    }
  }
  return found;
}

const both = members([...for_both.modules, ...for_both.interfaces]);
const newest = members([...for_newest.modules, ...for_newest.interfaces]);

test("what is only in 13.0 is to be asked for where a module is to run on both", (context) => {
  const newer = [...newest].filter(([, { since }]) => since === "13.0");
  context.diagnostic(`${newer.length} members came with 13.0`);
  assert.ok(newer.length > 0);
  assert.deepEqual(
    newer.filter(([name]) => both.get(name)?.optional === false).map(([name]) => name),
    [],
  );
});

test("what is to be asked for on one version only says since when it is there", () => {
  const differing = [...newest].filter(([name, { optional }]) => both.get(name)?.optional === true && !optional);
  assert.deepEqual(
    differing.filter(([, { since }]) => since !== "13.0").map(([name]) => name),
    [],
  );
});

test("modules of 13.0 are not there for both", () => {
  const modules = (declarations: Declaration[]): string[] => declarations.map(({ name }) => name);
  const added = for_newest.modules.filter(({ name }) => !modules(for_both.modules).includes(name));
  assert.deepEqual(
    added.filter(({ since }) => since !== "13.0").map(({ name }) => name),
    [],
  );
  assert.deepEqual(modules(for_both.modules.filter(({ since }) => since === "13.0")), []);
});
