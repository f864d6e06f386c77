import { host_of_readme, restart_prosody, try_out_folder } from "./page.ts";
import type { BareDebian } from "../support/bare_debian.ts";

/** An address of that machine's that is not one of loopback: what comes from there comes from elsewhere. */
export const elsewhere = "192.0.2.7";

const names = ["example.com", "app.internal", "app.example.com"];

/** An application whose lists are files: one by one, or many at once, on a port for HTTP and on one for HTTPS. */
const application = `
import http.server, json, pathlib, ssl, threading
lists = pathlib.Path("${try_out_folder}")

class Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args):
        super().__init__(*args, directory=lists)

    def do_POST(self):
        names = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = {name: json.loads((lists / "contacts" / name).read_text()) for name in names}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

plain = http.server.ThreadingHTTPServer(("127.0.0.1", 8080), Handler)
encrypted = http.server.ThreadingHTTPServer(("127.0.0.1", 8443), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/srv/authority/localhost.crt", "/srv/authority/localhost.key")
encrypted.socket = context.wrap_socket(encrypted.socket, server_side=True)
threading.Thread(target=plain.serve_forever).start()
encrypted.serve_forever()
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
  machine.write("/srv/authority/application.py", application);
  machine.write(`${try_out_folder}/contacts/john`, '{ "marie@example.com": { "name": "Marie" } }');
  for (const host of ["example.com", "example.org"]) await machine.must_run(`ln -s . ${try_out_folder}/${host}`);
  await machine.must_run(`
    python3 /srv/authority/application.py &
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
