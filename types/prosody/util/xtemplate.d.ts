/** @noSelfInFile */

/** Templates for elements. @see util/xtemplate.lua */
declare module "util.xtemplate" {
  /** `{path|filter(argument)}` is what `find` of the element gives. */
  function render(
    template: string,
    stanza: import("util.stanza").Stanza,
    escape?: (this: void, text: string) => string,
    filters?: Record<string, (this: void, value: unknown, argument?: string, stanza?: unknown) => unknown>,
  ): string;
}
