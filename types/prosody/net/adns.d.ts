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
    a?: string;
    aaaa?: string;
    cname?: string;
    ns?: string;
    ptr?: string;
    txt?: string;
    mx?: { pref: number; mx: string };
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
