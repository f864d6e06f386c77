/** @noSelfInFile */

/** What sees all that a session sends and gets. @see util/filters.lua */
declare module "util.filters" {
  import type { Stanza } from "util.stanza";

  /** What a session sends or gets: whole elements, not only stanzas, or bytes; of clients by BOSH no bytes. */
  type FilterType = "stanzas/in" | "stanzas/out" | "bytes/in" | "bytes/out";

  /** What goes through. */
  type Filtered<K extends FilterType> = K extends "stanzas/in" | "stanzas/out" ? Stanza : string;

  /** What it returns goes on; nil drops it. Of clients by BOSH `stanzas/out` also gets texts that are sent as they are. */
  type Filter<K extends FilterType, S = FilteredSession> = (
    this: void,
    data: Filtered<K>,
    session: S,
  ) => Filtered<K> | undefined;

  /** A session whose data is filtered: of a client or a server. What external components send and get is not. */
  type FilteredSession = C2sSession | S2sSession;

  /** The higher the priority (0), the earlier; of the same, what was added first. Adding it again does nothing. */
  function add_filter<K extends FilterType, S extends object>(
    session: S,
    type: K,
    callback: Filter<K, S>,
    priority?: number,
  ): void;
  /** Nil where it was not there. */
  function remove_filter<K extends FilterType, S extends object>(
    session: S,
    type: K,
    callback: Filter<K, S>,
  ): true | undefined;
  /** Called with each session of a client or a server to come. To be taken away in `module.unload`. */
  function add_filter_hook(callback: (this: void, session: FilteredSession) => void): void;
  /** Takes the very function that was added; filters that it has put on sessions stay. */
  function remove_filter_hook(callback: (this: void, session: FilteredSession) => void): void;
  /** For sessions of one's own: calls the hooks, and gives what filters data, which is `session.filter` from then on. */
  function initialize(session: object): (this: void, type: FilterType, data: unknown) => unknown;
}
