import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A folder with a certificate of each host and its key, as Prosody looks for them; and the authority's own, `ca.pem`. */
export function make_certificates(folder: string, hosts: readonly string[]): string {
  mkdirSync(folder);
  const openssl = (...args: string[]): Buffer => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...new_key, "-keyout", "ca.pem.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=ca");
  for (const host of hosts) {
    const names = join(folder, `${host}.names`);
    writeFileSync(names, `basicConstraints=CA:FALSE\nsubjectAltName=DNS:${host}\n`);
    openssl("req", ...new_key, "-keyout", `${host}.key`, "-out", `${host}.csr`, "-subj", `/CN=${host}`);
    const signed_by = ["-CA", "ca.pem", "-CAkey", "ca.pem.key", "-CAcreateserial"];
    openssl("x509", "-req", "-in", `${host}.csr`, ...signed_by, "-days", "2", "-out", `${host}.crt`, "-extfile", names);
  }
  return folder;
}
