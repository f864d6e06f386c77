/** @noSelfInFile */

/** Elements to tables and back, by a JSON schema with `xml` in it. @see util/datamapper.lua */
declare module "util.datamapper" {
  import type { Stanza } from "util.stanza";

  /** A table for a schema of type `object` or `array`; throws for any other. What the element lacks is left out. */
  function parse(schema: object, stanza: Stanza): unknown;
  /** Nil where the schema is for nothing that can be an element. */
  function unparse(schema: object, data: object): Stanza | undefined;
}
