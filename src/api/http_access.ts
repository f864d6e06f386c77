import * as hashes from "util.hashes";
import { match, new_ip } from "util.ip";
import { type Network, type Settings } from "../settings";

/** Why a caller is turned away. */
export interface Refusal {
  code: 401 | 403;
  message: string;
}

/** `true` where an address is in one of the networks. */
function is_allowed(address: string, networks: Network[]): boolean {
  const [ip] = new_ip(address);
  if (ip === undefined) return false;
  for (const network of networks) {
    if (network.ip.proto === ip.proto && match(ip, network.ip, network.bits)) return true;
  }
  return false;
}

/** `true` where a request carries one of the tokens. Takes the same time for each wrong one. */
function has_token(authorization: string | undefined, tokens: string[]): boolean {
  const [token] = string.match(authorization ?? "", "^[bB][eE][aA][rR][eE][rR] +(%S+)$");
  if (token === undefined) return false;
  const hash = hashes.sha256(token);
  let found = false;
  for (const known of tokens) {
    // Of hashes, since the comparison is only blind to where strings of one length differ.
    if (hashes.equals(hash, hashes.sha256(known))) found = true;
  }
  return found;
}

/** `true` where a request says that a proxy has passed it on. Not every proxy says so. */
function is_proxied(headers: HttpServerRequest["headers"]): boolean {
  if (headers.has("forwarded") || headers.has("x_real_ip") || headers.has("via")) return true;
  for (const [name] of headers) {
    if (string.sub(name, 1, 12) === "x_forwarded_") return true;
  }
  return false;
}

/** `true` where a request comes from a page in a browser, whoever's. What its user has typed in themselves is none. */
function is_from_page(headers: HttpServerRequest["headers"]): boolean {
  return headers.has("origin") || (headers.get("sec_fetch_site") ?? "none") !== "none";
}

/** Says why a caller may not call where no token is set: what comes from this machine may be anyone's. */
function refusal_without_token({ headers }: HttpServerRequest): Refusal | undefined {
  let sender: string;
  if (is_proxied(headers)) sender = "through a proxy";
  else if (is_from_page(headers)) sender = "from a page in a browser";
  else return undefined;
  return {
    code: 403,
    message: `requests ${sender} need a token: set http_roster_token in Prosody's configuration`,
  };
}

/** Says why a caller may not call; nil where they may. What is open needs no token where none is set. */
function refusal(request: HttpServerRequest, settings: Settings, is_open: boolean): Refusal | undefined {
  const headers = request.headers;
  const ip = request.ip;
  const tokens = settings.tokens;
  const networks = settings.networks;
  if (tokens.length === 0) {
    const refused = refusal_without_token(request);
    if (refused !== undefined) return refused;
  }
  const needs_token = tokens.length === 0 && !is_open;
  if (networks !== undefined && !is_allowed(ip, networks)) {
    const more = needs_token ? ", and set http_roster_token," : "";
    return {
      code: 403,
      message: `${ip} may not call: add it to http_roster_allowed_ips${more} in Prosody's configuration`,
    };
  }
  if (needs_token) {
    return { code: 403, message: "this request needs a token: set http_roster_token in Prosody's configuration" };
  }
  if (tokens.length > 0 && !has_token(headers.get("authorization"), tokens)) {
    const given = headers.has("authorization") ? "a wrong token" : "no token";
    return { code: 401, message: `${given}: send "Authorization: Bearer TOKEN" with a token of http_roster_token` };
  }
  return undefined;
}

type Routes = Partial<Record<HttpRoute, HttpHandler>>;

/** Answers a request that no route serves; `allow` are the methods that its path takes, nil where there is no such path. */
type Refuse = (event: HttpRequestEvent, code: 404 | 405, message: string, allow?: string) => HttpResult;

/** Those of HTTP, but for HEAD, which Prosody passes on as GET, and CONNECT, which has no path. */
const METHODS = ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"] as const;

interface Route {
  method: string;
  /** Without its first slash. */
  path: string;
  /** Ends in a slash, and a name belongs behind it. */
  takes_name: boolean;
  handler: HttpHandler;
}

function read_routes(served: Routes): Route[] {
  const routes: Route[] = [];
  for (const [key, handler] of pairs(served)) {
    const [method, path, star] = string.match(key, "^(%S+) /([^*]+)(%*?)$");
    if (method !== undefined && path !== undefined) routes.push({ method, path, takes_name: star === "*", handler });
  }
  table.sort(routes, (a, b) => `${a.path} ${a.method}` < `${b.path} ${b.method}`);
  return routes;
}

/** `true` where a route is one for this path. An empty name is none. */
function is_route_for(route: Route, path: string): boolean {
  if (!route.takes_name) return route.path === path;
  return path.length > route.path.length && string.sub(path, 1, route.path.length) === route.path;
}

/** The paths there are, for who has asked for another. */
function known_paths(routes: Route[]): string {
  const paths: string[] = [];
  for (const { path, takes_name } of routes) {
    const shown = takes_name ? `/${path}USERNAME` : `/${path}`;
    if (paths[paths.length - 1] !== shown) paths.push(shown);
  }
  return table.concat(paths, ", ");
}

/**
 * What serves these routes (of paths, or `/path/*` for a name) and refuses everything else under the app's own path. Left to
 * Prosody, that would be answered with pages in HTML, and a path without a name redirected to one with an empty name.
 */
function with_refusals(served: Routes, refuse: Refuse): Routes {
  const routes = read_routes(served);
  const not_found = `no such path, only ${known_paths(routes)}`;

  function serve_method(method: string): HttpHandler {
    return (event, path = "") => {
      const allowed: string[] = [];
      for (const route of routes) {
        if (is_route_for(route, path)) {
          if (route.method === method) return route.handler(event, string.sub(path, route.path.length + 1));
          allowed.push(route.method);
        }
      }
      if (allowed.length === 0) return refuse(event, 404, not_found);
      const allow = table.concat(allowed, ", ");
      return refuse(event, 405, `this path takes ${allow} only`, allow);
    };
  }

  const all: Routes = {};
  for (const method of METHODS) {
    all[method] = serve_method(method);
    all[`${method} /*`] = serve_method(method);
  }
  return all;
}

export { refusal, with_refusals };
