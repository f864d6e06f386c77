/** @noSelfInFile */

/** DNS, the old way: see `net.adns`. @see net/dns.lua */
declare module "net.dns" {
  import type { DnsAnswer } from "net.adns";

  /** Numbers to names: 1 is `A`. */
  const types: LuaMap<number, string>;
  /** The same for classes: 1 is `IN`. */
  const classes: LuaMap<number, string>;
  /** What is known already, by this library. */
  function peek(name: string, type?: string, class_?: string): DnsAnswer | undefined;
  /** Waits, and so does the whole server. */
  function lookup(name: string, type?: string, class_?: string): DnsAnswer | undefined;
  /** Forgets all, or with `soft` what has run out. */
  function purge(soft?: "soft"): void;
}
