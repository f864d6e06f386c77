/** @noSelfInFile */

/** DNS. It is `net.unbound` where that is installed. @see net/adns.lua, net/unbound.lua */
declare module "net.adns" {
  import type { Promise } from "util.promise";

  /** An answer: records, by their order; and what is said of them. */
  interface DnsAnswer extends Array<DnsRecord> {
    /** Only of `net.unbound`. @see net/unbound.lua */
    secure?: boolean;
    /** The data was forged. Only of `net.unbound`. @see net/unbound.lua */
    bogus?: boolean | string;
  }

  /** A record: what it is of by the name of its type in lower case. @see net/dns.lua */
  interface DnsRecord {
    /** An IPv4 address. */
    a?: string;
    /** An IPv6 address. */
    aaaa?: string;
    /** The name that it is another name for, with a dot at the end. */
    cname?: string;
    /** A name server of the zone, with a dot at the end. */
    ns?: string;
    /** The name of an address, with a dot at the end. */
    ptr?: string;
    /** With `net.unbound` a list of texts of up to 255 bytes, without it the first alone. */
    txt?: string | string[];
    /** Who takes mail: the lowest `pref` first. */
    mx?: { pref: number; mx: string };
    /** Where a service is: the lowest priority first, among equals by weight. A target `.` says that there is none. */
    srv?: { priority: number; weight: number; port: number; target: string };
    /** Seconds. */
    ttl?: number;
  }

  /** Gets nil, and why where that is known, for no answer. */
  type DnsCallback = (this: void, answer: DnsAnswer | undefined, err?: string) => void;

  /** A lookup under way; nil where the answer is known already. */
  interface DnsQuery {
    /** With `call_handler` its callback is called with nil. */
    cancel(call_handler?: boolean, reason?: string): void;
  }

  interface DnsResolver {
    /** As the function of the library. May call back before it returns. */
    lookup(callback: DnsCallback, name: string, type?: string, class_?: string): DnsQuery | undefined;
    /** Rejects for no answer. */
    lookup_promise(name: string, type?: string, class_?: string): Promise<DnsAnswer>;
  }

  /** Of type `A` unless told otherwise. */
  function lookup(callback: DnsCallback, name: string, type?: string, class_?: string): DnsQuery | undefined;
  /** A resolver of one's own. */
  function resolver(): DnsResolver;
  /**
   * Measures each lookup.
   * @since 13.0
   */
  const instrument: Since13<
    (this: void, measure: (this: void, class_: string, type: string) => (this: void) => void) => void
  >;
}
