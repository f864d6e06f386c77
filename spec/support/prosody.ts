import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { patience, until, within } from "./deadline.ts";
import { http_request, type HttpAnswer, type HttpRequest } from "./http_request.ts";
import type { LuaValue } from "./lua_literal.ts";
import { free_ports } from "./ports.ts";
import { ServerLog } from "./server_log.ts";
import { config_text, log_file, type Options, type Place, type ProsodyConfig } from "./prosody_config.ts";
import {
  type CommandResult,
  dist_folder,
  on_exit,
  type ProsodyVersion,
  run_prosodyctl,
  type ServerProcess,
  start_server,
  test_modules_folder,
} from "./prosody_process.ts";

export interface ProsodyOptions extends Partial<Omit<ProsodyConfig, "plugin_paths" | "hosts">> {
  version: ProsodyVersion;
  /** VirtualHosts and their options, the first of which is the one that tests mean unless they name another. */
  hosts: Record<string, Options>;
  /** The folder with the mod_http_roster_admin.lua to run. */
  module_folder?: string;
  /** What in the log says that it is ready, where the test bridge is disabled. */
  ready?: string;
  /** False: hosts have no token but those that they are given, and `request` sends none by itself. */
  with_token?: boolean;
}

/** The `Authorization` header that all hosts of the tests let in, unless a test is about that. */
const token = "token-of-the-tests";
export const authorization = `Bearer ${token}`;

class PortTaken extends Error {}

/**
 * A signal reaches Prosody 0.12 in the midst of whatever it does. If that is the end of a session, its mod_c2s fails where it closes all
 * sessions; then neither this signal nor any later one stops the server.
 */
const lost_shutdown = /mod_c2s\.lua:\d+: attempt to call a nil value \(method 'close'\)/;

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type RequestOptions = Partial<Omit<HttpRequest, "method" | "path" | "port">> & {
  /** The VirtualHost to ask. */
  host?: string;
  /** Sent as the body. */
  json?: unknown;
};

/** A running Prosody in a folder of its own, on loopback ports of its own. */
export class Prosody {
  readonly host: string;
  readonly #config: ProsodyConfig;
  readonly #log: ServerLog;
  #place: Place;
  #process: ServerProcess | undefined;
  readonly #forget_folder: () => void;
  #earlier_output = "";

  constructor(
    readonly version: ProsodyVersion,
    config: ProsodyConfig,
    folder: string,
    readonly ready: string,
    readonly with_token: boolean,
  ) {
    const [host] = Object.keys(config.hosts);
    if (host === undefined) throw new Error("a Prosody needs a host");
    this.host = host;
    this.#config = config;
    this.#log = new ServerLog(log_file(folder));
    this.#place = { folder, c2s_port: 0, http_port: 0 };
    this.#forget_folder = on_exit(() => this.#remove_folder());
  }

  get folder(): string {
    return this.#place.folder;
  }

  get c2s_port(): number {
    return this.#place.c2s_port;
  }

  get http_port(): number {
    return this.#place.http_port;
  }

  get pid(): number {
    const pid = this.#process?.child.pid;
    if (pid === undefined) throw new Error("Prosody is not running");
    return pid;
  }

