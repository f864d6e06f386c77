import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BareDebian } from "../support/bare_debian.ts";
import { load_schemas, validator_of } from "../support/contract.ts";
import { blocks_of, type Block } from "../support/markdown.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const host_config = "/etc/prosody/conf.d/example.com.cfg.lua";
export const try_out_folder = "/srv/contacts-to-try";

/** The blocks of a page that can be run. */
export function runnable_blocks(page: string): Block[] {
  return blocks_of(join(repository, page)).filter(({ not_run }) => not_run === undefined);
}

/** What README.md has admins write down for a host of theirs. */
export function host_of_readme(): string {
  const texts = runnable_blocks("README.md").map(({ text }) => text);
  const config = texts.map((text) => /^cat > \S+example\.com\.cfg\.lua <<'END'\n(.*?)^END$/ms.exec(text)?.[1]);
  const [found] = config.filter((text) => text !== undefined);
  assert.ok(found !== undefined, "README.md shows no host's configuration");
  return found;
}

/** The same with other options, which replace those that it has. */
function host_with(options: string): string {
  const set = new Set(options.match(/^ *\w+(?= =)/gm)?.map((name) => name.trim()));
  const kept = host_of_readme()
    .split("\n")
    .filter((line) => !set.has(line.trim().split(" =")[0] ?? ""));
  return `${kept.join("\n")}${options}\n`;
}

/** Restarts Prosody, which must load the module and complain of nothing. */
export async function restart_prosody(machine: BareDebian): Promise<void> {
  const log = "/var/log/prosody/prosody.log";
  await machine.must_run(`rm -f ${log} && systemctl restart prosody`);
  const lines = machine.read(log).split("\n");
  const complaints = lines.filter((line) => /\t(warn|error)\t/.test(line));
  assert.deepEqual(complaints, []);
  assert.ok(
    lines.some((line) => line.includes("Serving 'roster_admin' at https://")),
    lines.join("\n"),
  );
}

/** A page, step by step, on a machine: commands are run, configurations loaded, documents answered to Prosody. */
export class PageRun {
  readonly #machine: BareDebian;
  /** What the last command wrote. */
  #output = "";

  constructor(machine: BareDebian) {
    this.#machine = machine;
  }

  async step(block: Block): Promise<void> {
    const steps: Record<string, (block: Block) => Promise<void>> = {
      sh: (sh) => this.#run_commands(sh),
      lua: (lua) => this.#configure(lua),
      json: (json) => this.#show_document(json),
      jsonl: (lines) => this.#hold_questions(lines),
      nginx: (nginx) => this.#configure_nginx(nginx),
    };
    const step = steps[block.language];
    assert.ok(step !== undefined, `line ${block.line}: nothing is known of how to run ${block.language || "a block"}`);
    try {
      await step(block);
    } catch (error) {
      throw new Error(`the block at line ${block.line} does not work`, { cause: error });
    }
  }

  async #run_commands({ text }: Block): Promise<void> {
    this.#output = await this.#machine.must_run(text);
    const started = /http\.server (\d+)/.exec(text);
    if (started !== null)
      await this.#machine.must_run(`curl --retry 50 --retry-connrefused http://127.0.0.1:${started[1]}/`);
  }

  /** A whole file, or options for the host of README.md. */
  async #configure({ text }: Block): Promise<void> {
    this.#machine.write(host_config, text.includes("VirtualHost") ? text : host_with(text));
    await this.#machine.must_run("prosodyctl check config");
    await restart_prosody(this.#machine);
  }

  /** What a command has written, or else a roster: an application answers it, and Prosody takes it as it is. */
  async #show_document({ text }: Block): Promise<void> {
    const document: unknown = JSON.parse(text);
    assert.ok(typeof document === "object" && document !== null);
    if (!Object.keys(document).some((name) => name.includes("@"))) {
      assert.deepEqual(JSON.parse(this.#output), document);
      return;
    }
    this.#machine.write(`${try_out_folder}/contacts/john`, text);
    const told = await this.#machine.must_run("prosodyctl mod_http_roster_admin check john@example.com");
    for (const jid of Object.keys(document)) assert.ok(told.includes(jid), told);
    assert.ok(!/passed over/i.test(told), told);
  }

  /** What Prosody asks, as the contract has it. */
  #hold_questions({ text }: Block): Promise<void> {
    const validate = validator_of(load_schemas(), "edit_question.schema.json");
    for (const line of text.split("\n")) assert.ok(validate(JSON.parse(line)), line);
    return Promise.resolve();
  }

  /** The first line names the file. */
  async #configure_nginx({ text }: Block): Promise<void> {
    const file = /^# (\/etc\/nginx\/\S+)\n/.exec(text)?.[1];
    assert.ok(file !== undefined, "the first line must be a comment that names the file");
    this.#machine.write(file, `${text}\n`);
    await this.#machine.must_run("nginx -t");
  }
}

/** Runs all of a page, in order. */
export async function run_page(
  machine: BareDebian,
  page: string,
  look: (block: Block) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const run = new PageRun(machine);
  for (const block of runnable_blocks(page)) {
    await run.step(block);
    await look(block);
  }
}
