/** @noSelfInFile */

/** HTTP client. @see net/http.lua, net/http/parser.lua */
declare module "net.http" {
  import type { Promise } from "util.promise";

  /** What takes a body chunk by chunk. */
  interface BodySink {
    /**
     * Write it as a method, `{ write(chunk) { … } }`: an arrow function would get the sink for a chunk. Return true:
     * false and nil cancel with `body-sink-write-failure`, but for a chunked body they are not looked at.
     */
    write(chunk: string): boolean;
  }

  /**
   * Called with the head of an answer whose length is unknown, chunked or over the limit, for a sink that takes its
   * body. The second value is called when the body is complete. Without a sink, of an answer without length only the
   * first segment is returned.
   */
  type StreamingHandler = (
    this: void,
    response: HttpResponse,
  ) => LuaMultiReturn<[sink: BodySink | undefined, finalize?: (this: void, response: HttpResponse) => void]>;

  /** What is sent, and how. */
  interface RequestOptions {
    /** Left out: GET, or POST with a body. */
    method?: string;
    /** Header names as sent. Values are not checked for line breaks. */
    headers?: Record<string, string>;
    /** Sent as a form unless the headers say otherwise; Content-Length is set. */
    body?: string;
    /** For answers without a known length, chunked ones, and those over the limit. */
    streaming_handler?: StreamingHandler;
    /** In the log instead of one made up. */
    id?: string;
    /** Keeps the URL out of the debug log. */
    suppress_url?: boolean;
    /** Has no effect: an error in the callback is thrown again with it, too. */
    suppress_errors?: boolean;
    /** Does not verify the certificate. */
    insecure?: boolean;
    /** For TLS, in place of the client's. */
    sslctx?: import("net.server").TlsContext;
    /** In place of the client's. */
    use_dane?: boolean;
  }

  /** A request under way. */
  interface HttpRequest {
    /** Left out where there was no host in the URL. */
    url?: string;
    /** Of the options, else POST with a body and nil for GET. Left out where there was no host in the URL. */
    method?: string;
    /** Nil before it is connected and after the end. */
    conn?: object;
    /** Set once connected: calls back with code 0 and the reason. */
    cancel?(reason?: string): void;
    /** Left out where there was no host in the URL. */
    id?: string;
    /** Upper limit in bytes of the body; 10 MiB if never set. Only looked at here, not in the options. */
    body_size_limit?: number;
    /** Upper limit in bytes of the head; 10 KiB if never set. 0.12 waits for ever for the end of a longer one. */
    head_size_limit?: number;
    /** Upper limit in bytes of what has arrived and was not yet taken; twice that of the body if never set. */
    buffer_size_limit?: number;
    /** That of the options; looked at only once an answer comes. */
    streaming_handler?: StreamingHandler;
  }

  /** An answer, or its head. */
  interface HttpResponse {
    /** The HTTP status: never 0. */
    code: number;
    /** Lowercase names with `-`. Repeated ones are joined by commas. */
    headers: LuaMap<string, string>;
    /** Complete; `false` while `partial`, and at the end of a body that went to a sink, but `""` of one without a known length. */
    body: string | false;
    /** `1.1` or `1.0`, as the other says. */
    httpversion: string;
    /** From Content-Length; 0 where there can be no body. */
    body_length?: number;
    /** True where the other has sent it so. */
    chunked?: boolean;
    /** True in a `streaming_handler`, nil at the end. */
    partial?: boolean;
    /** Only from the promise form of `request`. */
    request?: HttpRequest;
  }

  /**
   * With code 0 there was no answer: the first argument says why (`connection refused`, `closed`, `cancelled` …), the
   * third is the request (nil for a URL that can't be read), and there is no fourth. `request === undefined` tells
   * TypeScript which of the two it is. One that takes fewer than four parameters is a {@link BriefCallback}.
   */
  type RequestCallback = (
    this: void,
    ...args:
      | [reason: string, code: 0, request: HttpRequest | undefined, nothing: undefined]
      | [body: string | false, code: number, response: HttpResponse, request: HttpRequest]
  ) => void;

