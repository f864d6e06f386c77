/** @noSelfInFile */

/** DNS. It is `net.unbound` where that is installed. @see net/adns.lua, net/unbound.lua */
declare module "net.adns" {
  import type { Promise } from "util.promise";

  /** An answer: the records as its list; and what is said of them. */
  interface DnsAnswer extends Array<DnsRecord> {
    /** Signed, and found good. Only of `net.unbound`. @see net/unbound.lua */
    secure?: boolean;
    /** Signed, and found bad: there are no records. Only of `net.unbound`. @see net/unbound.lua */
    bogus?: boolean | string;
    /** The name of the answer's code, `NoError` or `NXDomain` for example. Only of `net.unbound`. @see net/unbound.lua */
    status?: string;
  }

  /**
   * A record: what it is of by the name of its type in lower case. Names in it end with a dot, but with `net.unbound` without one; `.`
   * is the root in both.
   * @see net/dns.lua, net/unbound.lua
   */
  interface DnsRecord {
    /** An IPv4 address. */
    a?: string;
    /** An IPv6 address. */
    aaaa?: string;
    /** The name that it is another name for. */
    cname?: string;
    /** A name server of the zone. */
    ns?: string;
    /** The name of an address. */
    ptr?: string;
    /** With `net.unbound` a list of texts of up to 255 bytes, without it the first alone. */
    txt?: string | string[];
    /**
     * Who takes mail: the lowest `pref` is to be tried first. Without `net.unbound` the name alone, and the records are in that order;
     * with it they are in any.
     */
    mx?: { pref: number; mx: string } | string;
    /** Of an MX record. Only without `net.unbound`. */
    pref?: number;
    /**
     * Where a service is: the lowest priority is to be tried first, among equals by weight; the records are in any order. A target `.`
     * says that there is none.
     */
    srv?: { priority: number; weight: number; port: number; target: string };
    /** How long it is good, in seconds. Only without `net.unbound`. */
    ttl?: number;
  }

  /** Gets nil, and why where that is known, for no answer. With `net.unbound` an empty answer says that there are no records. */
  type DnsCallback = (this: void, answer: DnsAnswer | undefined, err?: string) => void;

  /** A lookup under way. */
  interface DnsQuery {
    /**
     * Not there with `net.unbound`.
     * @deprecated Throws.
     */
    cancel?(call_handler?: boolean, reason?: string): never;
  }

  /** Nil where the callback was called already; with `net.unbound` nil and why where it can't be looked up. */
  type DnsLookup = LuaMultiReturn<[query: DnsQuery | undefined, err?: string]>;

  /** What {@link resolver} gives. */
  interface DnsResolver {
    /** As the function of the library. */
    lookup(callback: DnsCallback, name: string, type?: string, class_?: string): DnsLookup;
    /** Rejects for no answer, with a reason only by `net.unbound`. */
    lookup_promise(name: string, type?: string, class_?: string): Promise<DnsAnswer>;
  }

  /** Of type `A` and class `IN` unless told otherwise. May call back before it returns. */
  function lookup(callback: DnsCallback, name: string, type?: string, class_?: string): DnsLookup;
  /** A resolver of one's own; with `net.unbound` always the same. */
  function resolver(): DnsResolver;
  /**
   * Has each lookup measured: what `measure` gives is called at its end. In place of what was given before: the server uses it.
   * @since 13.0
   */
  const instrument: Since13<
    (this: void, measure: (this: void, class_: string, type: string) => (this: void) => void) => void
  >;
}
