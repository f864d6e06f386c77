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
import { blocks_of } from "../support/markdown.ts";
import { type Prosody, start_prosody } from "../support/prosody.ts";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const package_folder = join(repository, "types");
const peers = [
  "eslint",
  "lua-types",
  "typescript",
  "typescript-to-lua",
  "@typescript-to-lua",
  "typescript-eslint",
  ".bin",
];

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
  const bin = join(stranger, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "sudo"), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  const npm = `#!/bin/sh
case "$1 $2" in
  "install --save-dev") for name; do :; done; test -e "${modules}/$name" && ln -s "${modules}" node_modules ;;
  *) exec "${npm_program()}" "$@" ;;
esac
`;
  writeFileSync(join(bin, "npm"), npm, { mode: 0o755 });
});

/** The real one. */
function npm_program(): string {
  return execFileSync("sh", ["-c", "command -v npm"], { encoding: "utf8" }).trim();
}

after(() => {
  rmSync(stranger, { recursive: true, force: true });
});

interface Build {
  /** Name of a file to what is in it. */
  sources: Record<string, string>;
  config?: string;
  compilerOptions?: object;
  tstl?: object;
}

function empty_folder(name: string): string {
  const folder = join(stranger, name);
  mkdirSync(folder);
  return folder;
}

/** Builds modules in a folder of their own, with a tsconfig of one line. Gives where they are and what the compiler said. */
function build(
  name: string,
  { sources, config = "tsconfig.json", ...options }: Build,
): { folder: string; output: string } {
  const folder = empty_folder(name);
  for (const [file, source] of Object.entries(sources)) writeFileSync(join(folder, file), source);
  const settings = { extends: `prosody-types/${config}`, include: ["*.ts"], ...options };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const compiler = join(repository, "node_modules/typescript-to-lua/dist/tstl.js");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
  return { folder, output: stdout };
}

/** Runs commands of the README in a folder, with `npm` and `sudo` at hand. */
function run_shown(commands: string, folder: string): void {
  const { status, stdout, stderr } = spawnSync("sh", ["-ec", commands], {
    cwd: folder,
    env: { ...process.env, PATH: `${join(stranger, "bin")}:${process.env["PATH"] ?? ""}` },
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout + stderr);
}

const examples = join(package_folder, "examples");
const sources = Object.fromEntries(
  readdirSync(examples)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [file, readFileSync(join(examples, file), "utf8")]),
);

test("the package holds declarations, configurations and examples only", () => {
  const others = packed.filter((path) => !path.endsWith(".d.ts"));
  assert.deepEqual(others.sort(), [
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "eslint.mjs",
    ...[...Object.keys(sources), "tsconfig.json"].map((file) => `examples/${file}`).sort(),
    "package.json",
    "tsconfig.13.0.json",
    "tsconfig.json",
  ]);
});

