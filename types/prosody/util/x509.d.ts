/** @noSelfInFile */

/** Certificates. @see util/x509.lua */
declare module "util.x509" {
  /** One of LuaSec's. */
  type Certificate = object;

  /**
   * Whether it is that host's, by its names for DNS; for a service by SRV names, too, and for `_xmpp-client` and `_xmpp-server` by XMPP
   * addresses. 0.12 looks at the common name where it has none of them.
   */
  function verify_identity(host: string, service: string | false | undefined, certificate: Certificate): boolean;
  /** Names in it, the common name, too, to services that they are for, without `_`; `*` is any. */
  function get_identities(certificate: Certificate): Record<string, Record<string, true>>;
  /** Nil where there is none in it. The second is what it is of: `CERTIFICATE`. */
  function pem2der(pem: string): LuaMultiReturn<[data: string | undefined, type?: string]>;
  /** Of type `CERTIFICATE` unless told otherwise; puts the type in upper case. On Lua 5.3 and later it throws whatever it is given. */
  function der2pem(data: string, type?: string): string;
}
