/** @noSelfInFile */

/**
 * A session of another server. Which way it goes is said by `type` and `direction`; what it has depends on how far it got.
 * @see core/s2smanager.lua, modules/mod_s2s.lua, modules/mod_s2s_auth_certs.lua, modules/mod_dialback.lua
 */
interface S2sSession extends StanzaOrigin {
  /** `_unauthed` until one host at least is proven. */
  type: "s2sin_unauthed" | "s2sin" | "s2sout_unauthed" | "s2sout" | "s2s_destroyed";
  /** Who has opened the connection; it stays with bidi. */
  direction: "incoming" | "outgoing" | "destroyed";
  /** Came in; with bidi it goes both ways. */
  incoming?: boolean;
  /** Stanzas go out on it. */
  outgoing?: boolean;
  /** For the log, `s2sin` or `s2sout` and an address in memory. Made up here; the stream's own is `streamid`. */
  id?: string;
  /** With the session's id. */
  log: Logger;
  /** Our host for one going out, the other's for one coming in. */
  from_host?: string;
  /**
   * The other's host for one going out, ours for one coming in. Nil before the stream header of one that came in
   * without `to`.
   */
  to_host?: string;
  /** Hosts that it may speak for: those of one stream can be many. */
  hosts?: LuaMap<
    string,
    {
      /** Proven: stanzas from that host are let through. */
      authed?: boolean;
      /** Sent by that host, and not verified yet. */
      dialback_key?: string;
    }
  >;
  /** Not connected yet. */
  notopen?: boolean;
  /** What waits to be sent. */
  sendq?: object[];
  /** Its connection. */
  conn?: import("net.server").Connection;
  /** The other's address; set once connected. */
  ip?: string;
  /** `false` while STARTTLS is under way; nil without TLS. */
  secure?: boolean;
  /** Whether the certificate was found good: by those who can say. */
  cert_chain_status?: "valid" | "invalid";
  /** Whether the certificate is of that host. */
  cert_identity_status?: "valid" | "invalid";
  /** Of the other's stream. */
  version?: number;
  /** Of the stream's header, which dialback keys are made of. */
  streamid?: string;
  /** A stanza or text on the stream itself. Plain function. */
  sends2s: (this: void, data: import("util.stanza").Stanza | string) => unknown;
  /** Without a reason an orderly end. `remote_reason` is why the other closed it, for the log and for bounces. */
  close(reason?: CloseReason, remote_reason?: string): void;
  /** Sends back what waits to be sent, as errors. */
  bounce_sendq?(reason?: unknown): void;
  /** Left then: `id`, `log`, `conn`, `destruction_reason`, and functions that do nothing. Set after the events of its end. */
  destroyed?: boolean;
  /** Why it is over. */
  destruction_reason?: unknown;
}

/**
 * A session of a component that another process runs.
 * @see modules/mod_component.lua
 */
interface ComponentSession extends StanzaOrigin {
  /** `component` once the handshake has gone well. */
  type: "component_unauthed" | "component";
  /** For the log; the stream's own is `streamid`. */
  id?: string;
  /** Its lines are marked by the session's id. */
  log: Logger;
  /** Its connection. */
  conn?: import("net.server").Connection;
  /** What the handshake's hash is made with. */
  streamid?: string;
  /** A stanza or text. Plain function. */
  send: (this: void, data: import("util.stanza").Stanza | string) => unknown;
  /** Sends the stream error, and ends the connection. */
  close(reason?: CloseReason): void;
  /** The component is gone; a new one gets another session. */
  destroyed?: boolean;
}
