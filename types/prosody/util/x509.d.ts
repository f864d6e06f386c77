/** @noSelfInFile */

/** Certificates. @see util/x509.lua */
declare module "util.x509" {
  /** One of LuaSec's. */
  type Certificate = object;

  /** Whether it is that host's, for a service such as `xmpp-server`; `_xmpp-server` is looked for in SRV names. */
  function verify_identity(host: string, service: string | undefined, certificate: Certificate): boolean;
  /** Names in it, to services that they are for; `*` is any. */
  function get_identities(certificate: Certificate): Record<string, Record<string, true>>;
  /** Nil where there is none in it. The second is what it is of: `CERTIFICATE`. */
  function pem2der(pem: string): LuaMultiReturn<[data: string | undefined, type?: string]>;
  /** Of type `CERTIFICATE` unless told otherwise; the type in upper case. */
  function der2pem(data: string, type?: string): string;
}
