import { writeFileSync } from "node:fs";
import { createServer, connect, type Socket } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { connect as connect_tls } from "node:tls";
import { within } from "../../support/deadline.ts";
import type { ProsodyOptions } from "../../support/prosody.ts";
import { some_address } from "../../support/two_servers.ts";
import { make_certificates } from "./certificates.ts";
import { lua_file } from "./lua_file.ts";
import type { Recorder } from "./recorder.ts";

const namespaces =
  "xmlns='jabber:server' xmlns:db='jabber:server:dialback' xmlns:stream='http://etherx.jabber.org/streams'";
const xmpp_server_port = 5269;

/** What servers that find each other by a file of hosts have in common. */
type Federated = (host: string, options?: ProsodyOptions["options"]) => Omit<ProsodyOptions, "version">;

/** A server that speaks XMPP as it was before 1.0. Gives what ends it. */
async function start_old_server(address: string): Promise<() => void> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => socket.write(`<?xml version='1.0'?><stream:stream ${namespaces} id='old'>`));
  });
  server.listen(xmpp_server_port, address);
  await once(server, "listening");
  return () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}

/** Connects as a server that says neither who it is nor whom it wants. */
function connect_without_names(address: string, version = ""): Socket {
  const socket = connect({ host: address, port: xmpp_server_port });
  socket.resume();
  socket.write(`<?xml version='1.0'?><stream:stream ${namespaces} ${version}>`);
  return socket;
}

/** Connects as a server that does not say who it is, goes over to TLS, and begins its stream anew. */
async function start_tls_without_name(address: string, to: string): Promise<void> {
  const header = `<?xml version='1.0'?><stream:stream ${namespaces} to='${to}' version='1.0'>`;
  const socket = connect({ host: address, port: xmpp_server_port }).setEncoding("utf8");
  const told = async (word: string): Promise<void> => {
    let text = "";
    while (!text.includes(word)) {
      const [chunk] = (await within(once(socket, "data"), () => `${word} from ${to}`)) as [string];
      text += chunk;
    }
  };
  socket.write(header);
  await told("</stream:features>");
  socket.write("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
  await told("<proceed");
  const secured = connect_tls({ socket, rejectUnauthorized: false });
  await within(once(secured, "secureConnect"), () => `TLS with ${to}`);
  secured.write(header);
  await within(once(secured, "data"), () => `the stream of ${to} over TLS`);
  secured.destroy();
}

/** Servers that prove who they are by certificates, and keep connections that are silent alive. */
async function with_certificates(
  recorder: Recorder,
  federated: Federated,
  addresses: Map<string, string>,
): Promise<void> {
  const certificates = make_certificates(join(recorder.folder, "certificates"), ["left.test", "right.test"]);
  const options = {
    modules_disabled: ["http_roster_admin"],
    certificates,
    ssl: { cafile: join(certificates, "ca.pem") },
    s2s_secure_auth: true,
    s2s_require_encryption: true,
    network_settings: { read_timeout: 2 },
  };
  const left = await recorder.start(federated("left.test", options));
  await recorder.start(federated("right.test", options));
  await left.lua(lua_file("ping.lua"), ["right.test", "certified"]);
  await recorder.until_fired("host", "iq-result/host/certified");
  // One of an old server is left open, and so read timeouts come to it as well.
  await start_tls_without_name(addresses.get("left.test") ?? "", "left.test");
  const nameless = connect_without_names(addresses.get("left.test") ?? "");
  await recorder.until_fired("host", "s2s-read-timeout");
  await recorder.until_fired("global", "s2s-read-timeout");
  nameless.destroy();
}

/** Servers that prove who they are by calling back, one that knows of no features, and one that names no host. */
async function with_dialback(recorder: Recorder, federated: Federated, addresses: Map<string, string>): Promise<void> {
  const here = await recorder.start(federated("here.test"));
  await recorder.start(federated("far.test"));
  await here.lua(lua_file("ping.lua"), ["far.test", "called-back"]);
  await recorder.until_fired("host", "iq-result/host/called-back");
  await here.lua('prosody.hosts["here.test"].s2sout["far.test"]:close()');

  const stop_old_server = await start_old_server(addresses.get("old.test") ?? "");
  await here.lua(lua_file("ping.lua"), ["old.test", "old"]);
  await recorder.until_fired("host", "s2sout-authenticate-legacy");
  stop_old_server();

  const nameless = connect_without_names(addresses.get("here.test") ?? "", "version='1.0'");
  await within(once(nameless, "close"), () => "the stream without names to be closed");
  await recorder.until_fired("global", "s2s-stream-features-legacy");
}

export async function fire_of_federation(recorder: Recorder): Promise<void> {
  const hosts = ["left.test", "right.test", "here.test", "far.test", "old.test"];
  const addresses = new Map(hosts.map((host) => [host, some_address()]));
  const hosts_file = join(recorder.folder, "hosts");
  writeFileSync(hosts_file, [...addresses].map(([host, address]) => `${address} ${host}\n`).join(""));
  const federated: Federated = (host, options = {}) => ({
    hosts: { [host]: {} },
    modules_enabled: ["s2s_bidi", "tls"],
    modules_disabled: ["http_roster_admin"],
    federation: { address: addresses.get(host) ?? "", hosts_file },
    options,
  });
  await with_certificates(recorder, federated, addresses);
  await with_dialback(recorder, federated, addresses);
}
