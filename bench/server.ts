import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "../spec/support/deadline.ts";
import { http_request, type HttpAnswer } from "../spec/support/http_request.ts";
import type { LuaValue } from "../spec/support/lua_literal.ts";
import { free_ports } from "../spec/support/ports.ts";
import { config_text, log_file, type Options } from "../spec/support/prosody_config.ts";
import {
  on_exit,
  type ProsodyVersion,
  type ServerProcess,
  start_server,
  test_modules_folder,
} from "../spec/support/prosody_process.ts";
import { type Contestant, token } from "./contestants.ts";
import { host } from "./documents.ts";

const bench_modules_folder = fileURLToPath(new URL("modules", import.meta.url));

const patience = 300_000;

export interface ServerOptions {
  version: ProsodyVersion;
  contestant: Contestant;
  backend: { url: string };
  /** Put before the Lua interpreter on the command line. */
  under: readonly string[];
  /** Of the host, on top of the contestant's own. */
  host_options: Options;
  /** Modules on top of the contestant's own. */
  modules: readonly string[];
}

/** A Prosody that runs one contestant, possibly under Valgrind. */
export class Server {
  private constructor(
    readonly folder: string,
    readonly c2s_port: number,
    readonly http_port: number,
    private readonly prosody: ServerProcess,
    private readonly forget: () => void,
  ) {}

  static async start({ version, contestant, backend, under, host_options, modules }: ServerOptions): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "roster-bench-"));
    for (const name of ["data", "certificates", "installed_plugins"]) mkdirSync(join(folder, name));
    const [c2s_port, http_port] = await free_ports();
    const { modules_enabled, modules_disabled, lua } = contestant;
    const slow_folder = under.length > 0 ? contestant.slow_module_folder : undefined;
    const module_folder = slow_folder ?? contestant.module_folder;
    const folders = [bench_modules_folder, test_modules_folder];
    const config = {
      hosts: { [host]: { ...contestant.host_options(backend), ...host_options } },
      modules_enabled: [],
      modules_disabled,
      lua,
      plugin_paths: module_folder === undefined ? folders : [module_folder, ...folders],
      options: server_options(folder, [...modules_enabled, ...modules]),
    };
    const config_file = join(folder, "prosody.cfg.lua");
    writeFileSync(config_file, config_text({ folder, c2s_port, http_port }, config));
    const prosody = start_server(version, config_file, under);
    const forget = on_exit(() => rmSync(folder, { recursive: true, force: true }));
    const server = new Server(folder, c2s_port, http_port, prosody, forget);
    try {
      await server.#ready(`${contestant.title} on Prosody ${version}`);
    } catch (error) {
      server.stop();
      throw error;
    }
    return server;
  }

  async #ready(title: string): Promise<void> {
    await until(
      () => {
        if (this.prosody.child.exitCode !== null) throw new Error(`${title} ended: ${this.prosody.output()}`);
        return this.#log().includes("Test bridge ready");
      },
      () => `${title} to be ready; its log: ${this.#log()}`,
      60_000,
    );
    const errors = this.errors();
    if (errors.length > 0) throw new Error(`${title} does not load: ${errors.join("\n")}`);
  }

  get pid(): number {
    const { pid } = this.prosody.child;
    if (pid === undefined) throw new Error("Prosody does not run");
    return pid;
  }

  #log(): string {
    try {
      return readFileSync(log_file(this.folder), "utf8");
    } catch {
      return "";
    }
  }

  /** Lines that no sound run has. */
  errors(): string[] {
    return this.#log()
      .split("\n")
      .filter((line) => /\terror\t|traceback/i.test(line));
  }

  async request(method: string, path: string, json?: unknown): Promise<HttpAnswer> {
    const body = json === undefined || typeof json === "string" ? json : JSON.stringify(json);
    return await http_request({
      method,
      path,
      port: this.http_port,
      headers: { Host: host, Authorization: `Bearer ${token}` },
      milliseconds: patience,
      ...(body !== undefined && { body }),
    });
  }

  /** Runs Lua inside the server and gives what it returns. */
  async #lua(code: string): Promise<unknown> {
    const answer = await this.request("POST", "/test_bridge/eval", { code, args: [] });
    if (answer.status !== 200) throw new Error(`Lua in Prosody: ${answer.status} ${answer.body}`);
    const result = answer.json();
    return typeof result === "object" && result !== null && "value" in result ? result.value : undefined;
  }

  async lua_number(code: string): Promise<number> {
    const value = await this.#lua(code);
    if (typeof value !== "number") throw new Error(`no number from Lua in Prosody: ${code}`);
    return value;
  }

  async lua_text(code: string): Promise<string> {
    const value = await this.#lua(code);
    if (typeof value !== "string") throw new Error(`no text from Lua in Prosody: ${code}`);
    return value;
  }

  stop(): void {
    this.forget();
    this.prosody.child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function server_options(folder: string, modules: readonly string[]): Options {
  const slow: Record<string, LuaValue> = { connect_timeout: 600, read_timeout: 900 };
  return {
    // No mod_roster unless the contestant is that one, and no log line that production would not write.
    modules_enabled: ["saslauth", "disco", "ping", "test_bridge", ...modules],
    log: [{ levels: { min: "info" }, to: "file", filename: log_file(folder) }],
    network_settings: { ...slow, tcp_backlog: 4096 },
  };
}
