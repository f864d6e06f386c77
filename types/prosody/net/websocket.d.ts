/** @noSelfInFile */

/** WebSocket's client. @see net/websocket.lua */
declare module "net.websocket" {
  /** What is told. Plain functions that get the connection first. @see net/websocket.lua */
  interface WebsocketListener {
    /** From now on one can send. */
    onopen?: (this: void, websocket: Websocket) => void;
    /** A whole message, put together. The opcode is 1 for text and 2 for binary. */
    onmessage?: (this: void, websocket: Websocket, data: string, opcode: 1 | 2) => void;
    /** The code, 1005 for none, and reason that the other gave; without a code the reason why the connection broke. */
    onclose?: (this: void, websocket: Websocket, code?: number, reason?: string) => void;
    /** `connecting-failed`, after which nothing follows; or why the connection broke, and `onclose` follows. */
    onerror?: (this: void, websocket: Websocket, err: string | undefined) => void;
  }

  /** What {@link connect} gives. @see net/websocket.lua */
  interface Websocket {
    /** 0 connecting, 1 open, 2 closing, 3 closed. */
    readonly readyState: 0 | 1 | 2 | 3;
    /** That of the options that the other has chosen; nil before it is open. */
    readonly protocol?: string;
    /** As text unless told otherwise. Nil and an error before it is open, and once it is closing. */
    send(
      data: string,
      type?: "text" | "binary" | number,
    ): LuaMultiReturn<[sent: number | boolean | undefined, err?: string]>;
    /**
     * Code 1000 unless told otherwise. Waits 3 seconds for the other to close; a second call does not. Does nothing once it is closed.
     * Throws before it is open, and for a reason of more than 123 bytes.
     */
    close(code?: number, reason?: string): void;
  }

  /** How it connects. @see net/websocket.lua */
  interface WebsocketOptions {
    /** Those to choose from; if the other chooses none of them, connecting fails. A list given is changed. */
    protocol?: string | string[];
    /** Sent as they are. */
    headers?: Record<string, string>;
    /** Sent as `Sec-WebSocket-Extensions`; none is made use of. */
    extensions?: string;
    /** As that of `net.http`. */
    sslctx?: import("net.server").TlsContext;
    /** Does not verify the certificate. */
    insecure?: boolean;
  }

  /** To a `ws:` or `wss:` address. Gives the connection at once, before it is open; what fails is told by `onerror`. */
  function connect(url: string, options: WebsocketOptions | undefined, listener: WebsocketListener): Websocket;
}
