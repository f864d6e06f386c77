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

/** Says why a caller may not call; nil where they may. */
function refusal(request: HttpServerRequest, settings: Settings): Refusal | undefined {
  const { headers, ip } = request;
  const { tokens, networks } = settings;
  if (tokens.length === 0 && (headers.has("x_forwarded_for") || headers.has("forwarded"))) {
    return {
      code: 403,
      message: "requests through a proxy need a token: set http_roster_token in Prosody's configuration",
    };
  }
  if (networks !== undefined && !is_allowed(ip, networks)) {
    return { code: 403, message: `${ip} may not call: add it to http_roster_allowed_ips in Prosody's configuration` };
  }
  if (tokens.length > 0 && !has_token(headers.get("authorization"), tokens)) {
    const given = headers.has("authorization") ? "a wrong token" : "no token";
    return { code: 401, message: `${given}: send "Authorization: Bearer TOKEN" with a token of http_roster_token` };
  }
  return undefined;
}

export { refusal };
