import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BareDebian } from "../support/bare_debian.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { run_page } from "./page.ts";
import { elsewhere, reset_prosody, set_scene } from "./scene.ts";

const trust = "cp /srv/authority/ca.crt /usr/local/share/ca-certificates/our-ca.crt && update-ca-certificates";
const token = "-H 'Authorization: Bearer a_long_random_text'";
const https_port = "https://example.com:5281";

for_each_prosody("docs/ on a bare Debian", (version) => {
  let machine: BareDebian;

  before(async () => {
    machine = await BareDebian.with_prosody(version);
    await set_scene(machine);
  });

  after(() => machine.stop());

  async function check(user: string): Promise<void> {
    assert.match(await machine.must_run(`prosodyctl mod_http_roster_admin check ${user}`), /marie@example\.com/);
  }

  async function code_of(url: string, options = ""): Promise<string> {
    return (await machine.run(`curl -o /dev/null -w '%{http_code}' ${options} ${url}`)).stdout;
  }

  test("docs/options.md: each configuration finds the application", async () => {
    await reset_prosody(machine);
    await run_page(machine, "docs/options.md", async ({ language }) => {
      if (language === "lua") await check("john@example.com");
    });
  });

  test("docs/several-hosts.md: each host asks for its own users", async () => {
    await run_page(machine, "docs/several-hosts.md", async ({ language }) => {
      if (language !== "lua") return;
      await check("john@example.com");
      await check("john@example.org");
    });
  });

  test("docs/other-servers.md: with certificates, nothing is missing", async () => {
    await reset_prosody(machine);
    await run_page(machine, "docs/other-servers.md");
  });

  test("who logs in has the contacts that the application gives", async () => {
    await reset_prosody(machine);
    await machine.must_run("prosodyctl register john example.com secret");
    const log_in = ["john@example.com", "secret"];
    const { stdout } = await machine.run_in_network("spec/debian/log_in.ts", log_in, "/srv/authority/ca.crt");
    assert.equal(stdout, "marie@example.com both\n");
  });

  test("docs/security.md: what Prosody keeps and is told is not for everyone on the machine", async () => {
    await reset_prosody(machine);
    for (const path of ["/etc/prosody/conf.d/example.com.cfg.lua", "/var/lib/prosody"]) {
      await machine.must_run(`test -e ${path}`);
      assert.match((await machine.run(`su -s /bin/sh nobody -c 'ls -l ${path}'`)).stderr, /Permission denied/);
    }
  });

  test("docs/options.md: a reload takes new options", async () => {
    await reset_prosody(machine);
    const config = "/etc/prosody/conf.d/example.com.cfg.lua";
    machine.write(config, `${machine.read(config)}    http_roster_token = "a_long_random_text"\n`);
    await machine.must_run("systemctl reload prosody");
    const status = "http://127.0.0.1:5280/roster_admin/status";
    await until(
      async () => (await code_of(status)) === "401",
      () => "the token to be asked for",
    );
    assert.equal(await code_of(status, token), "200");
  });

  for (const page of ["docs/several-prosodys.md", "docs/everyone.md", "docs/migrating.md", "docs/edits.md"]) {
    test(page, async () => {
      await reset_prosody(machine);
      await run_page(machine, page);
    });
  }

  test("docs/nginx-and-tokens.md: nginx lets through what is named, and nothing else", async () => {
    await machine.must_run(`${trust} && apt-get install nginx-light`);
    const config = "/etc/prosody/prosody.cfg.lua";
    machine.write(config, machine.read(config).replace(/--"(bosh|websocket)"/g, '"$1"'));
    await reset_prosody(machine);
    await run_page(machine, "docs/nginx-and-tokens.md");

    assert.equal(await code_of(`${https_port}/roster_admin/status`), "401");
    assert.equal(await code_of(`${https_port}/roster_admin/status`, `${token} --interface ${elsewhere}`), "403");
    const site = "https://example.com";
    for (const path of ["http-bind", "xmpp-websocket"]) {
      assert.doesNotMatch(await machine.must_run(`curl ${site}/${path}`), /not considered secure/);
    }
    const codes: [url: string, options: string, code: string][] = [
      [`${site}/roster_admin/status`, token, "200"],
      [`${site}/roster_admin/status`, "", "401"],
      [`${site}/roster_admin/status`, `${token} --interface ${elsewhere}`, "403"],
      [`${site}/roster_admin/status`, `${token} --interface ${elsewhere} -H 'X-Forwarded-For: 127.0.0.1'`, "403"],
      [`${site}/roster_admin/refresh`, `${token} -H 'Transfer-Encoding: chunked' -d '["john"]'`, "200"],
      [`${site}/http-bind/../roster_admin/status`, `--path-as-is --interface ${elsewhere} ${token}`, "403"],
      [`${site}/roster_admin/../http-bind`, "--path-as-is", "200"],
      [`${site}/http-bind/%2e%2e/roster_admin/status`, `--path-as-is --interface ${elsewhere} ${token}`, "403"],
      [`${site}//roster_admin/status`, `--interface ${elsewhere} ${token}`, "403"],
      [`${site}/metrics`, "", "404"],
    ];
    for (const [url, options, code] of codes) assert.equal(await code_of(url, options), code, `${options} ${url}`);
  });
});
