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

  /** By name in the certificate, then by path of the file: the services it is for, `*` for all. */
  type CertificateIndex = Record<string, Record<string, Record<string, true>>>;

  /**
   * A TLS context, and what its options came to: those given, of which the first win, then the option `ssl`, then defaults, and the
   * certificate found for `host`, which may also be a service as `https port 5281`. Nil and why where that fails.
   */
  function create_context(
    host: string,
    mode: "server" | "client",
    ...options: (object | undefined)[]
  ): LuaMultiReturn<
    [context: TlsContext, err: undefined, config: object] | [context: undefined, err: string, config?: object]
  >;
  /**
   * By the index of the folder `certificates`, else as {@link find_cert} with the host's option `certificate`, else for the domain
   * above it.
   */
  function find_host_cert(host: string | undefined): CertificateFiles | undefined;
  /**
   * In that folder (`NAME.crt`, `NAME/fullchain.pem`, `NAME.pem`), or that file, relative to the configuration's folder. Without a
   * path in the folder that the option `certificates` says.
   */
  function find_cert(path: string | undefined, name: string): CertificateFiles | undefined;
  /**
   * Certificates in files `*.crt` and `*fullchain*`, whose key is next to them, and that have not expired; in folders below, too,
   * `depth` levels with the first (3). Adds them to `index`, if given. An empty index and why where the folder can't be read. Throws
   * for a certificate that is broken.
   */
  function index_certs(
    folder: string,
    index?: CertificateIndex,
    depth?: number,
  ): LuaMultiReturn<[index: CertificateIndex, err?: string]>;
  /**
   * Of that name, or else of a wildcard in place of its first label: any one of them; nil where that one is not for all services.
   * Nil without an index or a name, too.
   */
  function find_cert_in_index(
    index: CertificateIndex | undefined,
    host: string | undefined,
  ): CertificateFiles | undefined;
  /** Reads the options `ssl`, `certificates`, `ssl_compression` and `use_dane` again, and indexes the certificates anew. */
  function reload_ssl_config(): void;
}
