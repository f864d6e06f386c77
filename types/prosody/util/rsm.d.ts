/** @noSelfInFile */

/** Parts of long lists (XEP-0059). @see util/rsm.lua */
declare module "util.rsm" {
  import type { Stanza } from "util.stanza";

  /** Which part is meant, or was given. @see util/rsm.lua */
  interface ResultSet {
    /** The id that those wanted come after. */
    after?: string;
    /** True for the last. */
    before?: string | true;
    /** At most so many. 0 asks for `count` alone. */
    max?: number;
    /** Where to begin, from 0. */
    index?: number;
    /** How many there are in all. */
    count?: number;
    /** The first one's id. A table, as {@link parse} gives it, has it as its `[1]`; to be written it must have an `index`. */
    first?: string | ({ index?: number } & object);
    /** The last one's id: `after` for the next part. */
    last?: string;
  }

  /** What a `<set/>` says. Children it does not know are left out. */
  function parse(set: Stanza): ResultSet;
  /** A `<set/>`, to be added to a query or its answer. Fields it does not know are left out. */
  function generate(set: ResultSet): Stanza;
  /** What the `<set/>` in a query says; nil where there is none or it is empty. */
  function get(query: Stanza): ResultSet | undefined;
}
