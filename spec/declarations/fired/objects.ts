import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { xml } from "@xmpp/client";
import type { Element } from "@xmpp/xml";
import { type Client, log_in } from "../../support/client.ts";
import { free_ports } from "../../support/ports.ts";
import type { Prosody } from "../../support/prosody.ts";
import { lua_file } from "./lua_file.ts";
import type { Recorder } from "./recorder.ts";

const pubsub = "http://jabber.org/protocol/pubsub";

/** What the HTTP server is asked for and does not have, and what is but a folder or a page. */
async function ask_http_server(prosody: Prosody): Promise<void> {
  await prosody.request("GET", "/nowhere");
  await prosody.request("GET", "/files/folder/");
  await prosody.request("GET", "/http-bind");
  await prosody.request("GET", "/", { host: "nowhere.test" });
  await prosody.request("GET", "/declared/error");
  await prosody.request("GET", "/declared/throw");
}

/** The server asks itself, and then a port where nobody is. */
async function ask_as_http_client(recorder: Recorder, prosody: Prosody): Promise<void> {
  const [closed_port] = await free_ports();
  await prosody.lua(lua_file("http_client.lua"), [prosody.http_port, closed_port]);
  await recorder.until_fired("object", "response");
  await recorder.until_fired("object", "request-connection-error");
}

const field = (name: string, value: string): Element => xml("field", { var: name }, xml("value", {}, value));
const subscribe_options = xml(
  "x",
  { xmlns: "jabber:x:data", type: "submit" },
  field("FORM_TYPE", `${pubsub}#subscribe_options`),
  field("pubsub#include_body", "true"),
);

/** A node from its creation to its end. */
async function use_node(client: Client, to: string): Promise<void> {
  const node = "declared";
  const ask = async (query: Element, xmlns = pubsub, ...others: Element[]): Promise<void> => {
    const answer = await client.request(xml("iq", { type: "set", to }, xml("pubsub", { xmlns }, query, ...others)));
    if (answer.attrs["type"] !== "result") throw new Error(`${query.name}: ${answer.toString()}`);
  };
  const item = xml("item", { id: "first" }, xml("declared", { xmlns: "urn:declared" }));
  await ask(xml("create", { node }));
  await ask(xml("subscribe", { node, jid: client.jid }));
  await ask(xml("subscribe", { node, jid: client.jid }), pubsub, xml("options", {}, subscribe_options));
  await ask(xml("publish", { node }, item));
  await ask(xml("retract", { node, notify: "true" }, xml("item", { id: "first" })));
  await ask(xml("publish", { node }, item));
  await ask(xml("purge", { node }), `${pubsub}#owner`);
  await ask(xml("unsubscribe", { node, jid: client.jid }));
  await ask(xml("delete", { node }), `${pubsub}#owner`);
}

export async function fire_of_objects(recorder: Recorder): Promise<void> {
  const component = "pubsub.objects.test";
  const files = join(recorder.folder, "files");
  mkdirSync(join(files, "folder"), { recursive: true });
  const prosody = await recorder.start({
    hosts: { "objects.test": {} },
    modules_enabled: ["http_files", "http_errors", "bosh"],
    lua: `Component "${component}" "pubsub"\n  admins = { "john@objects.test" }`,
    expected_errors: /declared trouble|stack traceback/,
    options: { http_files_dir: files, http_dir_listing: true, consider_bosh_secure: false },
  });
  await prosody.lua(lua_file("http_handlers.lua"));
  await ask_http_server(prosody);
  await ask_as_http_client(recorder, prosody);
  await use_node(await log_in(prosody, "john"), component);
  await prosody.lua(lua_file("admin_stream.lua"), [join(prosody.folder, "data/prosody.sock")]);
  await recorder.until_fired("object", "received/repl-result");
  await recorder.until_fired("object", "disconnected");
  if (recorder.version === "13.0") await prosody.lua(lua_file("state_machine.lua"));
}
