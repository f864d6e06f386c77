/** @noSelfInFile */

/** Forms (XEP-0004). @see util/dataforms.lua */
declare module "util.dataforms" {
  import type { Stanza } from "util.stanza";

  /** What a field holds. */
  type FieldType =
    | "boolean"
    | "fixed"
    | "hidden"
    | "jid-multi"
    | "jid-single"
    | "list-multi"
    | "list-single"
    | "text-multi"
    | "text-private"
    | "text-single";

  /** One of what can be chosen. `default` is chosen where nothing else is. */
  interface FieldOption {
    /** What is sent for it. */
    value: string;
    /** What people see. Left out: the client shows the value. */
    label?: string;
    /** Of several in a `list-single` the first holds. */
    default?: boolean;
  }

  /** @see util/dataforms.lua */
  interface FormField {
    /** What the value is called here. Left out for text only (`fixed`). */
    name?: string;
    /** What it is called in the form. Left out: `name`. */
    var?: string;
    /** Left out: `text-single`. Reading a form takes only fields that name theirs. */
    type?: FieldType;
    /** What people see. Left out of answers of type `submit`. */
    label?: string;
    /** An explanation for people. */
    desc?: string;
    /** `data` has an error for it where it is missing, in `current`, too, or an empty text, which a `hidden` one may be. */
    required?: boolean;
    /**
     * What it holds unless `form` is told otherwise: a list of texts for `jid-multi` and `list-multi`, a truth for `boolean`, a text,
     * whose empty lines get lost, for `text-multi`, else a text or a number, for `hidden` also an element.
     */
    value?: unknown;
    /** What can be chosen, for lists. A text is both value and label. `data` takes other values, too. */
    options?: readonly (string | FieldOption)[];
    /**
     * `xs:integer` and `xs:dateTime` (a Unix time) are read as numbers, `pubsub:integer-or-max` as one or as `max`: `data` has an
     * error for what is neither, as for an empty text. Of numbers `form` writes `xs:dateTime` as a time,
     * `xs:double` and `xs:decimal` with a fraction; those of others must be whole.
     */
    datatype?: string;
    /** The least; `data` checks it for `xs:integer` and `pubsub:integer-or-max`. */
    range_min?: number;
    /** The greatest; `data` checks it for `xs:integer` and `pubsub:integer-or-max`. */
    range_max?: number;
    /** An image, for example (XEP-0221). */
    media?: { uri: string; type: string }[] & { height: number; width: number };
  }

  /** What a form asks for, in order. `title` and `instructions` are for people. */
  interface FormLayout extends Array<FormField> {
    /** Above the form. Not in answers of type `submit` or `cancel`. */
    title?: string;
    /** What to do. Left out of the same answers as the title. */
    instructions?: string;
  }

  /** Values by the name of their field. */
  type FormValues = Record<string, unknown>;

  /** A layout that can be shown and read. */
  interface DataForm {
    /** That of its layout, which it is. */
    title?: string;
    /** Those of its layout, which it is. */
    instructions?: string;
    /**
     * The element, `form` unless told otherwise, with values in place of the fields' own. In a `form` a table for a field that is a
     * list is what can be chosen, not what is.
     */
    form(values?: FormValues, type?: "form" | "submit" | "result" | "cancel"): Stanza;
    /**
     * What was filled in, by name. Errors, by name, where something is missing or wrong, an empty text for a `boolean` or a
     * `jid-single` for example; but none for a `jid-multi` that is not required and has no right one. `current` is taken for fields
     * that were left out. Last the names of the fields that were not.
     */
    data(
      form: Stanza,
      current?: FormValues,
    ): LuaMultiReturn<[values: FormValues, errors: Record<string, string> | undefined, present: Record<string, true>]>;
  }

  /**
   * Makes a form of the layout itself. A title is set afterwards, as TypeScript's lists have no names in them:
   *
   * ```ts
   * const form = dataforms.new([{ name: "city", type: "text-single", label: "City" }]);
   * form.title = "Weather";
   * ```
   */
  function new_(layout: FormLayout | readonly FormField[]): DataForm;
  /** Its `FORM_TYPE`; `""` where it has none, nil where that has no value; nil and an error for what is no form. */
  function get_type(form: unknown): LuaMultiReturn<[type: string | undefined, err?: string]>;

  export { get_type, new_ as new };
  export type { DataForm, FieldOption, FieldType, FormField, FormLayout, FormValues };
}
