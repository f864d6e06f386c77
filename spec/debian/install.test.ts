import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { BareDebian } from "../support/bare_debian.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { PageRun, restart_prosody, runnable_blocks } from "./page.ts";

const readme = readFileSync(fileURLToPath(new URL("../../README.md", import.meta.url)), "utf8");
const module_file = "/usr/local/lib/prosody/modules/mod_http_roster_admin.lua";
const rock_file = "/var/lib/prosody/custom_plugins/share/lua/5.4/mod_http_roster_admin/mod_http_roster_admin.lua";
const status = "curl http://127.0.0.1:5280/roster_admin/status";

for_each_prosody("README.md on a bare Debian", (version) => {
  test("does what it says, with the copied file, with the rock, and with web chat switched on", async () => {
    const machine = await BareDebian.with_prosody(version);
    try {
      const blocks = runnable_blocks("README.md");
      const rock = blocks.filter(({ text }) => text.includes("luarocks"));
      assert.equal(rock.length, 1);
      const page = new PageRun(machine);
      for (const block of blocks) if (!rock.includes(block)) await page.step(block);
      assert.match(
        machine.read("/var/log/prosody/prosody.log"),
        /Serving 'roster_admin' at https:\/\/example\.com:5281\/roster_admin/,
      );

      if (version === "13.0") {
        const commands = Array.from(readme.matchAll(/`(rosteradmin:[^`]+)`/g), ([, command = ""]) => command);
        assert.equal(commands.length, 2);
        for (const command of commands)
          assert.match(await machine.must_run(`prosodyctl shell '${command}'`), /OK|Result: true/);
      }

      const config = "/etc/prosody/prosody.cfg.lua";
      const web_chat = machine.read(config).replace(/--"(bosh|websocket)"/g, '"$1"');
      machine.write(config, web_chat);
      await restart_prosody(machine);
      for (const { text, language } of blocks)
        if (language === "sh" && text.startsWith("curl ")) await machine.must_run(text);
      assert.notEqual((await machine.run(status.replace("127.0.0.1", "localhost"))).code, 0);

      await machine.must_run(`rm ${module_file} && systemctl restart prosody`);
      assert.notEqual((await machine.run(status)).code, 0);
      for (const block of rock) await page.step(block);
      await restart_prosody(machine);
      await machine.must_run(status);
      assert.equal(machine.read(rock_file), await machine.must_run("cat dist/mod_http_roster_admin.lua"));
    } finally {
      await machine.stop();
    }
  });
});
