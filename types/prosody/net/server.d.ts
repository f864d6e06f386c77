/** @noSelfInFile */

/** Connections, and the loop that everything runs in, as with `epoll`, the usual backend. @see net/server.lua, net/server_epoll.lua */
declare module "net.server" {
  /**
   * What is told of a connection. Plain functions: use arrow functions.
   * @see modules/mod_c2s.lua, modules/mod_s2s.lua
   */
  interface Listener {
    /** Connected; with TLS from the first byte, after its handshake. It may close the connection. */
    onconnect?: (this: void, conn: Connection) => void;
    /** What has come, up to the connection's read size. */
    onincoming?: (this: void, conn: Connection, data: string, err?: string) => void;
    /** Without a reason it was closed here, in 0.12 also by the other side. Not called after `destroy`. */
    ondisconnect?: (this: void, conn: Connection, reason?: string) => void;
    /** Nothing came for a while: true waits again, anything else has it closed. */
    onreadtimeout?: (this: void, conn: Connection) => boolean | undefined;
    /** All that was to be sent is out. */
    ondrain?: (this: void, conn: Connection) => void;
    /** Before it goes out: a last chance to add to it. */
    onpredrain?: (this: void, conn: Connection) => void;
    /** One of the others threw: gives what is logged. Left out: a traceback. @see net/server_epoll.lua */
    onerror?: (this: void, err: unknown) => unknown;
    /** `ssl-handshake-complete`. */
    onstatus?: (this: void, conn: Connection, status: string) => void;
    /** The connection was handed over to this listener. */
    onattach?: (this: void, conn: Connection, data?: unknown) => void;
    /** It was handed over to another. */
    ondetach?: (this: void, conn: Connection) => void;
    /** Bytes, or `*a` and `*l` for all and lines. @see core/portmanager.lua */
    default_mode?: number | string;
    /** Where the configuration names none. Of services provided it is their own that counts. @see core/portmanager.lua */
    default_port?: number;
    /** An IP address, or `*` for all of IPv4, where the configuration names none. @see core/portmanager.lua */
    default_interface?: string;
  }

  /** A TLS context, as `core.certmanager` makes it. */
  type TlsContext = object & { readonly __tls_context: unique symbol };

  /**
   * A connection, or a port that is listened on.
   * @see net/server_epoll.lua
   */
  interface Connection {
    /** The other's address, or the one listened on. */
    ip(): string;
    /** The other's port, or the one listened on. */
    port(): number;
    /** The port of whoever has connected, here or there. */
    clientport(): number;
    /** The port that was connected to, here or there. */
    serverport(): number;
    /** The port that it came in by; itself for one going out. */
    server(): Connection;
    /** LuaSocket's own object, with TLS LuaSec's; nil once it is closed. */
    socket(): object | undefined;
    /**
     * Sends, in time. Where it is closed it gives nil, or a number all the same if it was destroyed; false where too much is waiting,
     * which since 13.0 has a limit.
     */
    write(data: string): LuaMultiReturn<[sent: number | boolean | undefined, err?: string]>;
    /** Once all is sent. */
    close(): void;
    /** At once, and without a word to the listener. */
    destroy(): void;
    /** Hands it over: `ondetach` of the old one and `onattach` of the new are called. */
    setlistener(listener: Listener, data?: unknown): void;
    /** How much is read at once: bytes, `*a` or `*l`. Left out: that of `network_settings`. */
    set_mode(mode?: number | string): void;
    /** An option of LuaSocket's. With TLS it can't be set. */
    setoption(name: string, value: unknown): LuaMultiReturn<[ok: number | boolean | undefined, err?: string]>;
    /** No more reading. */
    pause(): LuaMultiReturn<[ok: true | undefined, err?: string]>;
    /** Reads again, after {@link pause}. */
    resume(): LuaMultiReturn<[ok: true | undefined, err?: string]>;
    /** No reading for so many seconds; false: until {@link resume}. */
    pausefor(seconds: number | false): void;
    /** Keeps in memory what is written. */
    pause_writes(): void;
    /** Sends on, after {@link pause_writes}. */
    resume_writes(): void;
    /** How many bytes are read a second; 0 for no limit. */
    setlimit(bytes: number): void;
    /** Whether TLS is on, or about to be. */
    ssl(): boolean | undefined;
    /** Begins TLS, once all is sent. Without a context it takes that of the port. False once it was called, or TLS has begun. */
    readonly starttls: ((this: Connection, context?: TlsContext) => void) | false;
    /** Has no effect: give the context to {@link starttls}. */
    set_sslctx(context: TlsContext): void;
    /**
     * The context for its TLS, be it on or not; nil where it has none.
     * @since 13.0
     */
    sslctx: Since13<(this: Connection) => TlsContext | undefined>;
    /**
     * What LuaSec tells: `protocol`, `cipher` …; nil and why without TLS. On 0.12 ask `socket()`.
     * @since 13.0
     */
    ssl_info: Since13<(this: Connection) => LuaMultiReturn<[info: Record<string, unknown> | undefined, err?: string]>>;
    /**
     * LuaSec's certificate object; nil without TLS or certificate. On 0.12 ask `socket()`.
     * @since 13.0
     */
    ssl_peercertificate: Since13<(this: Connection) => LuaMultiReturn<[certificate: object | undefined, err?: string]>>;
    /**
     * Whether the certificate was found good, and if not why, by its place in the chain; nil without TLS. On 0.12 ask `socket()`.
     * @since 13.0
     */
    ssl_peerverification: Since13<
      (this: Connection) => LuaMultiReturn<[ok: boolean | undefined, errors?: string[][] | string]>
    >;
    /**
     * The last message of the other's handshake, for the channel binding `tls-unique`. Nil without TLS.
     * @since 13.0
     */
    ssl_peerfinished: Since13<(this: Connection) => LuaMultiReturn<[message: string | undefined, err?: string]>>;
    /**
     * So many secret bytes that both sides can derive (RFC 5705), for `tls-exporter`. Nil without TLS.
     * @since 13.0
     */
    ssl_exportkeyingmaterial: Since13<
      (
        this: Connection,
        label: string,
        length: number,
        context?: string,
      ) => LuaMultiReturn<[material: string | undefined, err?: string]>
    >;
  }

