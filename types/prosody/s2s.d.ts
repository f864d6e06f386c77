/** @noSelfInFile */

/**
 * A session of another server. Which way it goes is said by `type` and `direction`; what it has depends on how far it got.
 * @see core/s2smanager.lua, modules/mod_s2s.lua, modules/mod_s2s_auth_certs.lua, modules/mod_dialback.lua, modules/mod_s2s_bidi.lua
 */
interface S2sSession extends Omit<StanzaOrigin, "send"> {
  /** `_unauthed` until a host is authenticated on it: one of the other's for one coming in, ours for one going out. */
  type: "s2sin_unauthed" | "s2sin" | "s2sout_unauthed" | "s2sout" | "s2s_destroyed";
  /** Who has opened the connection; it stays with bidi. */
  direction: "incoming" | "outgoing" | "destroyed";
  /** Stanzas come in on it: for one that the other has opened, and with bidi. */
  incoming?: boolean;
  /** Stanzas go out on it: for one that we have opened, and with bidi. */
  outgoing?: boolean;
  /** For the log, `s2sin` or `s2sout` and an address in memory. Made up here; the stream's own is `streamid`. */
  id?: string;
  /** Its lines are marked by the session's id. */
  log: Logger;
  /** Our host for one going out, the other's for one coming in; nil before that has named it. */
  from_host?: string;
  /** The other's host for one going out, ours for one coming in; nil before the other has named it. */
  to_host?: string;
  /**
   * Sends a stanza to the other server, as one to be routed there. Plain function. Nil before the stream is ready for stanzas, and,
   * without bidi, always for one going out.
   */
  send?: (this: void, stanza: import("util.stanza").Stanza) => unknown;
  /** Hosts that it may speak for: those of one stream can be many. */
  hosts?: LuaMap<
    string,
    {
      /** Proven: stanzas from that host are let through. */
      authed?: boolean;
      /** Sent for that host, to be verified. */
      dialback_key?: string;
    }
  >;
  /** True while the other's stream header is awaited: at first, and again where the stream is begun anew. */
  notopen?: boolean;
  /** What waits until it may be sent: a list on 0.12, a `util.queue` on 13.0. */
  sendq?: object;
  /** Its connection; nil before there is one. */
  conn?: import("net.server").Connection;
  /** The other's address; nil before it is connected. */
  ip?: string;
  /** `false` while STARTTLS is under way; nil without TLS. */
  secure?: boolean;
  /** Whether the certificate is of an authority that is trusted. Nil before it was looked at, and where there is none. */
  cert_chain_status?: "valid" | "invalid";
  /** Whether the certificate is of that host; only looked at where it is of a trusted authority. */
  cert_identity_status?: "valid" | "invalid";
  /** Of the other's stream, 0 without one; 1 for one going out before its header has come. */
  version?: number;
  /** Of the stream's header, which dialback keys are made of. */
  streamid?: string;
  /**
   * A stanza or text on the stream itself. Plain function. Nil before there is a connection. On 13.0 a stanza that is larger than the
   * other has said it takes is dropped, with a warning in the log.
   */
  sends2s?: (this: void, data: import("util.stanza").Stanza | string) => unknown;
  /**
   * Without a reason an orderly end; a whole `<stream:error/>` is not sent. `remote_reason` is why the other closed it, for the log.
   * `bounce_reason` is what is said of stanzas that waited, else the reason. Nil before there is a connection.
   */
  close?(reason?: CloseReason, remote_reason?: string, bounce_reason?: string | import("util.error").ErrorObject): void;
  /** Sends back what waits to be sent, as errors: of that `util.error`, or with that text. Only of one going out. */
  bounce_sendq?(reason?: unknown): void;
  /** Left then: `id`, `log`, `conn`, `destruction_reason`, and functions that do nothing. Set after the events of its end. */
  destroyed?: boolean;
  /** Why it is over; nil unless it is, and for no reason. */
  destruction_reason?: unknown;
}

/**
 * A session of a component that another process runs. Once that has gone only `log`, `close` and `destroyed` are left.
 * @see modules/mod_component.lua
 */
interface ComponentSession extends StanzaOrigin {
  /** `component` once the handshake has gone well. */
  type: "component_unauthed" | "component";
  /** Its lines are marked by `jcp` and an address in memory. */
  log: Logger;
  /** Its connection. */
  conn?: import("net.server").Connection;
  /** What the handshake's hash is made with; nil before the stream header. */
  streamid?: string;
  /** A stanza or text. Plain function. */
  send: (this: void, data: import("util.stanza").Stanza | string) => unknown;
  /** Sends the stream error, if there is a reason, and ends the connection. */
  close(reason?: CloseReason): void;
  /** True once the component is gone; a new one gets another session. */
  destroyed?: boolean;
}
