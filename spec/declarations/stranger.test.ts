import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { xml } from "@xmpp/client";
import ts from "typescript";
import { type Client, log_in } from "../support/client.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const package_folder = join(repository, "types");
const peers = ["lua-types", "typescript", "typescript-to-lua", "@typescript-to-lua", ".bin"];

/** An empty folder into which the package was installed as npm has packed it, and what it wants beside itself. */
let stranger: string;
let packed: string[];

before(() => {
  stranger = mkdtempSync(join(tmpdir(), "stranger-"));
  const modules = join(stranger, "node_modules");
  mkdirSync(modules);
  for (const name of peers) symlinkSync(join(repository, "node_modules", name), join(modules, name));
  const said = execFileSync("npm", ["pack", "--json", "--pack-destination", stranger], {
    cwd: package_folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename, files }] = JSON.parse(said) as [{ filename: string; files: { path: string }[] }];
  packed = files.map(({ path }) => path);
  execFileSync("tar", ["xzf", filename, "--one-top-level=unpacked"], { cwd: stranger });
  cpSync(join(stranger, "unpacked/package"), join(modules, "prosody-types"), { recursive: true });
});

after(() => {
  rmSync(stranger, { recursive: true, force: true });
});

interface Build {
  /** Name of a file to what is in it. */
  sources: Record<string, string>;
  config?: string;
  tstl?: object;
}

/** Builds modules in a folder of their own, with a tsconfig of one line. Gives where they are and what the compiler said. */
function build(name: string, { sources, config = "tsconfig.json", tstl }: Build): { folder: string; output: string } {
  const folder = join(stranger, name);
  mkdirSync(folder);
  for (const [file, source] of Object.entries(sources)) writeFileSync(join(folder, file), source);
  const settings = { extends: `prosody-types/${config}`, include: ["*.ts"], ...(tstl && { tstl }) };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const compiler = join(repository, "node_modules/typescript-to-lua/dist/tstl.js");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
  return { folder, output: stdout };
}

const examples = join(package_folder, "examples");
const sources = Object.fromEntries(
  readdirSync(examples)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [file, readFileSync(join(examples, file), "utf8")]),
);

test("the package holds declarations and configurations only", () => {
  const others = packed.filter((path) => !path.endsWith(".d.ts"));
  assert.deepEqual(others.sort(), [
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "eslint.mjs",
    "package.json",
    "tsconfig.13.0.json",
    "tsconfig.json",
  ]);
});

/** Casts, `!` and `any`. */
function casts_in(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const is_cast = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node);
    if (is_cast || node.kind === ts.SyntaxKind.AnyKeyword) found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("example.ts", source, ts.ScriptTarget.Latest, true));
  return found;
}

test("an example is small and has no cast", () => {
  for (const [file, source] of Object.entries(sources)) {
    assert.ok(source.split("\n").length < 60, `${file} is too long`);
    assert.deepEqual(casts_in(source), [], file);
  }
});

const newer = {
  "mod_newer.ts": 'export {};\nif (module.may(":x", "john@example.com") === true) module.log("info", "yes");\n',
};

test("what only 13.0 has is an error for both, and none for 13.0", () => {
  assert.match(build("newer_for_both", { sources: newer }).output, /error TS2722/);
  assert.equal(build("newer", { sources: newer, config: "tsconfig.13.0.json" }).output, "");
});

/** The commands of the README, from the first that needs no network to the one that builds. */
function build_by_readme(): string {
  const [commands = ""] = /^echo [^]*?^npx tstl$/m.exec(readFileSync(join(package_folder, "README.md"), "utf8")) ?? [];
  const folder = join(stranger, "by_readme");
  mkdirSync(folder);
  symlinkSync(join(stranger, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), "{}");
  const { status, stdout, stderr } = spawnSync("sh", ["-ec", commands], { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  return join(folder, "modules");
}

test("the commands of the README give a module that runs", async () => {
  const prosody = await start_prosody({
    version: "13.0",
    module_folder: build_by_readme(),
    hosts: { "hello.test": {} },
    modules_enabled: ["hello"],
    modules_disabled: ["http_roster_admin"],
  });
  const john = await log_in(prosody, "john", { resource: "phone" });
  await prosody.wait_for_log(/john@hello\.test\/phone is here/);
  await john.stop();
  await prosody.stop();
});

for (const noImplicitSelf of [true, false]) {
  describe(`built with noImplicitSelf = ${String(noImplicitSelf)}`, () => {
    let modules: string;

    before(() => {
      const { folder, output } = build(`examples_${String(noImplicitSelf)}`, { sources, tstl: { noImplicitSelf } });
      assert.equal(output, "");
      modules = folder;
    });

    for_each_prosody("the examples", (version) => {
      let prosody: Prosody;
      let john: Client;

      before(async () => {
        prosody = await start_prosody({
          version,
          module_folder: modules,
          hosts: { "example.test": {} },
          modules_enabled: ["who_is_online", "clock"],
          modules_disabled: ["http_roster_admin"],
          options: {
            authentication: "accounts",
            accounts: ["john:secret", "marie:another"],
            who_is_online_token: "token",
          },
        });
        john = await log_in(prosody, "john", { resource: "phone" });
      });

      after(async () => {
        await john.stop();
        await prosody.stop();
      });

      test("the provider lets in who has the password, and nobody else", async () => {
        await assert.rejects(log_in(prosody, "marie"), /not-authorized/);
        await assert.rejects(log_in(prosody, "nobody"), /not-authorized/);
        const users = await prosody.lua(
          `local names = {};
          for name in require "core.usermanager".users(module.host) do table.insert(names, name); end
          table.sort(names);
          return names;`,
        );
        assert.deepEqual(users, ["john", "marie"]);
      });

      test("the endpoint tells who is online", async () => {
        const ask = async (name: string, token: string): Promise<unknown> => {
          const headers = { Authorization: `Bearer ${token}` };
          const answer = await prosody.request("GET", `/who_is_online/${name}`, { headers });
          return answer.status === 200 ? answer.json() : answer.status;
        };
        assert.deepEqual(await ask("john", "token"), { username: "john", online: true, resources: ["phone"] });
        assert.deepEqual(await ask("marie", "token"), { username: "marie", online: false, resources: [] });
        assert.equal(await ask("john", "guess"), 401);
      });

      test("the hook waits for its timer and answers", async () => {
        const answer = await john.request(
          xml("iq", { type: "get", to: "example.test" }, xml("time-please", { xmlns: "urn:example:clock" })),
        );
        assert.match(answer.getChildText("time", "urn:example:clock") ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      });

      test("nothing goes wrong on the way", () => {
        assert.deepEqual(prosody.tracebacks(), []);
      });
    });
  });
}