  get #config_file(): string {
    return join(this.folder, "prosody.cfg.lua");
  }

  async start(): Promise<void> {
    for (let attempts = 5; ; attempts--) {
      const [c2s_port, http_port] = await free_ports();
      this.#place = { folder: this.folder, c2s_port, http_port };
      try {
        return await this.#launch();
      } catch (error) {
        await this.kill();
        if (!(error instanceof PortTaken) || attempts <= 1) throw error;
        rmSync(log_file(this.folder));
      }
    }
  }

  async #launch(): Promise<void> {
    writeFileSync(this.#config_file, config_text(this.#place, this.#config));
    const log_start = this.#log.text().length;
    const server = start_server(this.version, this.#config_file);
    this.#process = server;
    const exited = server.exited.then((code) => {
      throw new Error(
        `Prosody ${this.version} ended at its start with ${code}\n${server.output()}\n${this.#log.last_lines()}`,
      );
    });
    exited.catch(() => undefined);
    const ready = until(
      () => {
        const log = this.#log.text().slice(log_start);
        if (log.includes("Failed to open server port")) throw new PortTaken("a port was taken");
        return log.includes(this.ready);
      },
      () => `Prosody ${this.version} to be ready; its log ends with\n${this.#log.last_lines()}`,
      patience * 2,
    );
    await Promise.race([ready, exited]);
  }

  /** Everything logged so far, over all restarts. */
  log(): string {
    return this.#log.text();
  }

  /** The first match in the log after `from` characters of it (a length of `log()` noted before). */
  wait_for_log(pattern: RegExp, { from = 0, milliseconds = patience } = {}): Promise<RegExpExecArray> {
    return this.#log.wait_for(pattern, from, milliseconds);
  }

  /** What must never be there: tracebacks, errors in the log, and anything that Prosody wrote to its terminal. */
  tracebacks(): string[] {
    const bad = this.#log.bad_lines();
    const terminal = (this.#earlier_output + (this.#process?.output() ?? "")).trim();
    return terminal === "" ? bad : [...bad, terminal];
  }

  request(method: string, path: string, options: RequestOptions = {}): Promise<HttpAnswer> {
    const { host = this.host, json, headers, body, ...others } = options;
    return http_request({
      ...others,
      method,
      path,
      port: this.http_port,
      headers: { Host: host, ...(this.with_token && { Authorization: authorization }), ...headers },
      body: json === undefined ? body : JSON.stringify(json),
    });
  }

  /** Runs Lua inside the server, as a module of the host, and gives what it returns. `...` are the arguments. */
  async lua(code: string, args: readonly Json[] = [], host = this.host): Promise<unknown> {
    const answer = await this.request("POST", "/test_bridge/eval", { host, json: { code, args } });
    if (answer.status !== 200) throw new Error(`Lua in Prosody ${this.version}: ${answer.status} ${answer.body}`);
    const result = answer.json();
    return typeof result === "object" && result !== null && "value" in result ? result.value : undefined;
  }

  async reload_module(name = "http_roster_admin", host = this.host): Promise<void> {
    await this.lua('assert(require "core.modulemanager".reload(...))', [host, name], host);
  }

  /** Sets options of a host in the configuration file, or takes out those that are undefined, and has it read again as an admin does. */
  async change_options(changes: Record<string, LuaValue | undefined>, host = this.host): Promise<void> {
    const options: Record<string, LuaValue | undefined> = { ...this.#config.hosts[host], ...changes };
    this.#config.hosts[host] = Object.fromEntries(
      Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    writeFileSync(this.#config_file, config_text(this.#place, this.#config));
    const start = this.log().length;
    const { code, stdout, stderr } = await this.prosodyctl("reload");
    if (code !== 0) throw new Error(`prosodyctl reload: ${stdout}${stderr}`);
    await this.wait_for_log(/Reloading configuration file/, { from: start });
    // Whatever follows from it has been done by the time that an answer is here.
    await this.lua("return true");
  }

  prosodyctl(...args: string[]): Promise<CommandResult> {
    return run_prosodyctl(this.version, this.#config_file, args);
  }

  /** A command of the admin shell. */
  shell(command: string): Promise<CommandResult> {
    return this.prosodyctl("shell", command);
  }

  /** Ends it as an admin does, or by force where that takes too long, which is an error. */
  async #end(): Promise<void> {
    const server = this.#process;
    if (server === undefined) return;
    const log_start = this.log().length;
    server.child.kill("SIGTERM");
    try {
      await within(server.exited, () => `Prosody ${this.version} to stop\n${this.#log.last_lines()}`);
    } catch (error) {
      if (this.version !== "0.12" || !lost_shutdown.test(this.log().slice(log_start))) throw error;
    } finally {
      await this.kill();
    }
  }

  async stop(): Promise<void> {
    try {
      await this.#end();
    } finally {
      this.#forget_folder();
      this.#remove_folder();
    }
  }

  /** Ends it as a crash does. The folder stays for `restart`. */
  async kill(): Promise<void> {
    const server = this.#process;
    if (server === undefined) return;
    this.#process = undefined;
    server.child.kill("SIGKILL");
    await server.exited;
    this.#earlier_output += server.output();
  }

  /** Same folder, data and ports, whether it was running or was killed. */
  async restart(): Promise<void> {
    await this.#end();
    await this.#launch();
  }

  #remove_folder(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function start_prosody(options: ProsodyOptions): Promise<Prosody> {
  const { version, module_folder = dist_folder, ready = "Test bridge ready", with_token = true, ...config } = options;
  const defaults = { modules_enabled: [], modules_disabled: [], lua: "" };
  const global_options = { ...(with_token && { http_roster_token: token }), ...config.options };
  const folder = mkdtempSync(join(tmpdir(), `prosody-${version}-`));
  for (const name of ["data", "certificates", "installed_plugins"]) mkdirSync(join(folder, name));
  const plugin_paths = [module_folder, test_modules_folder];
  const prosody = new Prosody(
    version,
    { ...defaults, ...config, options: global_options, plugin_paths },
    folder,
    ready,
    with_token,
  );
  await prosody.start();
  return prosody;
}
