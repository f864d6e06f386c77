/** @noSelfInFile */

/** Addresses as the C library has them. @see util/net.so */
declare module "util.net" {
  /** Those of this machine, without loopback; link-local ones only if told so. Throws for another type. */
  function local_addresses(
    type?: "both" | "ipv4" | "ipv6",
    link_local?: boolean,
  ): LuaMultiReturn<[addresses: string[] | undefined, err?: string]>;
  /** Text to bytes, 4 or 16. Nil for what is no address. */
  function pton(address: string): LuaMultiReturn<[bytes: string | undefined, err?: string, code?: number]>;
  /** Bytes, 4 or 16, to text. Nil for any other number of them. */
  function ntop(bytes: string): LuaMultiReturn<[address: string | undefined, err?: string, code?: number]>;
}
