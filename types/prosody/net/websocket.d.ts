/** @noSelfInFile */

/** WebSocket's client. @see net/websocket.lua */
declare module "net.websocket" {
  /** What is told. Plain functions that get the connection first. @see net/websocket.lua */
  interface WebsocketListener {
    /** From now on one can send. */
    onopen?: (this: void, websocket: Websocket) => void;
    /** A whole message, put together. The opcode is 1 for text and 2 for binary. */
    onmessage?: (this: void, websocket: Websocket, data: string, opcode: 1 | 2) => void;
    /** The code and reason that the other gave; without a code the reason why the connection broke. */
    onclose?: (this: void, websocket: Websocket, code?: number, reason?: string) => void;
    /** `connecting-failed`, after which nothing follows; or why the connection broke, and `onclose` follows. */
    onerror?: (this: void, websocket: Websocket, err: string | undefined) => void;
  }

  /** @see net/websocket.lua */
  interface Websocket {
    /** As text unless told otherwise. Nil and an error before it is open, and once it is closing. */
    send(data: string, type?: "text" | "binary"): LuaMultiReturn<[sent: number | boolean | undefined, err?: string]>;
    /**
     * Code 1000 unless told otherwise. Waits 3 seconds for the other to close; a second call does not. Throws before it is
     * open, and for a reason of more than 123 bytes.
     */
    close(code?: number, reason?: string): void;
  }

  /** To a `ws:` or `wss:` address. Gives the connection at once, before it is open; what fails is told by `onerror`. */
  function connect(
    url: string,
    options: { protocol?: string | string[]; headers?: Record<string, string> } | undefined,
    listener: WebsocketListener,
  ): Websocket;
}
