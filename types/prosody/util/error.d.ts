/** @noSelfInFile */

/** Errors as values. @see util/error.lua */
declare module "util.error" {
  import type { ErrorType, Stanza } from "util.stanza";

  /** What an error says. */
  export interface ErrorTemplate {
    /** What the one who asked can do about it. Left out: `cancel`. */
    type?: ErrorType;
    /** Of a stanza error, `not-allowed` for example. Left out: `undefined-condition`. */
    condition?: string;
    /** For people, in English as a rule. */
    text?: string;
    /** HTTP status. */
    code?: number;
    /** `uri`, `tag`, or `namespace` and `condition`. */
    extra?: Record<string, unknown>;
  }

  export interface ErrorObject {
    /** What the one who asked can do about it. */
    readonly type: ErrorType;
    /** Of a stanza error, `not-allowed` for example. */
    readonly condition: string;
    /** For people; nil where the template has none. */
    readonly text?: string;
    /** HTTP status; 0 for an HTTP request without answer. */
    readonly code?: number;
    /** `uri`, `tag`, or `namespace` and `condition`. */
    readonly extra?: Record<string, unknown>;
    /** What belongs to this very error: `by`, `wrapped_error` … The table that was given, if one was. */
    readonly context: Record<string, unknown>;
    /** The name given to `init`, or with the error. */
    readonly source?: string;
    /** Made up, for logs. */
    readonly instance_id: string;
  }

  /** `[type, condition, text, application condition]`, for `init`. */
  export type CompactTemplate = [type: ErrorType, condition: string, text?: string, extra_condition?: string];

  /** A source's errors, by name. */
  export interface ErrorRegistry<K extends string> {
    /** What was given to `init`. */
    readonly source: string;
    /** What was given to `init`, in full. */
    readonly registry: Record<K, ErrorTemplate>;
    /** For a function's results: where the first is nil or false, nil and its error as of {@link wrap}. */
    coerce: <T, More extends unknown[]>(
      this: void,
      ok: T,
      err?: unknown,
      ...more: More
    ) => LuaMultiReturn<[ok: T, err: unknown, ...more: More] | [ok: undefined, err: ErrorObject]>;
    /**
     * An error of the registry, for anything else than a name `undefined-condition`, with what it was as `wrapped_error` in its
     * context. Errors are passed through.
     */
    wrap: (this: void, name_or_error: unknown, context?: Record<string, unknown>) => ErrorObject;
    /** Whether it is one of this library. */
    is_error: typeof is_error;
    /** A name that is not in the registry gives `undefined-condition`. Errors are passed through. */
    new: (this: void, name_or_error: K | ErrorTemplate | ErrorObject, context?: Record<string, unknown>) => ErrorObject;
  }

  /** Errors are passed through. */
  function new_(
    error: ErrorTemplate | ErrorObject,
    context?: Record<string, unknown>,
    registry?: undefined,
    source?: string,
  ): ErrorObject;
  /** One of a registry, by its name: `undefined-condition` for one that is not in it. */
  function new_(
    name: string | number,
    context: Record<string, unknown> | undefined,
    registry: Record<string | number, ErrorTemplate>,
    source?: string,
  ): ErrorObject;
  /** Makes a registry of a source's errors. */
  function init<K extends string>(source: string, registry: Record<K, ErrorTemplate>): ErrorRegistry<K>;
  /** In short. The last of each is an application's condition in that namespace. */
  function init<K extends string>(
    source: string,
    namespace: string,
    registry: Record<K, CompactTemplate>,
  ): ErrorRegistry<K>;
  /** In short, without a namespace: the last of each is dropped. */
  function init<K extends string>(source: string, registry: Record<K, CompactTemplate>): ErrorRegistry<K>;
  /**
   * For a function's results: where the first is nil or false, an error that is none becomes `undefined-condition` with it as
   * `wrapped_error`.
   */
  function coerce<T, More extends unknown[]>(
    ok: T,
    err?: unknown,
    ...more: More
  ): LuaMultiReturn<[ok: T, err: unknown, ...more: More]>;
  /**
   * What a stanza of type error says; its context has the `stanza`, and who it is `by`. Of one without an error element
   * `undefined-condition`; 0.12 throws.
   */
  function from_stanza(stanza: Stanza, context?: Record<string, unknown>, source?: string): ErrorObject;
  /** Whether it is one of this library. */
  function is_error(value: unknown): value is ErrorObject;
  /**
   * The old name of {@link is_error}.
   * @deprecated Use that.
   */
  function is_err(value: unknown): value is ErrorObject;
  /** Whether errors carry a traceback, as `traceback` in their context. */
  function configure(options: { auto_inject_traceback?: boolean }): void;

  export { coerce, configure, from_stanza, init, is_err, is_error, new_ as new };
}
