import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Client, log_in } from "../support/client.ts";
import { until } from "../support/deadline.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import { type Json, type Prosody, start_prosody } from "../support/prosody.ts";
import { type Declaration, type Member, read_declarations } from "./declared_names.ts";
import { looked_into } from "./fired/recorder.ts";
import { problems as problems_of, type Seen } from "./held_against.ts";
import { is_expected, Sources } from "./sources.ts";

const folder = dirname(fileURLToPath(import.meta.url));

/** Tables that a module hands to Prosody: there is nothing to look at but what Prosody's source reads from them. */
const handed_over = new Set([
  "AdhocCommand",
  "AdhocData",
  "AdhocError",
  "AdhocLibrary",
  "AdhocResult",
  "ArchiveDeletion",
  "ArchiveQuery",
  "AuthProvider",
  "CronTask",
  "DiscoIdentity",
  "ExternalService",
  "ItemEvent",
  "MeasureOptions",
  "Measures",
  "NetProvider",
  "ProvidedStore",
  "RoleConfig",
  "StorageProvider",
  "core.certmanager#CertificateFiles",
  "core.loggingmanager#SinkConfig",
  "net.resolvers.basic#Resolver",
  "net.websocket#Websocket",
  "net.websocket#WebsocketListener",
  "net.websocket#WebsocketOptions",
  "util.argparse#ArgumentConfig",
  "util.human.io#Column",
  "util.jsonschema#SchemaError",
  "util.jwt#VerifierOptions",
  "util.paseto#PasetoOptions",
  "util.pubsub#PubsubConfig",
  "util.rsm#ResultSet",
  "util.sql#SqlParameters",
  "net.adns#DnsAnswer",
  "net.adns#DnsRecord",
  "net.http#ClientOptions",
  "net.http.files#ServeOptions",
  "util.pluginloader#LoaderOptions",
  "util.serialization#SerializeOptions",
  "util.xmppstream#StreamCallbacks",
  "net.server#ListenOptions",
  "net.server#Listener",
  "util.dataforms#FieldOption",
  "util.dataforms#FormField",
  "util.dataforms#FormLayout",
  "util.sasl#SaslProfile",
  "ProsodyModuleCallbacks",
  "ProvidedItems",
  "ModuleItems",
  "MucPresenceElements",
  "HttpFile",
  "HttpReply",
  "HttpAppBase",
  "StreamingHttpApp",
  "WholeHttpApp",
  "MetricOptions",
  "FlaggedShellCommand",
  "PlainShellCommand",
  "ShellCommandBase",
  "ShellCommandContext",
  "net.http#BodySink",
  "net.http#RequestOptions",
  "util.async#Watchers",
  "util.error#ErrorTemplate",
]);

/** Interfaces and members that only a community module looks at: nothing of Prosody's says more of them. */
const of_community_modules = new Set(["Statistic", "StatisticsProvider", "ProvidedItems.statistics"]);

/** Only of the type checker's. */
const of_types_only = new Set([
  "C2sConnectionEvents",
  "HttpMethods",
  "ModuleLibraries",
  "NameOf",
  "ProsodyEventResults",
  "ProsodySupports",
  "S2sEvents",
]);

/** Packaged apart from Prosody. */
const optional_modules = new Set(["cjson", "cjson.safe"]);

