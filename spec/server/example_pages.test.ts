import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { patience, until } from "../support/deadline.ts";
import { blocks_of } from "../support/markdown.ts";
import { free_ports } from "../support/ports.ts";
import { type Postgresql, start_postgresql } from "../support/postgresql.ts";
import { on_exit } from "../support/prosody_process.ts";
import { ToldProsody } from "../support/told_prosody.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

const url_of_the_page = "postgresql://app:secret@10.0.0.3/app";

/** What a server says when it is ready. */
const ready: Record<string, RegExp> = {
  "main.ts": /^http_roster_url = "http:.*\n^http_roster_edit_url = "http:/m,
  "relay_main.ts": /^telling the Prosodys of a\.example, b\.example$/m,
};

let postgresql: Postgresql;
let prosody: ToldProsody;
const folder = mkdtempSync(join(tmpdir(), "roster-pages-"));

before(async () => {
  [postgresql, prosody] = [await start_postgresql(), await ToldProsody.start()];
});

after(async () => {
  prosody.stop();
  await postgresql.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Of each block the commands, each with what is exported before it. */
function commands_of(page: string): string[] {
  return blocks_of(join(repository, page))
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => {
      const lines = text.split("\n");
      const exported = lines.filter((line) => line.startsWith("export "));
      return lines.filter((line) => !line.startsWith("export ")).map((line) => [...exported, line].join("\n"));
    });
}

/** A command that goes on until it is killed, and must say that it is ready. */
async function until_ready(command: string, says: RegExp): Promise<void> {
  const [port] = await free_ports();
  const env = { ...process.env, PORT: String(port), DATABASE_URL: join(folder, "contacts.sqlite") };
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "sh", "-c", command], {
    cwd: repository,
    env,
    detached: true,
  });
  const kill = (): void => void (child.pid !== undefined && process.kill(-child.pid, "SIGKILL"));
  const forget = on_exit(kill);
  const closed = once(child, "close");
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  await until(
    () => says.test(output),
    () => `${command}\nto be ready: ${output}`,
    patience * 3,
  );
  kill();
  await closed;
  forget();
}

const servers = commands_of("examples/backend/README.md").filter((command) => /\bnode --import tsx\b/.test(command));

test("examples/backend/README.md starts three servers", () => assert.equal(servers.length, 3));

for (const command of servers) {
  const last = command.split("\n").at(-1) ?? "";
  test(`examples/backend/README.md: ${last}`, async () => {
    const says = ready[/[\w]+\.ts$/.exec(last)?.[0] ?? ""];
    assert.ok(says);
    await until_ready(
      command.replaceAll(url_of_the_page, () => postgresql.url),
      says,
    );
  });
}

for (const command of commands_of("examples/notify/README.md")) {
  test(`examples/notify/README.md: ${command.split("\n").at(-1)}`, async () => {
    const env = { ...process.env, PROSODY_URL: prosody.url };
    const child = spawn("sh", ["-c", command], { cwd: join(repository, "examples/notify"), env, stdio: "inherit" });
    const [notice, [code]] = await Promise.all([prosody.told("john", "marie"), once(child, "close")]);
    assert.equal(code, 0);
    assert.deepEqual(notice, {
      method: "POST",
      path: "/roster_admin/refresh",
      host: "example.com",
      authorization: "Bearer a_long_random_text",
      usernames: ["john", "marie"],
    });
  });
}
