/** @noSelfInFile */

/**
 * A request to Prosody's HTTP server.
 * @see net/http/parser.lua, net/http/server.lua, modules/mod_http.lua
 */
interface HttpServerRequest<Body extends string | false = string | false> {
  /** As the client spells it, which is how a route is looked for: capitals, mostly. A HEAD without a route of its own comes to GET's handler; what it sends as body is dropped. */
  method: string;
  /** Decoded, without the query. */
  path: string;
  /** As sent. */
  url: {
    /** Still percent-encoded. */
    path: string;
    /** What stands after `?`, still percent-encoded; nil without one. */
    query?: string;
  };
  /** Lowercase, `_` for `-`: `content_type`. Repeated ones are joined by commas. */
  headers: LuaMap<string, string>;
  /** `""` where there is none. `false` while it is still to come, which only `streaming_uploads` apps see. */
  body: Body;
  /** `1.0` or `1.1`. */
  httpversion: string;
  /** The client's address; behind one of `trusted_proxies` the one named by `X-Forwarded-For`. */
  ip: string;
  /** True by TLS, also where one of `trusted_proxies` says so; else false or nil. */
  secure?: boolean;
  /** True while only the head has arrived. */
  partial?: boolean;
  /** Set while `partial` to take the body: each chunk is passed to its `write`. */
  body_sink?: import("net.http").BodySink;
  /**
   * Also sent back as `X-Request-ID`.
   * @since 13.0
   */
  id?: string;
}

/**
 * The answer under way. A handler that returned `true` ends it later with `send`; after the caller has left that does
 * nothing.
 * @see net/http/server.lua
 */
interface HttpServerResponse {
  /** The one that is answered. */
  request: HttpServerRequest;
  /** 200 unless set. */
  status_code: number;
  /** Lowercase, `_` for `-`. */
  headers: LuaMap<string, string>;
  /** Set once answered or once the caller has left. */
  finished?: boolean;
  /** Called once the answer is out or the caller has left. */
  on_destroy?(): void;
  /**
   * Sends the head, and `body`, else the field `body`, else nothing; sets `content_length`. A second call does
   * nothing.
   */
  send(body?: string): unknown;
  /** Sends the head, then the body piece by piece as the caller takes it; chunked unless the headers have `content_length`. */
  send_file(file: HttpFile): unknown;
}

/** What a body can be read from: an open file, or anything with its `read`. @see net/http/server.lua */
interface HttpFile {
  /** The next bytes, at most so many; nil at the end. */
  read(size: number): string | undefined;
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

/** A status, a body, a whole answer, or an error; `true`: answered later; nil: 404. */
type HttpResult = number | string | HttpReply | import("util.error").ErrorObject | true | undefined;

/**
 * Answers a request. Runs in async context, so it may wait. A throw becomes a 500 and a traceback in the log; a
 * rejected promise a 500 with the reason as its body: catch both. `path` is given to wildcard routes only: what stood
 * for the `*`, already decoded.
 */
type HttpHandler<Body extends string | false = string | false> = (
  this: void,
  event: HttpRequestEvent<Body>,
  path?: string,
) => HttpResult | import("util.promise").Promise<HttpResult>;

/**
 * Names of methods, in capitals. Open: mod_http takes any, so a module can add others (`PROPFIND: true`) by declaring the interface
 * again.
 */
interface HttpMethods {
  /** Answers HEAD, too, where that has no route. */
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
  /** mod_http answers it by itself for CORS. */
  OPTIONS: true;
  /** 404, unless an app has a route for it. */
  TRACE: true;
}

type HttpMethod = keyof HttpMethods;

/**
 * A method and a path with a leading slash, relative to the app, with an optional `/*` at its end; a method alone is for
 * the app's own path. Next to a path that ends in a slash, or in `/*`, the one without is redirected there, unless it has a
 * route of its own.
 */
type HttpRoute = HttpMethod | `${HttpMethod} /${string}`;

/** Routes of an app. */
type HttpRoutes<Body extends string | false> = { [route in HttpRoute]?: HttpHandler<Body> | HttpReply };

/**
 * What all apps of Prosody's HTTP server have.
 * @see modules/mod_http.lua
 */
interface HttpAppBase {
  /** Left out: the module's name without `http_`. */
  name?: string;
  /** Left out: `/` and the name. */
  default_path?: string;
  /**
   * Left out: what `http_default_cors_enabled` says, which is on, for every origin. `origins` is `"*"` or a list: with any
   * other string no answer would carry a CORS header.
   */
  cors?: {
    /** Off: no header of CORS, and no answer to OPTIONS. */
    enabled: boolean;
    /** Cookies and `Authorization` may be sent. */
    credentials?: boolean;
    /** Headers that may be sent, or with false may not, besides mod_http's own. */
    headers?: Record<string, boolean>;
    /** Left out: `*`. */
    origins?: "*" | string[];
  };
}

/**
 * An app whose handlers are called once a request is complete. Callers of requests over `http_max_content_size` don't see a 413.
 * @see modules/mod_http.lua
 */
interface WholeHttpApp extends HttpAppBase {
  /** Handlers see whole bodies. */
  route: HttpRoutes<string>;
  /** Says which kind of app it is. */
  streaming_uploads?: false;
}

/**
 * An app whose handlers are called as soon as the head has arrived where the body is large, and again when it is complete.
 * @see modules/mod_http.lua
 */
interface StreamingHttpApp extends HttpAppBase {
  /** Handlers are to look at `body` or `partial` first. */
  route: HttpRoutes<string | false>;
  /** Lifts no limit: `http_max_content_size` still counts unless there is a `body_sink`. */
  streaming_uploads: true;
}

/** An app of Prosody's HTTP server, for `module.provides("http", …)`. */
type HttpApp = WholeHttpApp | StreamingHttpApp;