for_each_prosody("the declarations", (version) => {
  const declared = read_declarations(version === "0.12" ? "index" : version);
  const sources = new Sources(version);
  let prosody: Prosody;
  let client: Client;
  let interfaces_with_instances: Set<string>;

  const live = (call: string, ...args: Json[]): Promise<unknown> =>
    prosody.lua(`return module.environment.live.${call}(...)`, args);

  /** An empty list comes as an empty object. */
  const look = async (call: string, ...args: Json[]): Promise<Seen[]> => {
    const seen = await live(call, ...args);
    return Array.isArray(seen) ? seen : [];
  };

  const expected = (what: { since: string | undefined; until?: string | undefined }): boolean =>
    is_expected(what, version);

  before(async () => {
    prosody = await start_prosody({
      version,
      hosts: { "declared.test": {} },
      modules_enabled: ["register", "smacks"],
      modules_disabled: ["http_roster_admin"],
      lua: 'Component "rooms.declared.test" "muc"',
      options: { statistics: "internal" },
    });
    const known = await prosody.lua(readFileSync(join(folder, "live_instances.lua"), "utf8"));
    interfaces_with_instances = new Set(known as string[]);
    client = await log_in(prosody, "john");
    await client.roster();
    await client.available();
    await prosody.request("POST", "/declared/x", { body: "x" });
    await live("make_http_request", prosody.http_port);
    await until(
      async () => ((await live("made_http_request")) === true ? true : undefined),
      () => "an answer to the server's request to itself",
    );
    await live("enter_room");
  });

  after(async () => {
    await prosody.stop();
  });

  const problems = (owner: string, members: Member[], seen: Seen[]): string[] =>
    problems_of(owner, members, seen, sources);

  function problems_by_source({ members, ...declaration }: Declaration): string[] {
    const prosodys = members.filter((member) => !of_community_modules.has(`${declaration.name}.${member.name}`));
    return sources.problems({ ...declaration, members: prosodys });
  }

  const names_of = (members: Member[]): string[] => members.map(({ name }) => name);

  test("name source files that are there", () => {
    const all = [...declared.modules, ...declared.interfaces].filter(expected);
    const named = new Set(
      all.flatMap((each) => [...each.sources, ...each.members.filter(expected).flatMap((member) => member.sources)]),
    );
    assert.ok(named.size > 0);
    assert.deepEqual(
      [...named].filter((name) => !existsSync(sources.file(name))),
      [],
    );
  });

  test("global variables are there", async () => {
    const seen = await look("global_members", names_of(declared.globals));
    assert.deepEqual(problems("_G", declared.globals, seen), []);
  });

  for (const declaration of declared.modules) {
    test(`${declaration.name} has what is declared`, async (context) => {
      const { name, members, callable } = declaration;
      const seen = await look("module_members", name, names_of(members));
      if (seen.length === 0 && optional_modules.has(name)) return context.skip("not installed here");
      assert.equal(seen.length, 1, `${name} can't be required`);
      if (callable) assert.equal(seen[0]?.kind, "function");
      assert.deepEqual(problems(name, members, seen), []);
    });
  }

  const { host, global, object } = declared.events;
  const payloads = new Set([...host, ...global, ...object].map(({ payload }) => payload));

  for (const declaration of declared.interfaces) {
    const { name, members } = declaration;
    if (of_types_only.has(name) || of_community_modules.has(name)) continue;
    test(`${name} has what is declared`, async (context) => {
      if (!expected(declaration)) return context.skip(`came with ${declaration.since}`);
      if (handed_over.has(name)) return assert.deepEqual(problems_by_source(declaration), []);
      const of_events = payloads.has(name) || looked_into.includes(name);
      if (of_events && !interfaces_with_instances.has(name)) return context.skip("see events.test.ts");
      assert.ok(interfaces_with_instances.has(name), `live_instances.lua does not say how to get a ${name}`);
      const seen = await look("interface_members", name, names_of(members));
      if (seen.length === 0 && name.startsWith("cjson#")) return context.skip("not installed here");
      assert.ok(seen.length > 0, `live_instances.lua gives no ${name}`);
      assert.deepEqual(problems(name, members, seen), []);
    });
  }

  test("a destroyed session still has what is not optional", async () => {
    const session = declared.interfaces.find(({ name }) => name === "C2sSession");
    assert.ok(session);
    await live("note_destroyed");
    await client.stop();
    await until(
      async () => {
        const [, seen] = await look("interface_members", "C2sSession", ["destroyed"]);
        return seen?.members["destroyed"] === "boolean" ? true : undefined;
      },
      () => "the session to be destroyed",
    );
    const seen = await look("interface_members", "C2sSession", names_of(session.members));
    assert.deepEqual(problems("C2sSession", session.members, seen), []);
  });
});