test("no page of the package leads out of it, but to other projects", () => {
  for (const page of packed.filter((path) => path.endsWith(".md"))) {
    const text = readFileSync(join(package_folder, page), "utf8");
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].flatMap(([, link]) => link ?? []);
    const known = /^(https:\/\/(prosody\.im|typescripttolua\.github\.io)\/|#)/;
    assert.deepEqual(
      links.filter((link) => !known.test(link)),
      [],
      page,
    );
    assert.doesNotMatch(text, /\brepository\b/, page);
  }
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

const readme_file = join(package_folder, "README.md");
const readme = blocks_of(readme_file);
const readme_text = readFileSync(readme_file, "utf8");

test("what the README shows of TypeScript compiles", () => {
  const shown = readme.filter(({ language }) => language === "ts");
  assert.ok(shown.length > 0);
  const blocks = Object.fromEntries(shown.map(({ line, text }) => [`mod_line_${line}.ts`, text]));
  assert.equal(build("shown", { sources: blocks }).output, "");
});

test("declarations of cjson are an entry point of their own", () => {
  const sources = {
    "mod_quick.ts": 'import cjson = require("cjson.safe");\nmodule.log("info", "%s", cjson.encode({})[0]);\n',
  };
  assert.match(build("without_cjson", { sources }).output, /Cannot find module 'cjson.safe'/);
  const types = ["@typescript-to-lua/language-extensions", "prosody-types", "prosody-types/cjson"];
  const { folder, output } = build("with_cjson", { sources, compilerOptions: { types } });
  assert.equal(output, "");
  assert.match(readFileSync(join(folder, "mod_quick.lua"), "utf8"), /require\("cjson\.safe"\)/);
});

test("the variables of a file without import and export are its own", () => {
  const sources = { "mod_plain.ts": 'const known = 1;\nmodule.log("info", "%d", known);\n' };
  const { folder, output } = build("plain", { sources });
  assert.equal(output, "");
  assert.match(readFileSync(join(folder, "mod_plain.lua"), "utf8"), /^local known = 1$/m);
});

const syntax = "no-restricted-syntax";
const foreign = "prosody-types/no-foreign-methods";
const condition = "@typescript-eslint/strict-boolean-expressions";

/** What the README's table warns of and a reader of the source can see, to the rule that finds it. */
const pitfalls: [line: string, rule: string][] = [
  ['import json from "util.json";', syntax],
  ["const { log } = module;", "@typescript-eslint/unbound-method"],
  ["const { host: text, name } = module;", ""],
  ["if (text) log(json);", condition],
  ["export const count = (text.length || 5) + name.length;", condition],
  ["JSON.stringify({ count });", "no-restricted-globals"],
  ["const list = [1, 2];", ""],
  ["list.map((each) => each + 1);", foreign],
  ["export const doubled = [1, 2].map((each) => each * 2);", foreign],
  ["array<number>().filter((each) => each > 1);", foreign],
  ["array.map(list, (each) => each);", ""],
  ["text.trim();", foreign],
  ["string.upper(text);", ""],
  ["export const longer = [...list, 3];", syntax],
  ["/x/.test(text);", syntax],
  ["export const length = module.get_option_string(text)?.length;", syntax],
  ["export class Kept {}", syntax],
  ["export async function later() { await Promise.resolve(); }", syntax],
  ['export function fail() { throw new Error("no"); }', syntax],
  ["for (let i = 0; i < 3; i++) module.add_timer(i, () => { log(i); });", syntax],
];

/** What ESLint says of modules with the README's configuration. */
function lint(name: string, modules: Record<string, string>): { line: number; ruleId: string }[] {
  const config = readme.find(({ language, text }) => language === "js" && text.includes("prosody-types/eslint.mjs"));
  assert.ok(config);
  const { folder } = build(name, { sources: modules });
  writeFileSync(join(folder, "eslint.config.mjs"), config.text);
  const linter = join(repository, "node_modules/eslint/bin/eslint.js");
  const { stdout } = spawnSync(process.execPath, [linter, "--format", "json", "."], { cwd: folder, encoding: "utf8" });
  const results = JSON.parse(stdout) as { messages: { line: number; ruleId: string }[] }[];
  return results.flatMap((each) => each.messages);
}

test("the README's configuration of ESLint finds what compiles without a word and is not what was meant", () => {
  const lines = ['import array = require("util.array");', ...pitfalls.map(([line]) => line)];
  const messages = lint("linted", { "mod_linted.ts": lines.join("\n") });
  const of_ours = new Set([syntax, foreign, condition, "no-restricted-globals"]);
  for (const [index, [text, rule]] of pitfalls.entries()) {
    const rules = messages.filter(({ line }) => line === index + 2).map(({ ruleId }) => ruleId);
    if (rule !== "") assert.ok(rules.includes(rule), `${text}: ${rules.join(", ")}, not ${rule}`);
    else assert.ok(!rules.some((each) => of_ours.has(each)), `${text}: ${rules.join(", ")}`);
  }
});

test("the README's configuration of ESLint has nothing against the examples", () => {
  assert.deepEqual(lint("linted_examples", sources), []);
});

test("the examples are built where they lie, by the command of the README", () => {
  const [command] = /npx tstl -p node_modules\/prosody-types\/examples [^`]*/.exec(readme_text) ?? [];
  assert.ok(command);
  const folder = empty_folder("examples_in_place");
  symlinkSync(join(stranger, "node_modules"), join(folder, "node_modules"));
  run_shown(command, folder);
  assert.deepEqual(
    readdirSync(join(folder, "modules")).sort(),
    Object.keys(sources).map((file) => file.replace(/ts$/, "lua")),
  );
});

/**
 * Pastes the commands of the README. An npm that only links what it is to install stands for the registry, and the last folder is one
 * that is not there yet, as on a machine with a fresh Prosody. Gives it.
 */
function module_by_readme(): string {
  const commands = readme.find(({ language }) => language === "sh")?.text.trim() ?? "";
  assert.equal(commands.split("\n").length, 5);
  const folder = empty_folder("by_readme");
  const installed = join(stranger, "server/modules");
  run_shown(commands.replace("/usr/local/lib/prosody/modules", installed), folder);
  return installed;
}

describe("the commands of the README", () => {
  let modules: string;

  before(() => {
    modules = module_by_readme();
  });

  for_each_prosody("give a module that runs", (version) => {
    test("it says who is here", async () => {
      const prosody = await start_prosody({
        version,
        module_folder: modules,
        hosts: { "hello.test": {} },
        modules_enabled: ["hello"],
        modules_disabled: ["http_roster_admin"],
      });
      const john = await log_in(prosody, "john", { resource: "phone" });
      await prosody.wait_for_log(/john@hello\.test\/phone is here/);
      await john.stop();
      await prosody.stop();
    });
  });
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
