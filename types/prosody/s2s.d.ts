/** @noSelfInFile */

/**
 * A session of another server. Which way it goes is said by `type` and `direction`; what it has depends on how far it got.
 * @see core/s2smanager.lua, modules/mod_s2s.lua, modules/mod_s2s_auth_certs.lua, modules/mod_dialback.lua
 */
interface S2sSession extends StanzaOrigin {
  type: "s2sin_unauthed" | "s2sin" | "s2sout_unauthed" | "s2sout" | "s2s_destroyed";
  direction: "incoming" | "outgoing" | "destroyed";
  /** Came in; with bidi it goes both ways. */
  incoming?: boolean;
  /** Stanzas go out on it. */
  outgoing?: boolean;
  id?: string;
  log: Logger;
  /** Our host for one going out, the other's for one coming in. */
  from_host?: string;
  to_host?: string;
  /** Hosts that it may speak for: those of one stream can be many. */
  hosts?: LuaMap<string, { authed?: boolean; ids?: object; dialback_key?: string }>;
  /** Not connected yet. */
  notopen?: boolean;
  /** What waits to be sent. */
  sendq?: object[];
  /** Its connection. */
  conn?: import("net.server").Connection;
  ip?: string;
  secure?: boolean;
  /** Whether the certificate was found good: by those who can say. */
  cert_chain_status?: "valid" | "invalid";
  /** Whether the certificate is of that host. */
  cert_identity_status?: "valid" | "invalid";
  /** Of the other's stream. */
  version?: number;
  streamid?: string;
  /** A stanza or text on the stream itself. Plain function. */
  sends2s: (this: void, data: import("util.stanza").Stanza | string) => unknown;
  close(reason?: CloseReason, remote_reason?: string): void;
  /** Sends back what waits to be sent, as errors. */
  bounce_sendq?(reason?: unknown): void;
  destroyed?: boolean;
  /** Why it is over. */
  destruction_reason?: unknown;
}

/**
 * A session of a component that another process runs.
 * @see modules/mod_component.lua
 */
interface ComponentSession extends StanzaOrigin {
  type: "component_unauthed" | "component";
  id?: string;
  log: Logger;
  /** Its connection. */
  conn?: import("net.server").Connection;
  streamid?: string;
  /** A stanza or text. Plain function. */
  send: (this: void, data: import("util.stanza").Stanza | string) => unknown;
  close(reason?: CloseReason): void;
  destroyed?: boolean;
}
