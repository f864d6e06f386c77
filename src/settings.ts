import { type IpAddress, new_ip } from "util.ip";
import { quoted } from "./json/json_value";

/** A range of addresses that may call. */
export interface Network {
  ip: IpAddress;
  /** Left out: this very address. */
  bits?: number;
}

/** What the admin configured, checked. */
export interface Settings {
  /** Where one roster is fetched; `%s` is the username, `%h` the host. */
  url: string;
  /** Where many are fetched. */
  batch_url?: string;
  batch_size: number;
  /** Where the backend is asked about what clients want to change; left out: they change nothing. */
  edit_url?: string;
  headers: LuaMap<string, string>;
  /** Seconds for one request. */
  timeout: number;
  /** Seconds that a login waits where a roster of the user is known. */
  login_wait: number;
  concurrency: number;
  /** Seconds; 0 is for ever. */
  max_age: number;
  cache_size: number;
  tokens: string[];
  /** Left out: everyone with a token. */
  networks?: Network[];
  block_subscriptions: boolean;
}

type Options = Pick<ProsodyModule, "get_option">;

const OPTION_NAMES = [
  "http_roster_url",
  "http_roster_headers",
  "http_roster_timeout",
  "http_roster_login_wait",
  "http_roster_concurrency",
  "http_roster_max_age",
  "http_roster_cache_size",
  "http_roster_batch_url",
  "http_roster_batch_size",
  "http_roster_token",
  "http_roster_allowed_ips",
  "http_roster_edit_url",
  "http_roster_block_subscriptions",
] as const;

type OptionName = (typeof OPTION_NAMES)[number];

const URL_EXAMPLE = '"http://localhost:8080/contacts/%s"';

/** Refuses to load, naming the option and what it should be. The value may be a secret. */
function refuse(name: OptionName, expected: string, value: unknown): never {
  return error(`option ${name}: expected ${expected}, got ${value === undefined ? "nothing" : `a ${type(value)}`}`, 0);
}

/** `true` where what stands before a URL's first slash names a host, and maybe who asks and a port. */
function is_site(site: string): boolean {
  const [place] = string.gsub(string.gsub(site, "%%h", "h")[0], "^[^@]*@", "");
  return (
    string.find(place, "^[^%[%]:@?#]+:?%d*$")[0] !== undefined ||
    string.find(place, "^%[[%x:.]+%]:?%d*$")[0] !== undefined
  );
}

function read_url(options: Options, name: OptionName): string | undefined {
  const value = options.get_option(name);
  if (value === undefined) return undefined;
  const expected = `a URL such as ${URL_EXAMPLE}`;
  if (typeof value !== "string") return refuse(name, expected, value);
  // Prosody's HTTP client takes all up to the first slash for the site, even what follows a `?`.
  const [site] = string.match(value, "^[hH][tT][tT][pP][sS]?://([^/]*)");
  if (site !== undefined && string.find(site, "%s", 1, true)[0] !== undefined) {
    error(
      `option ${name}: expected %s in the path, as in ${URL_EXAMPLE}, got it before the first /: usernames would decide whom Prosody asks`,
      0,
    );
  }
  if (!is_site(site ?? "") || string.find(value, "[%c ]")[0] !== undefined) {
    // Not quoted: a URL may hold a password.
    error(`option ${name}: expected ${expected}, got text that is no http(s) URL`, 0);
  }
  return value;
}

/** What of a URL is sent: Prosody's HTTP client leaves out what follows a `#`, and in the path what follows a `;`. */
function sent_part(url: string): string {
  const [path, query] = string.match(string.gsub(url, "#.*$", "")[0], "^%a+://[^/]*([^?;]*)[^?]*(.*)$");
  return `${path}${query}`;
}

function read_roster_url(options: Options): string {
  const name = "http_roster_url";
  const url = read_url(options, name);
  if (url === undefined)
    error(`option ${name} is missing: set it to where rosters are fetched, as in ${name} = ${URL_EXAMPLE}`, 0);
  if (string.find(url, "%s", 1, true)[0] === undefined) {
    error(`option ${name}: expected %s where the username belongs, as in ${name} = ${URL_EXAMPLE}`, 0);
  }
  if (string.find(sent_part(url), "%s", 1, true)[0] === undefined) {
    error(
      `option ${name}: expected %s in what is sent, as in ${name} = ${URL_EXAMPLE}, got it behind a # or a ; of the path, which is not`,
      0,
    );
  }
  return url;
}

