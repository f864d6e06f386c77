/** @noSelfInFile */

/** Certificates and TLS. @see core/certmanager.lua */
declare module "core.certmanager" {
  import type { TlsContext } from "net.server";

  /** @see core/certmanager.lua */
  interface CertificateFiles {
    /** Path of the PEM file. */
    certificate: string;
    /** Path of the private key's PEM file; may be the same file. */
    key: string;
  }

  /** A TLS context from options as in `ssl`, the first win. Also gives what they came to. */
  function create_context(
    host: string,
    mode: "server" | "client",
    ...options: (object | undefined)[]
  ): LuaMultiReturn<[context: TlsContext | undefined, err?: string, config?: object]>;
  /** Of a host, in the configuration's folder. */
  function find_host_cert(host: string): CertificateFiles | undefined;
  /** In that folder or file. */
  function find_cert(path: string, name: string): CertificateFiles | undefined;
  /** Files by names in them. */
  function index_certs(folder: string, index?: object, depth?: number): object;
  /**
   * A certificate for all services, of that name or of a wildcard in place of its first label. Nil without an index or a name, too.
   */
  function find_cert_in_index(index: object | undefined, host: string): CertificateFiles | undefined;
  /** Reads the option `ssl` again. */
  function reload_ssl_config(): void;
}
