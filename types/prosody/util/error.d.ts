/** @noSelfInFile */

/** Errors as values. @see util/error.lua */
declare module "util.error" {
  import type { ErrorType } from "util.stanza";

  /** What an error says. */
  export interface ErrorTemplate {
    type?: ErrorType;
    condition?: string;
    text?: string;
    /** HTTP status. */
    code?: number;
    extra?: Record<string, unknown>;
  }

  export interface ErrorObject {
    readonly type: ErrorType;
    readonly condition: string;
    readonly text?: string;
    readonly code?: number;
    readonly extra?: Record<string, unknown>;
    readonly context: Record<string, unknown>;
    /** The name given to `init`. */
    readonly source?: string;
    readonly instance_id: string;
  }

  /** A source's errors, by name. */
  export interface ErrorRegistry<K extends string> {
    /** A name that is not in the registry gives `undefined-condition`. */
    new: (this: void, name: K, context?: Record<string, unknown>) => ErrorObject;
  }

  /** Errors are passed through. */
  function new_(error: ErrorTemplate | ErrorObject, context?: Record<string, unknown>): ErrorObject;
  function init<K extends string>(source: string, registry: Record<K, ErrorTemplate>): ErrorRegistry<K>;
  function is_error(value: unknown): value is ErrorObject;

  export { init, is_error, new_ as new };
}
