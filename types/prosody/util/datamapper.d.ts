/** @noSelfInFile */

/** Elements to tables and back, by a JSON schema with `xml` in it. @see util/datamapper.lua */
declare module "util.datamapper" {
  import type { Stanza } from "util.stanza";

  /**
   * A table for a schema of type `object` or `array`, or with `properties` or `items`; throws for others. What the element lacks is
   * left out.
   */
  function parse(schema: object, stanza: Stanza): unknown;
  /**
   * Nil for a schema of another type. `name` and `namespace` are what its `xml` does not say; throws without a name, and
   * for an `object` without `properties`.
   */
  function unparse(schema: object, data: object, name?: string, namespace?: string): Stanza | undefined;
}
