/** @noSelfInFile */

/** IP addresses. @see util/ip.lua */
declare module "util.ip" {
  interface IpAddress {
    /** As it was given, without zone. */
    readonly addr: string;
    /** An IPv4 address that is mapped into IPv6 counts as `IPv6`. */
    readonly proto: "IPv4" | "IPv6";
    /** What was behind `%`. */
    readonly zone?: string;
    /** As 4 bytes, or 16. */
    readonly packed: string;
    /** In its usual form. */
    readonly normal: string;
    /**
     * Loopback, link-local, and of IPv4 private ranges with 100.64.0.0/10. Of IPv6 also site-local and multicast, up to
     * ff3f::, that is not global; not fc00::/7, nor an IPv4 address that is mapped.
     */
    readonly private: boolean;
    /** Of RFC 6724: 2 link-local, 5 site-local, 14 global. */
    readonly scope: number;
    /** Of RFC 6724, an IPv4 address as mapped. */
    readonly label: number;
    /** Of RFC 6724, an IPv4 address as mapped. */
    readonly precedence: number;
    /** An IPv4 address mapped into IPv6; nil for one of IPv6. */
    readonly toV4mapped?: IpAddress;
  }

  /** Nil and why for what is none of that protocol. Throws on nil. */
  function new_ip(
    address: string,
    proto?: "IPv4" | "IPv6",
  ): LuaMultiReturn<[ip: IpAddress, err?: undefined] | [ip: undefined, err: string]>;
  /**
   * `bits` is nil without a `/`, and for a prefix that is no number: check it, as {@link match} then wants the very
   * address. It is not held against the address. Throws on nil.
   */
  function parse_cidr(cidr: string): LuaMultiReturn<[ip: IpAddress | undefined, bits: number | undefined]>;
  /**
   * Whether it is one of this library.
   * @since 13.0
   */
  const is_ip: Since13<(this: void, value: unknown) => value is IpAddress>;
  /**
   * The network of so many bits; throws where they are no multiple of 8, and for a text that is no address.
   * @since 13.0
   */
  const truncate: Since13<(this: void, ip: IpAddress | string, bits: number) => IpAddress>;
  /** How many bits they begin with are the same, IPv4 ones as mapped. */
  function commonPrefixLength(a: IpAddress, b: IpAddress): number;
  /**
   * Whether the first `bits` bits are the same. Under 1 bit everything matches. An IPv4-mapped IPv6 address is not the
   * same as its IPv4 one without `bits` or with all 32, but is in a wider range.
   */
  function match(ip: IpAddress, network: IpAddress, bits?: number): boolean;
}
