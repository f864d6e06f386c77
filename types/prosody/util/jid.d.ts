/** @noSelfInFile */

/** JIDs (addresses): `node@host/resource`. @see util/jid.lua */
declare module "util.jid" {
  /** Does not normalise and checks little. All nil for what is no JID, and for nil. */
  function split(
    jid: string | undefined,
  ): LuaMultiReturn<[node: string | undefined, host: string | undefined, resource: string | undefined]>;
  /** The same, normalised, with all parts checked. Takes off a dot at the end of the host. `strict` refuses unassigned code points. */
  function prepped_split(
    jid: string | undefined,
    strict?: boolean,
  ): LuaMultiReturn<[node: string | undefined, host: string | undefined, resource: string | undefined]>;
  /** Normalised. Nil for what is no JID. */
  function prep(jid: string | undefined, strict?: boolean): string | undefined;
  /** Without resource. Does not normalise. Nil for what is no JID. */
  function bare(jid: string | undefined): string | undefined;
  /** Nil where `host` is nil. Checks nothing. */
  function join(node: string | undefined, host: string, resource?: string): string;
  function join(node: string | undefined, host: string | undefined, resource?: string): string | undefined;
  /** The part before `@`, as it is written. Nil where there is none, and for what is no JID. */
  function node(jid: string | undefined): string | undefined;
  /** The part between `@` and `/`, as it is written. Nil for what is no JID. */
  function host(jid: string | undefined): string | undefined;
  /** The part behind `/`, as it is written. Nil where there is none, and for what is no JID. */
  function resource(jid: string | undefined): string | undefined;
  /**
   * Whether it is that JID, or of that host, or bare JID: what the second leaves out is not looked at. One that is no JID leaves out
   * everything.
   */
  function compare(jid: string | undefined, pattern: string | undefined): boolean;
  /** XEP-0106: a text as the part before `@`. */
  function escape(text: string): string;
  function escape(text: string | undefined): string | undefined;
  /** What {@link escape} was given. A `\` that begins no known sequence stays. */
  function unescape(text: string): string;
  function unescape(text: string | undefined): string | undefined;
}
