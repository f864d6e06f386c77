/** @noSelfInFile */

/** Templates for elements. @see util/xtemplate.lua */
declare module "util.xtemplate" {
  /**
   * What a filter gets: in 13.0 the value, the argument, and what stands in braces behind it; in 0.12 the argument first, or where there
   * is none the value and what stands in braces. Gives the value, and true where it is not to be escaped.
   */
  type TemplateFilter = (
    this: void,
    value_or_argument: unknown,
    argument_or_value: unknown,
    template?: string,
  ) => LuaMultiReturn<[value: unknown, is_escaped?: boolean]> | string | undefined;

  /**
   * `{path|filter(argument)}` is what `find` of the element gives, through filters; `{.}` the element, `{#}` its text. Prosody's own
   * filters are `each`, `and`, `or`, with a template in braces behind; throws for one that is not there, and on 0.12 for `each` where
   * there is no element. Since 13.0 a `-` within the brace takes away the blanks outside of it. Escapes as XML unless told otherwise.
   */
  function render(
    template: string,
    stanza: import("util.stanza").Stanza,
    escape?: (this: void, text: string) => string,
    filters?: Record<string, TemplateFilter>,
  ): string;
}
