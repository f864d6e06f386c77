/** @noSelfInFile */

/** XML elements. @see util/stanza.lua */
declare module "util.stanza" {
  import type { ErrorObject } from "util.error";

  /** Attributes by name. `undefined` is an attribute left out. Another namespace's are keyed `NAMESPACE\x01NAME`. */
  type Attributes = Record<string, string | undefined>;

  /** A stanza without methods, and without `tags`: its children, elements and texts, are its list. */
  interface SerializedStanza extends Array<SerializedStanza | string> {
    /** The element's, without namespace. */
    name: string;
    /** The very table of the stanza it was made of. */
    attr: Attributes;
  }

  /** The type of a stanza error. */
  type ErrorType = "auth" | "cancel" | "continue" | "modify" | "wait";

  /** A `util.error`, or a table with as much of it. */
  type ErrorLike = Pick<ErrorObject, "type" | "condition" | "text" | "extra"> & Partial<Pick<ErrorObject, "context">>;

  /**
   * An element, built from the top: `tag` opens a child, `up` closes it. What adds a name, an attribute or text throws on values that
   * are no strings, invalid UTF-8, and control characters below 20 other than tab and line breaks: not on those from 20 to 31.
   */
  interface Stanza {
    /** The element's, without namespace: that is `xmlns` of {@link attr}. */
    name: string;
    /** Inherits nothing: a child of another namespace has its own `xmlns`. */
    attr: Attributes;
    /** The child elements; the stanza's own list has text in between. */
    tags: Stanza[];

    /** Prefixes to namespaces, where {@link stanza}, {@link tag} or `util.xml` was given them. */
    namespaces?: Record<string, string>;

    /** Opens a child element. `namespaces`: its prefixes, for {@link find} of 13.0. */
    tag(name: string, attr?: Attributes, namespaces?: Record<string, string>): this;
    /** Closes the last one opened. Does nothing where none is. */
    up(): this;
    /** Closes all. */
    reset(): this;
    /** Adds text to the element last opened. */
    text(text: string | undefined): this;
    /** Adds a child element that holds only text. */
    text_tag(name: string, text: string | undefined, attr?: Attributes, namespaces?: Record<string, string>): this;
    /** Opens `<query xmlns=…/>`. */
    query(xmlns: string): this;
    /** Adds to the element last opened. */
    add_child(child: Stanza | string): this;
    /** Adds to this element, whatever is open. */
    add_direct_child(child: Stanza | string): void;

    /** The first child of that name and namespace; without `xmlns` of this element's own, or without one. */
    get_child(name?: string, xmlns?: string): Stanza | undefined;
    /** Of the first child that fits; nil where there is none, or it has elements in it. */
    get_child_text(name?: string, xmlns?: string): string | undefined;
    /** The first of the {@link childtags} that has the attribute with that value, or none for nil, or for which `normalize` gives it. */
    get_child_with_attr(
      name: string | undefined,
      xmlns: string | undefined,
      attr_name: string,
      attr_value: string | undefined,
      normalize?: (this: void, value: string | undefined) => string | undefined,
    ): Stanza | undefined;
    /** Children of that name and namespace, as {@link get_child}, one by one. */
    childtags(name?: string, xmlns?: string): LuaIterable<Stanza>;
    /** `{xmlns}name/{xmlns}name#` for a text, `@attribute` for an attribute, in 13.0 also `@{xmlns}attribute`, else the element. */
    find(path: string): Stanza | string | undefined;
    /** Its text; nil where it has child elements. */
    get_text(): string | undefined;
    /** All nil where there is no `<error/>`. The condition is `undefined-condition` where it names none. */
    get_error(): LuaMultiReturn<
      [type: string | undefined, condition: string | undefined, text: string | undefined, extra: Stanza | undefined]
    >;
    /** Replaces each child element by what the callback returns; nil removes it. */
    maptags(callback: (this: void, tag: Stanza) => Stanza | undefined): this;
    /** Adds a `<body/>` with that text. */
    body(text: string | undefined, attr?: Attributes): this;
    /** Whether nothing is open. */
    at_top(): boolean;
    /** Takes out the child elements of that name and namespace; without `xmlns` only those of this element's own. */
    remove_children(name?: string, xmlns?: string): this;
    /** The first child of that name, whatever its namespace. */
    child_with_name(name: string): Stanza | undefined;
    /** The first child of that namespace, whatever its name. */
    child_with_ns(xmlns: string): Stanza | undefined;
    /** Elements and texts, one by one. */
    children(): LuaIterable<Stanza | string>;
    /** A copy with line breaks and indents, to be read; the element itself where it is empty or holds a single text. */
    indent(level?: number, indent?: string): Stanza;
    /** As text, with a terminal's colours. */
    pretty_print(): string;
    /** {@link top_tag} with colours. */
    pretty_top_tag(): string;
    /**
     * Adds an `<error/>`, closed. Mostly {@link error_reply} is wanted.
     * @since 13.0
     */
    add_error: Since13<
      (this: Stanza, type: ErrorType | ErrorLike, condition?: string, text?: string, by?: string) => Stanza
    >;
    /** The opening tag as text, for logs. */
    top_tag(): string;
    /** The attribute of a child. @since 13.0 */
    get_child_attr: Since13<
      (this: Stanza, name: string | undefined, xmlns: string | undefined, attr: string) => string | undefined
    >;
  }

  /** An element. Attributes are kept, not copied. */
  function stanza(name: string, attr?: Attributes, namespaces?: Record<string, string>): Stanza;
  /** Throws without `id` and `type`. */
  function iq(attr: Attributes & { id: string; type: "get" | "set" | "result" | "error" }): Stanza;
  /** With `body` it has that text in it. Without `type` it is a `normal` one. */
  function message(attr?: Attributes, body?: string): Stanza;
  /** Without `type` it says that somebody is there. */
  function presence(attr?: Attributes): Stanza;
  /** An empty answer: addresses swapped, the same `id`, `result` for an iq, else the same type. Throws for what is no stanza. */
  function reply(stanza: Stanza): Stanza;
  /**
   * An error answer, open for an application's own condition. Throws on an error stanza, and for what is none. `by` is who says so,
   * unless it is who answers. Of an error in place of the type condition and text count, and whom its context names as `by`.
   */
  function error_reply(
    stanza: Stanza,
    type: ErrorType | ErrorLike,
    condition: string,
    text?: string,
    by?: string,
  ): Stanza;
  function error_reply(stanza: Stanza, error: ErrorLike, condition?: string, text?: string, by?: string): Stanza;
  /**
   * Deep, or with `only_top` without children. What is open in the original is not in the copy. Throws for what is no
   * stanza.
   */
  function clone(stanza: Stanza, only_top?: boolean): Stanza;
  /** A plain table of a stanza, as stores keep it. Shares attributes with it. */
  function preserialize(stanza: Stanza): SerializedStanza;
  /** What {@link preserialize} gave, made a stanza again, with attributes of its own. Nil for nil. Throws as {@link stanza}. */
  function deserialize(serialized: SerializedStanza): Stanza;
  function deserialize(serialized: SerializedStanza | undefined): Stanza | undefined;
  /** Any element of this library, not only what XMPP calls a stanza. */
  function is_stanza(value: unknown): value is Stanza;
  /** XML as text, with a terminal's colours for the first 100 tags. Throws for a stanza, which has a method for that. */
  function pretty_print(xml: string): string;
  /** Text as XML, `'` and `"` too. */
  function xml_escape(text: string): string;
  /** The metatable of all stanzas. */
  const stanza_mt: object;
}
