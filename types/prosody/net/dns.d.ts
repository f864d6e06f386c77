/** @noSelfInFile */

/** DNS, the old way: see `net.adns`. @see net/dns.lua */
declare module "net.dns" {
  import type { DnsAnswer } from "net.adns";

  /** Names to numbers, and numbers to names. */
  const types: LuaMap<string | number, string | number>;
  /** The same for classes: `IN` is 1. */
  const classes: LuaMap<string | number, string | number>;
  /** What is known already. */
  function peek(name: string, type?: string, class_?: string): DnsAnswer | undefined;
  /** Waits, and so does the whole server. */
  function lookup(name: string, type?: string, class_?: string): DnsAnswer | undefined;
  /** Forgets all. */
  function purge(soft?: boolean): void;
}
