/** @noSelfInFile */

/** XML streams. @see util/xmppstream.lua */
declare module "util.xmppstream" {
  import type { Stanza } from "util.stanza";

  /** What is told of a stream. @see util/xmppstream.lua */
  interface StreamCallbacks<S = object> {
    /** Of stanzas: those in it have no `xmlns`. */
    default_ns?: string;
    /** Of the stream's root and its errors. Left out: `http://etherx.jabber.org/streams`. */
    stream_ns?: string;
    /** Name of the root. Left out: `stream`. */
    stream_tag?: string;
    /** Name of stream errors, which go to `error`. Left out: `error`. */
    error_tag?: string;
    /** The root was opened, with these attributes. Only while the session has `notopen`. */
    streamopened?: (this: void, session: S, attr: Record<string, string>) => void;
    /** The root was closed. */
    streamclosed?: (this: void, session: S) => void;
    /** A complete child of the root. Throws where one comes and this was left out. */
    handlestanza?: (this: void, session: S, stanza: Stanza) => void;
    /** `no-stream`, `stream-error`, `parse-error` …, and what it is about. Left out: throws. */
    error?: (this: void, session: S, error: string, data?: unknown, text?: string) => void;
  }

  /** What {@link new_} gives. */
  interface XmppStream<S = object> {
    /** Begins anew, as after TLS. */
    reset: (this: void) => void;
    /** Takes what has come. Gives LuaExpat's parser, or nil and an error where it is no XML, or `stanza-too-large`. */
    feed(data: string): LuaMultiReturn<[parser: object, err?: undefined] | [parser: undefined, err: string]>;
    /** The session that callbacks get. */
    set_session(session: S): void;
    /** From the next `feed` on. 1 MiB unless told otherwise to `new`. 0.12 drops its limit of elements. */
    set_stanza_size_limit(bytes: number): void;
  }

  /** Gives the session an `open_stream`. 0.12 takes a fourth parameter, a table with `max_elements`. */
  function new_<S extends object>(session: S, callbacks: StreamCallbacks<S>, stanza_size_limit?: number): XmppStream<S>;
  /** Handlers for LuaExpat, and a table with `reset` and `set_session`. `progress` is told of bytes that were read. */
  function new_sax_handlers<S extends object>(
    session: S,
    callbacks: StreamCallbacks<S>,
    progress?: (this: void, bytes: number) => void,
  ): LuaMultiReturn<[handlers: object, meta: object]>;
  /** Between a namespace and a name. */
  const ns_separator: string;
  /** Takes the two apart. */
  const ns_pattern: string;

  export { new_ as new, new_sax_handlers, ns_pattern, ns_separator };
  export type { StreamCallbacks, XmppStream };
}
