import assert from "node:assert/strict";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

function read_json<T>(file: string): T {
  return JSON.parse(readFileSync(join(repository, file), "utf8")) as T;
}

test("what npm has installed is the package as it stands here", () => {
  const installed = realpathSync(join(repository, "node_modules/prosody-types"));
  assert.equal(installed, join(repository, "types"), "node_modules is another checkout's: run `npm ci` here");
});

interface Package {
  name: string;
  version: string;
  peerDependencies: Record<string, string>;
}

test("package-lock.json knows the package, and no registry", () => {
  const { name, version, peerDependencies } = read_json<Package>("types/package.json");
  const { packages } = read_json<{ packages: Record<string, Package & { resolved?: string }> }>("package-lock.json");
  const locked = packages["types"];
  assert.deepEqual(
    { name: locked?.name, version: locked?.version, peerDependencies: locked?.peerDependencies },
    { name, version, peerDependencies },
    "run `npm install --package-lock-only --omit-lockfile-registry-resolved`",
  );
  const resolved = Object.values(packages).flatMap((each) => each.resolved ?? []);
  assert.deepEqual(
    resolved.filter((where) => where.includes(":")),
    [],
  );
});

/** What is compiled in a folder, and by whom its package was asked for. */
function compiled(config: string): { asked_for: string[]; files: string[] } {
  const options = ts.getParsedCommandLineOfConfigFile(
    join(repository, config),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) =>
        assert.fail(ts.flattenDiagnosticMessageText(messageText, "\n")),
    },
  );
  assert.ok(options);
  const files = options.fileNames.map((file) => relative(repository, file));
  return { asked_for: (options.options.types ?? []).filter((name) => name.startsWith("prosody-types")), files };
}

test("the repository asks for the package by its name, as anyone does", () => {
  for (const config of ["tsconfig.json", "tsconfig.spec.json", "types/test", "types/test/13.0", "types/examples"]) {
    const { asked_for, files } = compiled(config.endsWith(".json") ? config : `${config}/tsconfig.json`);
    assert.notDeepEqual(asked_for, [], `${config} names no entry point`);
    assert.deepEqual(
      files.filter((file) => file.endsWith(".d.ts")),
      [],
      `${config} takes declarations by their path`,
    );
  }
  const lua = read_json<{ extends: string }>("tsconfig.lua.json");
  assert.equal(lua.extends, "prosody-types/tsconfig.json");
  assert.doesNotMatch(readFileSync(join(repository, "eslint.config.mjs"), "utf8"), /from "\.\/types/);
});

function is_type(statement: ts.Statement): statement is ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
}

/** Types that stand in a module of Prosody's, and are not to be had from it. */
function kept_types({ statements }: ts.ModuleBlock): string[] {
  const lists = statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause }) =>
      exportClause !== undefined && ts.isNamedExports(exportClause) ? [...exportClause.elements] : [],
    );
  const is_list = lists.length > 0 || statements.some(ts.isExportAssignment);
  const listed = new Set(lists.map(({ name, propertyName }) => (propertyName ?? name).text));
  return statements
    .filter(is_type)
    .filter(({ modifiers }) => !modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .map(({ name }) => name.text)
    .filter((name) => is_list && !listed.has(name));
}

test("each type that a module declares can be imported from it", () => {
  const folder = join(repository, "types/prosody");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".d.ts"));
  const kept = files.flatMap((name) => {
    const file = ts.createSourceFile(name, readFileSync(join(folder, name), "utf8"), ts.ScriptTarget.Latest);
    return file.statements.flatMap((statement) => {
      const is_module = ts.isModuleDeclaration(statement) && ts.isStringLiteral(statement.name);
      if (!is_module || statement.body === undefined || !ts.isModuleBlock(statement.body)) return [];
      return kept_types(statement.body).map((type) => `${statement.name.text}: ${type}`);
    });
  });
  assert.deepEqual(kept, []);
});
