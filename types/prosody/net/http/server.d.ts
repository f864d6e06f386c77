/** @noSelfInFile */

/** The HTTP server under mod_http. Modules mostly want `module.provides("http", …)`. @see net/http/server.lua */
declare module "net.http.server" {
  /** Handlers of requests, by `GET host/path`; and `http-error`. */
  const _events: EventsObject;
  /** Code to text. @see net/http/codes.lua */
  const codes: typeof import("net.http.codes");
  /** For connections of one's own. */
  const listener: import("net.server").Listener;
  /** A host that is served. */
  function add_host(host: string): void;
  /** Its requests then go to the default host, or get 404 where there is none. Handlers stay. */
  function remove_host(host: string): void;
  /** For requests for hosts that are not served. */
  function set_default_host(host: string | undefined): void;
  /** Better by `module.hook_object_event`, which knows what these carry and takes the handler back at the end. */
  function add_handler(
    event: "http-error" | "directory-index",
    handler: (this: void, event: never) => unknown,
    priority?: number,
  ): void;
  /** For `GET host/path`, or `GET /path` for any host, and with `/*` at the end for all below. */
  function add_handler(event: string, handler: HttpHandler, priority?: number): void;
  /** Takes the very function that was added. */
  function remove_handler(event: string, handler: (this: void, event: never) => unknown): void;
  /** On the same object as requests: the handlers of `add_handler` get the payload. Gives the first result that is not nil. */
  function fire_event(event: string, payload?: unknown): unknown;
  /** `body_size_limit`, `buffer_size_limit`, `head_size_limit`, in bytes: for connections from then on. */
  function set_option(name: string, value: unknown): void;
  /** `*`, all addresses of IPv4, unless told otherwise. Gives what `addserver` of `net.server` does. */
  function listen_on(
    port: number,
    interface_?: string,
    tls_ctx?: import("net.server").TlsContext,
  ): import("net.server").Connected;
  /** The request that is being answered on a connection. */
  function get_request_from_conn(conn: import("net.server").Connection | undefined): HttpServerRequest | undefined;
  /** The head of an answer, in pieces to be put together as they are. */
  function prepare_header(response: HttpServerResponse): string[];
  /** Sends the head. Does nothing once it is answered. */
  function write_headers(response: HttpServerResponse): void;
  /** What `send` of a response does. */
  function send_response(response: HttpServerResponse, body?: string): void;
  /** Sends the head only, and ends the answer. */
  function send_head_response(response: HttpServerResponse): void;
  /** What `send_file` of a response does. */
  function send_file(response: HttpServerResponse, file: HttpFile): true | undefined;
  /** What `done` of a response does. */
  function finish_response(response: HttpServerResponse): void;
  /**
   * Never written.
   * @deprecated Throws.
   */
  function hijack_response(response: HttpServerResponse, listener: import("net.server").Listener): never;
}
