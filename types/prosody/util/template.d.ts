/** @noSelfInFile */

/** Elements from XML text with `{name}` in it; `import template = require("util.template")`. @see util/template.lua */
declare module "util.template" {
  import type { Stanza } from "util.stanza";

  /** Makes the element with these values. */
  interface Template {
    /** A new element each time. A value that is missing is an empty text. */
    apply: (this: void, values: Record<string, string>) => Stanza;
  }

  function template(text: string): Template;
  export = template;
}
