import { lua_options, lua_string, type LuaValue } from "./lua_literal.ts";

export type Options = Record<string, LuaValue>;

export interface ProsodyConfig {
  /** VirtualHosts and their options. */
  hosts: Record<string, Options>;
  /** Added to those that every test server runs. */
  modules_enabled: readonly string[];
  modules_disabled: readonly string[];
  /** Options of all hosts. They win over what is set here. */
  options: Options;
  /** Lua source, put before the hosts. */
  lua: string;
  plugin_paths: readonly string[];
  /** Without it, nothing comes from other servers or goes there. */
  federation?: Federation | undefined;
}

/** How a server is found by others, and finds them, on the loopback interface. */
export interface Federation {
  /** Of this server alone, so that its port is the usual one, which needs no record in the DNS. */
  address: string;
  /** Where the names of all servers are: a file like /etc/hosts. */
  hosts_file: string;
}

export interface Place {
  folder: string;
  c2s_port: number;
  http_port: number;
}

const always_enabled = ["roster", "saslauth", "disco", "ping", "admin_shell", "test_bridge", "http_roster_admin"];
const always_disabled = ["tls"];

export function log_file(folder: string): string {
  return `${folder}/prosody.log`;
}

/** Servers prove who they are by calling back (XEP-0220), so that no certificates are needed. */
function federation_options({ address, hosts_file }: Federation): Options {
  return {
    s2s_interfaces: [address],
    s2s_ports: [5269],
    s2s_direct_tls_ports: [],
    s2s_require_encryption: false,
    use_ipv6: false,
    unbound: { hoststxt: hosts_file, resolvconf: false },
  };
}

/** Anybody may log in under any name, without TLS, and nothing leaves the loopback interface. */
function base_options({ folder, c2s_port, http_port }: Place, config: ProsodyConfig): Options {
  const { federation } = config;
  return {
    run_as_root: true,
    daemonize: false,
    pidfile: `${folder}/prosody.pid`,
    data_path: `${folder}/data`,
    certificates: `${folder}/certificates`,
    plugin_paths: config.plugin_paths,
    installer_plugin_path: `${folder}/installed_plugins`,
    interfaces: ["127.0.0.1"],
    http_interfaces: ["127.0.0.1"],
    c2s_ports: [c2s_port],
    c2s_direct_tls_ports: [],
    http_ports: [http_port],
    https_ports: [],
    authentication: "insecure",
    insecure_open_authentication: "Yes please, I know what I'm doing!",
    allow_unencrypted_plain_auth: true,
    c2s_require_encryption: false,
    consider_websocket_secure: true,
    consider_bosh_secure: true,
    modules_enabled: [...always_enabled, ...config.modules_enabled, ...(federation ? ["dialback", "test_wire"] : [])],
    modules_disabled: [...always_disabled, ...config.modules_disabled, ...(federation ? [] : ["s2s"])],
    // A component would listen where those of all other servers of the machine do.
    ...(federation ? federation_options(federation) : { component_ports: [] }),
    log: [{ levels: { min: "debug" }, to: "file", filename: log_file(folder) }],
  };
}

export function config_text(place: Place, config: ProsodyConfig): string {
  const hosts = Object.entries(config.hosts).map(([host, options]) => {
    return `VirtualHost ${lua_string(host)}\n${lua_options(options)}`;
  });
  const options = lua_options({ ...base_options(place, config), ...config.options });
  return [options, config.lua, ...hosts].join("\n");
}
