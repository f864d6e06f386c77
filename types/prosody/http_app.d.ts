/** @noSelfInFile */

/**
 * A request to Prosody's HTTP server.
 * @see net/http/parser.lua, net/http/server.lua, modules/mod_http.lua
 */
interface HttpServerRequest<Body extends string | false = string | false> {
  /**
   * As the client spells it, which is how a route is looked for: capitals, mostly. A HEAD without a route of its own comes to GET's
   * handler; what it sends as body is dropped.
   */
  method: string;
  /** Decoded, without the query; slashes in a row are made one. */
  path: string;
  /** As sent. */
  url: {
    /** Still percent-encoded. */
    path: string;
    /** What stands after `?`, still percent-encoded; nil without one, and for an empty one unless a whole URL was sent. */
    query?: string;
  };
  /** Lowercase, `_` for `-`: `content_type`. Repeated ones are joined by commas. */
  headers: LuaMap<string, string>;
  /**
   * `""` where there is none, and for a chunked one, which can't be read: callers have to send `Content-Length`. `false`, which only
   * `streaming_uploads` apps see, while it is still to come, or where a `body_sink` took it.
   */
  body: Body;
  /** `1.0` or `1.1`. */
  httpversion: string;
  /**
   * The client's address; behind one of `trusted_proxies` the one named by `X-Forwarded-For` (13.0: by `Forwarded`, where
   * `http_legacy_x_forwarded` is off).
   */
  ip: string;
  /** Whether it came by TLS, as far as is known: one of `trusted_proxies` can say so, too. Else false or nil. */
  secure?: boolean;
  /** True while only the head has arrived; nil later. */
  partial?: boolean;
  /**
   * To be set while `partial`, before any waiting, to take the body: each chunk is passed to its `write`. The handler returns `true`
   * then, and answers when it is called again, with another response.
   */
  body_sink?: import("net.http").BodySink;
  /** The client's connection. */
  conn: import("net.server").Connection;
  /**
   * Also sent back as `X-Request-ID`.
   * @since 13.0
   */
  id?: string;
}

/**
 * The answer under way. A handler that returned `true` ends it later with `send`; after the caller has left nothing comes of that.
 * @see net/http/server.lua
 */
interface HttpServerResponse {
  /** The one that is answered. */
  request: HttpServerRequest;
  /** 200 unless set. */
  status_code: number;
  /** Lowercase, `_` for `-`. */
  headers: LuaMap<string, string>;
  /** True once answered; once the caller has left only where there is an `on_destroy`. */
  finished?: boolean;
  /** To be called once the answer has been given to the connection, or the caller has left. */
  on_destroy?(): void;
  /** What `send` sends where nothing is given to it. */
  body?: string;
  /**
   * Sends the head, and `body`, else the field `body`, else nothing; sets `content_length`, but for a status of 1xx or 204. A second
   * call does nothing.
   */
  send(body?: string): void;
  /**
   * Sends the head, then the body piece by piece as the caller takes it; chunked unless the headers have `content_length`. Gives
   * `true`, to be returned by the handler; nil for HEAD, whose head alone is sent, and once finished.
   */
  send_file(file: HttpFile): true | undefined;
  /** Sends the head alone; the body is then to be written to `conn`, and `done` called. */
  write_headers(): void;
  /** Ends the answer: the next request is read, or the connection closed. Does nothing once finished. */
  done(): void;
  /** The caller's connection. */
  conn: import("net.server").Connection;
}

/** What a body can be read from: an open file, or anything with its `read`. @see net/http/server.lua */
interface HttpFile {
  /** The next bytes, at most so many; nil at the end. */
  read(size: number): string | undefined;
  /** Called at the end, if there is one. Not called where the caller leaves before. */
  close?(): unknown;
}

/** @see net/http/server.lua */
interface HttpRequestEvent<Body extends string | false = string | false> {
  /** What is asked for. */
  request: HttpServerRequest<Body>;
  /** To set headers on, or to answer later. */
  response: HttpServerResponse;
}

/** A whole answer; what is left out stays as it is in the response. @see net/http/server.lua */
interface HttpReply {
  /** 200 where nothing else was set. */
  status_code?: number;
  /** Lowercase, `_` for `-`: `content_type`. */
  headers?: Record<string, string>;
  /** Sent as it is; no type is guessed for it. */
  body?: string;
}

