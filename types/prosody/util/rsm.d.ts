/** @noSelfInFile */

/** Parts of long lists (XEP-0059). @see util/rsm.lua */
declare module "util.rsm" {
  import type { Stanza } from "util.stanza";

  /** Which part is meant, or was given. @see util/rsm.lua */
  interface ResultSet {
    after?: string;
    /** True for the last. */
    before?: string | true;
    max?: number;
    index?: number;
    count?: number;
    first?: string | ({ index?: number } & object);
    last?: string;
  }

  /** What the element says. */
  function parse(set: Stanza): ResultSet;
  function generate(set: ResultSet): Stanza;
  /** What is in a query; nil where there is nothing. */
  function get(query: Stanza): ResultSet | undefined;
}