function read_number(options: Options, name: OptionName, default_value: number, least: number, whole: boolean): number {
  const value = options.get_option(name, default_value);
  const kind = whole ? "a whole number" : "a number of seconds";
  const expected = `${kind}, ${least === 0 ? "0 or more" : `at least ${least}`}`;
  if (typeof value !== "number") return refuse(name, expected, value);
  if (!(value >= least) || value === math.huge || (whole && value % 1 !== 0)) {
    error(`option ${name}: expected ${expected}, got ${value}`, 0);
  }
  return value;
}

function read_boolean(options: Options, name: OptionName, default_value: boolean): boolean {
  const value = options.get_option(name, default_value);
  return typeof value === "boolean" ? value : refuse(name, "true or false", value);
}

/** The strings of an option that may be one string or a list. */
function read_strings(options: Options, name: OptionName, expected: string): string[] | undefined {
  const value = options.get_option(name);
  if (value === undefined) return undefined;
  if (typeof value === "string") return [value];
  if (type(value) !== "table") return refuse(name, expected, value);
  const strings: string[] = [];
  for (const [key, entry] of value as LuaTable<AnyNotNil, unknown>) {
    if (type(key) !== "number" || typeof entry !== "string") error(`option ${name}: expected ${expected}`, 0);
    strings.push(entry);
  }
  return strings;
}

function read_tokens(options: Options): string[] {
  const name = "http_roster_token";
  const expected = "a token, or a list of tokens, without spaces";
  const tokens = read_strings(options, name, expected) ?? [];
  for (const token of tokens) {
    if (string.find(token, "^[!-~]+$")[0] === undefined) error(`option ${name}: expected ${expected}`, 0);
  }
  if (tokens.length === 0 && options.get_option(name) !== undefined) error(`option ${name}: expected ${expected}`, 0);
  return tokens;
}

function read_networks(options: Options, has_token: boolean): Network[] | undefined {
  const name = "http_roster_allowed_ips";
  const expected = 'addresses or CIDR ranges, as in { "127.0.0.1", "10.0.0.0/8", "::1" }';
  const texts = read_strings(options, name, expected) ?? (has_token ? undefined : ["127.0.0.1", "::1"]);
  if (texts === undefined) return undefined;
  const networks: Network[] = [];
  for (const text of texts) {
    const [address, prefix] = string.match(text, "^([^/]+)/?(%d*)$");
    const ip = address === undefined ? undefined : new_ip(address)[0];
    const bits = prefix === undefined || prefix === "" ? undefined : tonumber(prefix);
    const longest = ip?.proto === "IPv4" ? 32 : 128;
    const is_range = string.find(text, "/", 1, true)[0] !== undefined;
    if (ip === undefined || is_range !== (bits !== undefined) || (bits !== undefined && bits > longest)) {
      return error(`option ${name}: expected ${expected}, got ${quoted(text)}`, 0);
    }
    networks.push({ ip, bits });
  }
  return networks;
}

function read_headers(options: Options): LuaMap<string, string> {
  const name = "http_roster_headers";
  const expected = 'a table of header names and values, as in { Authorization = "Bearer …" }';
  const value = options.get_option(name);
  const headers = new LuaMap<string, string>();
  if (value === undefined) return headers;
  if (type(value) !== "table") return refuse(name, expected, value);
  for (const [header, text] of value as LuaTable<AnyNotNil, unknown>) {
    if (
      typeof header !== "string" ||
      typeof text !== "string" ||
      string.find(header, "^[%w!#$%%&'*+.^_`|~-]+$")[0] === undefined ||
      string.find(text, "%c")[0] !== undefined
    ) {
      error(`option ${name}: expected ${expected}`, 0);
    }
    headers.set(header, text);
  }
  return headers;
}

/** Reads the options of a host. Throws a text that names the option to mend. */
function read_settings(options: Options): Settings {
  const tokens = read_tokens(options);
  const timeout = read_number(options, "http_roster_timeout", 5, 0.1, false);
  return {
    url: read_roster_url(options),
    batch_url: read_url(options, "http_roster_batch_url"),
    batch_size: read_number(options, "http_roster_batch_size", 100, 1, true),
    edit_url: read_url(options, "http_roster_edit_url"),
    headers: read_headers(options),
    timeout,
    login_wait: read_number(options, "http_roster_login_wait", timeout, 0, false),
    concurrency: read_number(options, "http_roster_concurrency", 32, 1, true),
    max_age: read_number(options, "http_roster_max_age", 3600, 0, false),
    cache_size: read_number(options, "http_roster_cache_size", 1024, 0, true),
    tokens,
    networks: read_networks(options, tokens.length > 0),
    block_subscriptions: read_boolean(options, "http_roster_block_subscriptions", true),
  };
}

export { OPTION_NAMES, read_settings };
