/** @noSelfInFile */

/** Elements from XML text with `{name}` in it; `import template = require("util.template")`. @see util/template.lua */
declare module "util.template" {
  import type { Stanza } from "util.stanza";

  namespace template {
    /** What is made of a text. The same text gives the same one. */
    interface Template {
      /** A new element each time, with these values in texts and attributes. One that is missing is an empty text. */
      apply: (this: void, values: Record<string, string>) => Stanza;
    }
  }

  /** Blanks around texts are left out. Throws for what is no XML. */
  function template(text: string): template.Template;
  export = template;
}
