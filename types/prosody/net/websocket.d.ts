/** @noSelfInFile */

/** WebSocket's client. @see net/websocket.lua */
declare module "net.websocket" {
  /** What is told. Plain functions that get the connection first. @see net/websocket.lua */
  interface WebsocketListener {
    onopen?: (this: void, websocket: Websocket) => void;
    onmessage?: (this: void, websocket: Websocket, data: string, type: "text" | "binary") => void;
    onclose?: (this: void, websocket: Websocket, code?: number, reason?: string) => void;
    onerror?: (this: void, websocket: Websocket, err: string) => void;
  }

  /** @see net/websocket.lua */
  interface Websocket {
    send(data: string, type?: "text" | "binary"): boolean | undefined;
    close(code?: number, reason?: string): void;
  }

  function connect(
    url: string,
    options: { protocol?: string | string[]; headers?: Record<string, string> } | undefined,
    listener: WebsocketListener,
  ): Websocket | undefined;
}
