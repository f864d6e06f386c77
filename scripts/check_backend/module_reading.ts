import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lua_options, lua_string, type LuaValue } from "../../spec/support/lua_literal.ts";
import { dist_folder, run_prosodyctl } from "../../spec/support/prosody_process.ts";
import type { Arguments } from "./arguments.ts";

/** What the module makes of an answer. */
export interface Reading {
  is_good: boolean;
  /** As `prosodyctl mod_http_roster_admin check` tells it. */
  lines: string[];
}

function config_text(folder: string, url: string, { host, edit_url, headers }: Arguments): string {
  const server: Record<string, LuaValue> = {
    run_as_root: true,
    pidfile: join(folder, "prosody.pid"),
    data_path: folder,
    certificates: folder,
    plugin_paths: [dist_folder],
    modules_enabled: ["http_roster_admin"],
  };
  const options: Record<string, LuaValue> = { http_roster_url: url, http_roster_headers: headers };
  // Where it is set, `ask`, `request` and `nick` are read.
  if (edit_url !== undefined) options["http_roster_edit_url"] = edit_url;
  return `${lua_options(server)}VirtualHost ${lua_string(host)}\n${lua_options(options)}`;
}

/** Has the module itself fetch a roster from a URL, and read it: there is no second decoder that could see it otherwise. */
export async function read_by_module(url: string, username: string, given: Arguments): Promise<Reading> {
  const folder = mkdtempSync(join(tmpdir(), "check-backend-"));
  try {
    const config = join(folder, "prosody.cfg.lua");
    writeFileSync(config, config_text(folder, url, given));
    const command = ["mod_http_roster_admin", "check", `${username}@${given.host}`];
    const { code, stdout, stderr } = await run_prosodyctl("13.0", config, command);
    return { is_good: code === 0, lines: `${stdout}\n${stderr}`.split("\n").filter((line) => line.trim() !== "") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same of the text of an answer that has come already. */
export async function read_text_by_module(text: string, username: string, given: Arguments): Promise<Reading> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Length": Buffer.byteLength(text), Connection: "close" }).end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const { is_good, lines } = await read_by_module(`http://127.0.0.1:${port}/%s`, username, { ...given, headers: {} });
    // Where it came from, and how long that took, is nobody's business.
    return { is_good, lines: lines.filter((line) => !line.includes(`127.0.0.1:${port}`)) };
  } finally {
    server.close();
  }
}
