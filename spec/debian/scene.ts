import { restart_prosody, host_of_readme, runnable_blocks, try_out_folder } from "./page.ts";
import type { BareDebian } from "../support/bare_debian.ts";

/** An address of that machine's that is not one of loopback: what comes from there comes from elsewhere. */
export const elsewhere = "192.0.2.7";

const names = ["example.com", "app.internal", "app.example.com"];

const https_server = `
import functools, http.server, ssl
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory="${try_out_folder}")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 8443), handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/srv/authority/localhost.crt", "/srv/authority/localhost.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
`;

/** A certificate authority that nobody knows yet, and certificates of it, for the application and for the host. */
const certificates = `
sign() {
  openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$2"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out "$1.crt" -extfile <(echo "subjectAltName=DNS:$2")
}
mkdir -p /srv/authority
cd /srv/authority
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj "/CN=Our own authority"
for name in localhost example.com; do
  sign $name $name
  mkdir -p /etc/letsencrypt/live/$name
  cp $name.crt /etc/letsencrypt/live/$name/fullchain.pem
  cp $name.key /etc/letsencrypt/live/$name/privkey.pem
done
cp ca.crt ~/mod_http_roster_admin/our-ca.crt
`;

function write_host(machine: BareDebian): void {
  machine.write("/etc/prosody/conf.d/example.com.cfg.lua", host_of_readme());
}

/** What an admin has who has come as far as README.md goes, and the surroundings that other pages speak of. */
export async function set_scene(machine: BareDebian): Promise<void> {
  await machine.must_run(`
    install -D -m 644 dist/mod_http_roster_admin.lua /usr/local/lib/prosody/modules/mod_http_roster_admin.lua
    echo '127.0.0.1 ${names.join(" ")}' >> /etc/hosts
    ${certificates}
  `);
  write_host(machine);
  await machine.must_run("prosodyctl --root cert import /etc/letsencrypt/live");
  machine.write("/srv/authority/server.py", https_server);
  const try_out = runnable_blocks("README.md").find(({ text }) => text.includes("http.server"));
  const lists = ["example.com", "example.org"].map((host) => `${try_out_folder}/${host}`);
  await machine.must_run(`
    ${try_out?.text ?? "exit 1"}
    for list in ${lists.join(" ")}; do ln -s ${try_out_folder} $list; done
    python3 /srv/authority/server.py &
    for url in http://127.0.0.1:8080 https://localhost:8443; do
      curl --retry 50 --retry-connrefused --cacert /srv/authority/ca.crt $url/contacts/john
    done
  `);
}

/** The host as README.md has it, and no other. */
export async function reset_prosody(machine: BareDebian): Promise<void> {
  write_host(machine);
  await restart_prosody(machine);
}