/**
 * A status (from 400 on with a page that says so), a body, a whole answer, or an error, whose `code` is the status, or 500; `true`:
 * answered later; nil: 404.
 */
type HttpResult = number | string | HttpReply | import("util.error").ErrorObject | true | undefined;

/**
 * Answers a request. Runs in async context, so it may wait. A throw becomes a 500, with a traceback in the log and the end of the
 * connection; a reason for which a promise is rejected is answered as if it had been returned, but with 500 where it says no status,
 * and so a text is shown to the caller: catch both. `path` is given to wildcard routes only: what stood for the `*`, already
 * decoded.
 */
type HttpHandler<Body extends string | false = string | false> = (
  this: void,
  event: HttpRequestEvent<Body>,
  path?: string,
) => HttpResult | import("util.promise").Promise<HttpResult>;

/**
 * Names of methods, in capitals. Open: any of letters and digits will do, so a module can add others (`PROPFIND: true`) by declaring
 * the interface again.
 */
interface HttpMethods {
  /** Answers HEAD, too, where that has no route or returns nil. */
  GET: true;
  /** Only to answer otherwise than GET does: no body is sent. */
  HEAD: true;
  /** Has a body. */
  POST: true;
  /** Has a body. */
  PUT: true;
  /** Has a body. */
  PATCH: true;
  /** May have a body. */
  DELETE: true;
  /** mod_http answers it by itself, where CORS is on and no route does. */
  OPTIONS: true;
  /** Nothing answers it by itself. */
  TRACE: true;
}

type HttpMethod = keyof HttpMethods;

/**
 * A method and a path with a leading slash, relative to the app, with an optional `/*` at its end; a method alone is for
 * the app's own path. Next to a path that ends in a slash, or in `/*`, and has a function, the one without is redirected to the one
 * with a slash, unless it has a route of its own.
 */
type HttpRoute = HttpMethod | `${HttpMethod} /${string}`;

/** Routes of an app: a function, or what is always answered. */
type HttpRoutes<Body extends string | false> = {
  [route in HttpRoute]?: HttpHandler<Body> | HttpReply | string | number;
};

/**
 * What all apps of Prosody's HTTP server have.
 * @see modules/mod_http.lua
 */
interface HttpAppBase {
  /** Left out: the module's name without `http_`. */
  name?: string;
  /** Left out: `/` and the name. The option `http_paths` goes before it; `$host` is replaced. */
  default_path?: string;
  /**
   * Left out: what `http_default_cors_enabled` says, which is on. The option `http_cors_override` goes before it.
   */
  cors?: {
    /** Off: no header of CORS, and no answer to OPTIONS. Nil: on, and the rest is not looked at. */
    enabled: boolean;
    /** Cookies and `Authorization` may be sent. Left out: `access_control_allow_credentials`, else false. */
    credentials?: boolean;
    /** Headers that may be sent, or with false may not, besides those of `access_control_allow_headers`: `Content-Type`, if not set. */
    headers?: Record<string, boolean>;
    /**
     * `"*"` or a list: with any other string no answer would carry a CORS header. Left out: every origin, on 13.0 those of
     * `access_control_allow_origins` if set.
     */
    origins?: "*" | string[];
  };
}

/**
 * An app whose handlers are called once a request is complete. Requests over `http_max_content_size` are answered 404, and cut off.
 * @see modules/mod_http.lua
 */
interface WholeHttpApp extends HttpAppBase {
  /** Handlers see whole bodies. */
  route: HttpRoutes<string>;
  /** Says which kind of app it is. */
  streaming_uploads?: false;
}

/**
 * An app whose handlers are called as soon as the head has arrived where the body is larger than `http_max_content_size` (10 MiB if
 * not set), and, where a `body_sink` takes it, again when it is complete. Others are called once, with the whole body.
 * @see modules/mod_http.lua, net/http/parser.lua
 */
interface StreamingHttpApp extends HttpAppBase {
  /** Handlers are to look at `partial` first. */
  route: HttpRoutes<string | false>;
  /** Lifts no limit by itself: without a `body_sink` the request is cut off, after the answer of the first call. */
  streaming_uploads: true;
}

/** An app of Prosody's HTTP server, for `module.provides("http", …)`. */
type HttpApp = WholeHttpApp | StreamingHttpApp;