  /** A {@link RequestCallback} that does not look at the request. `"headers" in response` says that it is an answer. */
  type BriefCallback = (
    this: void,
    body_or_reason: string | false,
    code: number,
    response: HttpResponse | HttpRequest | undefined,
  ) => void;

  /** What `request` gives at once. */
  type Requested = LuaMultiReturn<[request: HttpRequest, err?: undefined] | [request: undefined, err: "invalid-url"]>;

  /** Rejects with a `util.error` whose text may be missing: the reason is better kept by the callback form. */
  function request(url: string, options?: RequestOptions): Promise<HttpResponse>;
  /**
   * Sends a request, in one connection. Nil and `invalid-url` for a URL that has no host, after calling back. No timeout of its own:
   * use a timer and {@link destroy_request}. Throws for a URL without a scheme, `//host`, and where there is no TLS for https; any other
   * scheme is taken for http. Redirects are not followed.
   */
  function request(url: string, options: RequestOptions | undefined, callback: RequestCallback): Requested;
  function request(url: string, options: RequestOptions | undefined, callback: BriefCallback): Requested;

  /** As in `util.http`. */
  const formdecode: (typeof import("util.http"))["formdecode"];
  /** As in `util.http`. */
  const formencode: (typeof import("util.http"))["formencode"];
  /** As in `util.http`. */
  const urldecode: (typeof import("util.http"))["urldecode"];
  /** As in `util.http`. */
  const urlencode: (typeof import("util.http"))["urlencode"];
  /** What it can do, by name. */
  const features: Record<string, true>;
  /** Of {@link default_}: `pre-request`, `request`, `response` … What a handler of the first returns is given in place of a request. */
  const events: EventsObject;

  /** A client with settings of its own. */
  interface HttpClient {
    /** As the function of the library, with this client's settings and events. */
    request(url: string, options?: RequestOptions): Promise<HttpResponse>;
    request(url: string, options: RequestOptions | undefined, callback: RequestCallback): Requested;
    request(url: string, options: RequestOptions | undefined, callback: BriefCallback): Requested;
    /** Of this client's requests alone. */
    readonly events: EventsObject;
    /** Looked at for each request: changes hold from the next one on. Nil where none were given. */
    options?: ClientOptions;
    /** A client with these settings, and else its own. */
    new: (this: void, options?: ClientOptions) => HttpClient;
  }

  /** For all requests of a client. @see net/http.lua */
  interface ClientOptions {
    /** For TLS. What `default.new` gives has Prosody's own. */
    sslctx?: import("net.server").TlsContext;
    /** Looks for the certificate in DNS. Left out: no. */
    use_dane?: boolean;
    /** Has no effect, as that of a request. */
    suppress_errors?: boolean;
    /**
     * Never use it: it can hand one request's answer to another.
     * @since 13.0
     */
    connection_pooling?: boolean;
  }

  /** The client that `request` of this library uses. */
  const default_: HttpClient;
  /**
   * Takes nothing over: without `sslctx` its https requests throw on 13.0, and go out unencrypted on 0.12. `default.new` keeps what the
   * library itself uses.
   */
  function new_(options?: ClientOptions): HttpClient;

  /** Closes silently: the callback is never called. Does nothing before it is connected. `force` is for pooled ones. */
  function destroy_request(request: HttpRequest, ...force: ParametersSince13<[force?: boolean]>): void;

  export {
    default_ as default,
    destroy_request,
    events,
    features,
    formdecode,
    formencode,
    new_ as new,
    request,
    urldecode,
    urlencode,
  };
  export type {
    BodySink,
    BriefCallback,
    ClientOptions,
    HttpClient,
    HttpRequest,
    HttpResponse,
    RequestCallback,
    RequestOptions,
    Requested,
    StreamingHandler,
  };
}
