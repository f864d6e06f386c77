import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { log_in } from "../../support/client.ts";
import { within } from "../../support/deadline.ts";
import { some_address } from "../../support/two_servers.ts";
import { lua_file } from "./lua_file.ts";
import type { Recorder } from "./recorder.ts";

const component_port = 5347;
const telnet_port = 5582;

/** A component (XEP-0114) that is silent until the server looks whether it is still there, and then leaves. */
async function connect_component(recorder: Recorder, address: string, host: string, secret: string): Promise<void> {
  const socket = connect({ host: address, port: component_port }).setEncoding("utf8");
  const namespaces = "xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams'";
  socket.write(`<stream:stream ${namespaces} to='${host}'>`);
  const [header] = (await within(once(socket, "data"), () => "the component's stream")) as [string];
  const id = /\bid=["']([^"']+)/.exec(header)?.[1] ?? "";
  socket.write(`<handshake>${createHash("sha1").update(`${id}${secret}`).digest("hex")}</handshake>`);
  await recorder.until_fired("host", "component-read-timeout");
  socket.end("</stream:stream>");
  await recorder.until_fired("host", "component-disconnected");
}

/** Connects, says nothing, and is still there when the server looks whether anybody is. */
async function be_silent(recorder: Recorder, host: string, port: number, event: string): Promise<void> {
  const socket = connect({ host, port });
  socket.resume();
  await recorder.until_fired("global", event);
  socket.destroy();
}

async function type_at_telnet(recorder: Recorder, address: string): Promise<void> {
  const socket = connect({ host: address, port: telnet_port });
  socket.resume();
  socket.write("host:list()\n");
  await recorder.until_fired("global", "admin/repl-input");
  socket.destroy();
}

/** All hosts are set up anew when the last client leaves. */
async function reset(recorder: Recorder): Promise<void> {
  const prosody = await recorder.start({ hosts: { "reset.test": {} }, modules_enabled: ["debug_reset"] });
  const client = await log_in(prosody, "john");
  await client.stop();
  await recorder.until_fired("global", "server-reset");
}

export async function fire_of_servers(recorder: Recorder): Promise<void> {
  if (recorder.version === "13.0") await reset(recorder);
  const address = some_address();
  const component = "component.declared.test";
  const prosody = await recorder.start({
    hosts: { "declared.test": {} },
    modules_enabled: ["admin_telnet"],
    lua: `Component "${component}"\n  component_secret = "secret"`,
    expected_errors: /declared trouble|traceback|general\terror\t(Top-level error|$)/,
    options: {
      component_interfaces: [address],
      component_ports: [component_port],
      console_interfaces: [address],
      network_settings: { read_timeout: 2 },
      statistics: "internal",
    },
  });
  await prosody.lua(lua_file("servers.lua"));
  await prosody.lua(lua_file("uncaught_error.lua"));
  await recorder.until_fired("global", "very-bad-error");
  process.kill(prosody.pid, "SIGUSR1");
  await recorder.until_fired("global", "signal/SIGUSR1");
  await prosody.change_options({ declared: "anew" });
  await type_at_telnet(recorder, address);
  await Promise.all([
    connect_component(recorder, address, component, "secret"),
    be_silent(recorder, address, component_port, "component-read-timeout"),
    be_silent(recorder, "127.0.0.1", prosody.c2s_port, "c2s-read-timeout"),
  ]);
  await prosody.shell('server:shutdown("declared", 0)');
  await recorder.until_fired("global", "server-stopped");
}