  /** How a port is listened on. @see net/server_epoll.lua */
  interface ListenOptions {
    /** What {@link Connection.set_mode} takes. Left out: that of `network_settings`. */
    read_size?: number | string;
    /** For TLS, at once with `tls_direct`, else when `starttls` is called. */
    tls_ctx?: TlsContext;
    /** TLS from the first byte. */
    tls_direct?: boolean;
    /** TLS contexts by host name, for clients that name one. In 13.0 they are those of the context itself. */
    sni_hosts?: object;
  }

  /** A connection or nil and why. */
  type Connected = LuaMultiReturn<[conn: Connection, other?: unknown] | [conn: undefined, err: string]>;

  /**
   * A connection to an IP address, with TLS from the first byte if there is a context. Mostly `net.connect` is wanted, which looks names
   * up.
   */
  function addclient(
    address: string,
    port: number,
    listener: Listener,
    read_size?: number | string,
    tls_ctx?: TlsContext,
    type?: "tcp4" | "tcp6",
    extra?: object,
  ): Connected;
  /** The old way to {@link listen}. With a context it is TLS from the first byte. */
  function addserver(
    address: string,
    port: number,
    listener: Listener,
    read_size?: number | string,
    tls_ctx?: TlsContext,
  ): Connected;
  /** Listens on a port of an IP address, or of all of IPv4 for `*`. Mostly `module.provides("net", …)` is wanted. */
  function listen(address: string, port: number, listener: Listener, options?: ListenOptions): Connected;
  /** Takes over a socket of LuaSocket. */
  function wrapclient(
    socket: object,
    address: string,
    port: number,
    listener: Listener,
    read_size?: number | string,
    tls_ctx?: TlsContext,
    extra?: object,
  ): Connected;
  /** Calls back when there is something to read, or room to write. Takes a file descriptor, or what has `getfd`, as a socket. */
  function watchfd(
    fd: number | object,
    onreadable?: (this: void, watch: FdWatch) => void,
    onwritable?: (this: void, watch: FdWatch) => void,
  ): FdWatch;
  /** What {@link watchfd} gives. */
  interface FdWatch {
    /** No more calls. Does not close the file descriptor. */
    close(): void;
    /** Asks for reading, for writing, or no more of it. What is left out stays as it is. */
    set(read?: boolean, write?: boolean): LuaMultiReturn<[ok: true | undefined, err?: string]>;
  }
  /** Sends on all that comes in on one to the other. */
  function link(from: Connection, to: Connection, read_size?: number): void;
  /** See `util.timer`. */
  const add_task: (typeof import("util.timer"))["add_task"];
  /** The name of what does it: `epoll`, `event` or `select`. */
  function get_backend(): string;
  /** Closes all, and ends the loop: in 0.12 once that is done, in 13.0 at once. With false it goes on. */
  function setquitting(quit: boolean | "once"): void;
  /** Closes all connections and ports. */
  function closeall(): void;
  /** In place of `network_settings`, all of them: what is left out is as usual again. */
  function set_config(config: object): void;
  /**
   * Calls back at a signal. In 13.0 in the loop, with what watches for it and the signal's number; gives what watches, whose `close`
   * ends that, or nil and `failed`. In 0.12 it is `signal` of `util.signal`.
   */
  function hook_signal(
    signal: number,
    callback: (this: void, watch?: unknown, signal?: number) => void,
  ): LuaMultiReturn<[watch_or_ok: FdWatch | boolean | undefined, err?: string]>;
  /**
   * What libevent would do, with a warning in the log.
   * @deprecated Use {@link watchfd}.
   */
  function addevent(
    fd: number,
    mode: string | undefined,
    callback: (this: void, event: object) => unknown,
  ): LuaMultiReturn<[event: object | undefined, err?: string]>;
  /** The names of `addevent`'s modes. */
  const event: {
    /** To be called back when there is something to read. */
    EV_READ: string;
    /** To be called back when there is room to write. */
    EV_WRITE: string;
    /** To be called back for both. */
    EV_READWRITE: string;
    /** -1: what the callback returns to be called no more. */
    EV_LEAVE: number;
  };
}
