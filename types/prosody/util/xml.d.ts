/** @noSelfInFile */

/** XML text to elements. @see util/xml.lua */
declare module "util.xml" {
  import type { Stanza } from "util.stanza";

  /**
   * Nil and an error for what is no XML, and for what is refused in it: a DOCTYPE, and unless allowed comments and processing
   * instructions.
   */
  function parse(
    text: string,
    options?: { allow_comments?: boolean; allow_processing_instructions?: boolean },
  ): LuaMultiReturn<[element: Stanza, err?: undefined] | [element: undefined, err: string]>;
}
