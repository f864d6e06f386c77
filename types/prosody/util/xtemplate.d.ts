/** @noSelfInFile */

/** Templates for elements. @see util/xtemplate.lua */
declare module "util.xtemplate" {
  /**
   * What a filter gets: in 13.0 the value, the argument, and what stands in braces behind it; in 0.12 the argument first, where there is
   * one. Gives the value, and true where it is not to be escaped.
   */
  type TemplateFilter = (
    this: void,
    value_or_argument: unknown,
    argument_or_value: unknown,
    template?: string,
  ) => LuaMultiReturn<[value: unknown, is_escaped?: boolean]> | string | undefined;

  /**
   * `{path|filter(argument)}` is what `find` of the element gives, through filters; `{.}` the element, `{#}` its text. Prosody's own
   * filters are `each`, `and`, `or`; throws for one that is not there. Escapes as XML unless told otherwise.
   */
  function render(
    template: string,
    stanza: import("util.stanza").Stanza,
    escape?: (this: void, text: string) => string,
    filters?: Record<string, TemplateFilter>,
  ): string;
}
