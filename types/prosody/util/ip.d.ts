/** @noSelfInFile */

/** IP addresses. @see util/ip.lua */
declare module "util.ip" {
  interface IpAddress {
    /** As it was given, without zone. */
    readonly addr: string;
    /** An IPv4 address that is mapped into IPv6 counts as `IPv6`. */
    readonly proto: "IPv4" | "IPv6";
    /** After `%` in an IPv6 address. */
    readonly zone?: string;
    /** In bytes: 4 or 16. */
    readonly packed: string;
    /** In its usual form. */
    readonly normal: string;
    /** Loopback, link-local and private ranges; of IPv6 without fc00::/7. */
    readonly private: boolean;
  }

  /** Throws on nil. */
  function new_ip(
    address: string,
    proto?: "IPv4" | "IPv6",
  ): LuaMultiReturn<[ip: IpAddress, err?: undefined] | [ip: undefined, err: string]>;
  /**
   * `bits` is nil without a `/`, and for a prefix that is no number: check it, as {@link match} then wants the very
   * address.
   */
  function parse_cidr(cidr: string): LuaMultiReturn<[ip: IpAddress | undefined, bits: number | undefined]>;
  /**
   * Whether it is one of this library.
   * @since 13.0
   */
  const is_ip: Since13<(this: void, value: unknown) => value is IpAddress>;
  /**
   * The network of so many bits, a multiple of 8.
   * @since 13.0
   */
  const truncate: Since13<
    (this: void, ip: IpAddress, bits: number) => LuaMultiReturn<[ip: IpAddress | undefined, err?: string]>
  >;
  /** How many bits they begin with are the same, IPv4 ones as mapped. */
  function commonPrefixLength(a: IpAddress, b: IpAddress): number;
  /**
   * Whether the first `bits` bits are the same. Under 1 bit everything matches. An IPv4-mapped IPv6 address is not the
   * same as its IPv4 one without `bits` or with all 32, but is in a wider range. Throws on nil.
   */
  function match(ip: IpAddress, network: IpAddress, bits?: number): boolean;
}
