/** @noSelfInFile */

/** Addresses as the C library has them. @see util/net.so */
declare module "util.net" {
  /** Of this machine. */
  function local_addresses(
    type?: "both" | "ipv4" | "ipv6",
    link_local?: boolean,
  ): LuaMultiReturn<[addresses: string[] | undefined, err?: string]>;
  /** Text to bytes. */
  function pton(address: string): LuaMultiReturn<[bytes: string | undefined, err?: string]>;
  /** Bytes, 4 or 16, to text. Nil for any other number of them. */
  function ntop(bytes: string): LuaMultiReturn<[address: string | undefined, err?: string]>;
}
